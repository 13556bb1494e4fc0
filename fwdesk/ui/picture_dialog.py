"""The dialog in which the artist picks a picture file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
PICTURES = f"Pictures ({' '.join(f'*{ending}' for ending in ENDINGS)})"


def picture_path(text: str) -> str:
    """The path in a text that is one, such as a file manager or a terminal gives; empty if it is none of a picture.

    Whether the file is there is not asked: that may take long, and opening it says so by its name.
    """
    path = text.strip()
    if len(path) > 2 and path[0] == path[-1] and path[0] in "'\"":
        path = path[1:-1]
    if path.startswith("file://"):
        path = QUrl(path).toLocalFile()
    if "\n" in path or not path.lower().endswith(ENDINGS):
        return ""
    if path.startswith("~/"):
        path = str(Path.home() / path[2:])
    return path if Path(path).is_absolute() else ""


def pick_picture(parent: QWidget) -> QFileDialog:
    """Open the dialog, in the artist's own pictures; it goes when it is closed."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, "Open a picture", place, PICTURES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
