"""The dialog in which the artist picks a picture file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
PICTURES = f"Pictures ({' '.join(f'*{ending}' for ending in ENDINGS)})"


def is_picture_path(text: str) -> bool:
    """True for the path of a picture file there is, such as a file manager's "copy as path" gives."""
    if "\n" in text or not text.lower().endswith(ENDINGS):
        return False
    try:
        return Path(text).is_absolute() and Path(text).is_file()
    except OSError:
        return False


def pick_picture(parent: QWidget) -> QFileDialog:
    """Open the dialog, in the artist's own pictures; it goes when it is closed."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, "Open a picture", place, PICTURES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
