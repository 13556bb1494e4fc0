"""The keys and the about box, read off the live menus so that they cannot be wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFormLayout, QMainWindow, QVBoxLayout

from fwdesk import __version__
from fwdesk.ui.widgets import button, label


def _dialog(window: QMainWindow, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(14)
    column.addWidget(label(title, "step"))
    return dialog, column


def _close(dialog: QDialog, column: QVBoxLayout) -> None:
    done = button("Close", "primary")
    done.clicked.connect(dialog.accept)
    column.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
    dialog.open()


def show_keys(window: QMainWindow) -> None:
    """All keys, from the menus themselves."""
    dialog, column = _dialog(window, "Keys")
    form = QFormLayout()
    form.setHorizontalSpacing(28)
    for menu_action in window.menuBar().actions():
        menu = menu_action.menu()
        for action in menu.actions() if menu else ():  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
            shortcut = str(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            text, _, held = str(action.text()).partition("\t")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            keys = shortcut or held
            if keys:
                words = text.replace("&", "").rstrip("…")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
                form.addRow(label(keys), label(words, "caption"))  # pyright: ignore[reportUnknownArgumentType]
    form.addRow(label("Arrows, Enter, Esc"), label("In a list: try on, keep, go back", "caption"))
    form.addRow(label("Alt+Enter"), label("In the code: to the step of this part (as Ctrl+click)", "caption"))
    form.addRow(label("Side by side: arrows, Enter, Delete"), label("To another, take it, take it off", "caption"))
    form.addRow(label("Side by side: + − 0, Shift+arrows"), label("Zoom and move all of them", "caption"))
    form.addRow(label("Loupe: arrows, Shift+arrows, + −"), label("Move it, look nearer", "caption"))
    form.addRow(label("Esc"), label("Close the large preview, a message, or bring the code back", "caption"))
    column.addLayout(form)
    _close(dialog, column)


def show_about(window: QMainWindow) -> None:
    """Version, what it is, and whose names these are."""
    dialog, column = _dialog(window, f"fwdesk {__version__}")
    column.addWidget(
        label(
            "The desk where a picture file becomes an exactly specified, honestly priced FinerWorks print.\n\n"
            "fwdesk is independent of FinerWorks. Finishes on the stage are simulated and colors are not proofed. "
            "Icons: Tabler (MIT). Toolkit: Qt for Python (LGPL).",
            wrap=True,
        )
    )
    dialog.setMinimumWidth(420)
    _close(dialog, column)
