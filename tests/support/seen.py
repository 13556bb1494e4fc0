"""Everything a person can see, hear or hover in the windows: for tests that look for what must not be there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from fwdesk.app.models import OptionRole

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_OPTION_ROLES = (
    OptionRole.NAME,
    OptionRole.REASON,
    OptionRole.FIX,
    OptionRole.PRICE_DIFFERENCE,
    OptionRole.NOTE,
    OptionRole.BADGE,
    OptionRole.GROUP,
    OptionRole.HEADING,
    OptionRole.FOOTING,
)


def everything(roots: list[QWidget] | None = None) -> Iterator[tuple[str, str]]:
    """(where, words) of every widget, action and model row of all windows, shown or not."""
    for root in roots or QApplication.topLevelWidgets():
        for widget in (root, *root.findChildren(QWidget)):
            where = f"{type(widget).__name__} {widget.objectName()!r}"
            for words in _of_widget(widget):
                yield where, words
        for action in root.findChildren(QAction):
            for words in (action.text(), action.toolTip(), action.statusTip(), action.whatsThis()):
                yield f"action {action.text()!r}", words


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield from (widget.text(), widget.placeholderText())
        case QPlainTextEdit():
            yield from (widget.toPlainText(), widget.placeholderText())
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QAbstractItemView() if widget.model():
            yield from _of_model(widget.model())
        case _:
            pass


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    roles = [int(role) for role in _ROLES]
    if type(model).__name__ == "OptionModel":
        roles += [int(role) for role in _OPTION_ROLES]
    across = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(across):
            for role in roles:
                words = model.index(row, column).data(role)
                if words:
                    yield str(words)
    for way, count in (
        (Qt.Orientation.Horizontal, across),
        (Qt.Orientation.Vertical, model.rowCount()),
    ):
        for section in range(count):
            words = model.headerData(section, way)
            if words:
                yield str(words)


def found(what: QObject, name: str, kind: type[QObject] = QObject) -> QObject:
    """A child by its object name."""
    child = what.findChild(kind, name)
    assert child is not None, f"no {name!r}"
    return child
