"""The dialog in which the artist picks a picture file."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PICTURES = "Pictures (*.jpg *.jpeg *.png *.tif *.tiff *.webp)"


def pick_picture(parent: QWidget) -> QFileDialog:
    """Open the dialog, in the artist's own pictures; it goes when it is closed."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, "Open a picture", place, PICTURES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
