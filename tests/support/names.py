"""What every control says about itself: for whoever hears the desk, and for the tests that hold it to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
EMPTY_WORDS = frozenset({"button", "field", "list", "table", "box", "widget", "text", "view", "item", "x", "?"})
"""Words that name the kind of a control and not what it is for."""


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every widget one can act on, without the insides of Qt's own and without labels, whose name is their text."""
    for widget in root.findChildren(QWidget):
        acts = isinstance(widget, INTERACTIVE) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if acts and not isinstance(widget, QLabel) and not _inner(widget):
            yield widget


def _inner(widget: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or type(widget).__name__ in {"QScrollBar", "QMenuBar", "QMenu"}
    parent = widget.parentWidget()
    while parent is not None and not inner:
        kinds = QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView | QDialogButtonBox | QFileDialog
        inner = isinstance(parent, kinds)
        parent = parent.parentWidget()
    return inner


def name_of(widget: QWidget) -> str:
    """What a screen reader says first: the accessible name, else the text, else the label that points at it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    if widget.accessibleName() or text:
        return (widget.accessibleName() or text).replace("&", "")
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget), "")


def nameless(root: QWidget) -> list[str]:
    """Every control that says nothing about itself, or nothing that tells it from its kind."""
    named = ((widget, name_of(widget).strip()) for widget in controls(root))
    return [
        f"{type(widget).__name__} {widget.objectName()!r} says {name!r}"
        for widget, name in named
        if name.rstrip("…").casefold() in EMPTY_WORDS or not any(letter.isalnum() for letter in name)
    ]


def alike(root: QWidget) -> list[str]:
    """Names that two controls in view share, so that nobody who hears them can tell them apart."""
    seen = Counter(
        (type(widget).__name__, name_of(widget).strip()) for widget in controls(root) if widget.isVisibleTo(root)
    )
    return [f"{count} × {kind} {name!r}" for (kind, name), count in seen.items() if count > 1]
