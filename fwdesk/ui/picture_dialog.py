"""The dialogs in which the artist picks a file: a picture, a project. Each goes when it is closed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from fwdesk.domain.draft import PROJECT_SUFFIX

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
PROJECTS = f"fwdesk projects (*{PROJECT_SUFFIX})"
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
    """Open the dialog for a picture, in the artist's own pictures."""
    return _opened(QFileDialog(parent, "Open a picture", _place(None), PICTURES), QFileDialog.FileMode.ExistingFile)


def pick_project(parent: QWidget, last: Path | None) -> QFileDialog:
    """Open the dialog for a project, beside the last one."""
    return _opened(QFileDialog(parent, "Open a project", _place(last), PROJECTS), QFileDialog.FileMode.ExistingFile)


def place_project(parent: QWidget, last: Path | None, name: str) -> QFileDialog:
    """Open the dialog that asks where a project goes; it warns before a file is written over."""
    dialog = QFileDialog(parent, "Save the project", _place(last), PROJECTS)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(PROJECT_SUFFIX.removeprefix("."))
    dialog.selectFile(last.name if last else f"{name}{PROJECT_SUFFIX}")
    return _opened(dialog, QFileDialog.FileMode.AnyFile)


def _place(last: Path | None) -> str:
    if last:
        return str(last.parent)
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)


def _opened(dialog: QFileDialog, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
