"""What is new in the catalog: what was added, withdrawn or changed from reading to reading, and whose piece it hits."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.catalog_age import moment_words
from fwdesk.app.desk import Desk
from fwdesk.app.step_words import CATALOG_WORDS
from fwdesk.catalog.changes import Kind
from fwdesk.ui import icons
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fwdesk.catalog.changes import Change
    from fwdesk.catalog.kept import Reading

Index = QModelIndex | QPersistentModelIndex
_SIZE = QSize(720, 560)
# How a kind of change is counted, and its icon; the words of each change say it once more.
_KINDS = {
    Kind.GONE: ("no longer offered", "minus"),
    Kind.NEW: ("new", "plus"),
    Kind.RENAMED: ("renamed", "info-circle"),
    Kind.PRICE: ("at another starting price", "receipt"),
    Kind.LIMITS: ("in other sizes", "ruler-2"),
    Kind.RULES: ("changed", "info-circle"),
}
_NOTHING = (
    "Nothing has changed so far. Each time the catalog is read it is compared with the one read before: what is new, "
    "withdrawn or at another price is then listed here, first what touches your own pieces."
)


class _Lines(QStyledItemDelegate):
    """As high as the words need in the width there is: the tree itself leaves room for one line."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        usual = super().sizeHint(option, index)
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        icon = 0 if index.data(Qt.ItemDataRole.DecorationRole) is None else self._tree.iconSize().width() + 6
        room = self._tree.viewport().width() - depth * self._tree.indentation() - icon - 10
        metrics = self._tree.fontMetrics()
        box = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(usual.width(), usual.height() + max(box.height() - metrics.height(), 0))


class CatalogNews(QDialog):
    """The diary of the catalog of the service in use, the newest reading first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Stays beside the desk and follows what is read."""
        super().__init__(parent)
        self.setObjectName("catalog.news")
        self.setWindowTitle("New in the catalog")
        self.resize(_SIZE)
        self._link, self._catalogs = desk.link, desk.link.catalogs
        self._age = label("", "caption", wrap=True)
        self._model = QStandardItemModel(self)
        self.tree = QTreeView()
        self.tree.setObjectName("catalog.changes")
        self.tree.setAccessibleName("What changed in the catalog")
        self.tree.setModel(self._model)
        self.tree.setItemDelegate(_Lines(self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)  # lines are broken, not cut
        self._nothing = label(_NOTHING, wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.again = button("Read the catalog again", name="catalog.read", tip="Shift+F5")
        self.again.clicked.connect(self._catalogs.refresh)
        close = button("Close", "primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("New in the catalog", "step"))
        column.addWidget(self._age)
        column.addWidget(self.tree, 1)
        column.addWidget(self._nothing, 1)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self._shown: tuple[Reading, ...] | None = None
        self._catalogs.changed.connect(self._refresh)
        self._link.changed.connect(self._refresh)
        self._dress()
        (self.tree if self._shown else close).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        """Take the colors of the look in force."""
        tint, text, rule, focus = (color(name).name() for name in ("tint", "text", "hairline", "focus"))
        sheet = (
            f"QTreeView {{ border: 1px solid {rule}; }} QTreeView:focus {{ border: 1px solid {focus}; }}"
            f"QTreeView::item {{ padding: 4px 2px; }}"
            f"QTreeView::item:selected {{ background: {tint}; color: {text}; }}"
        )
        if sheet != self.tree.styleSheet():
            self.tree.setStyleSheet(sheet)
            self._shown = None
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        age = self._catalogs.age_words(always=True)
        where = self._link.service.name
        self._age.setText(f"{where}: {age[:1].lower()}{age[1:]}." if age else f"{where}: no catalog was read yet.")
        diary = self._catalogs.diary
        self.tree.setVisible(bool(diary))
        self._nothing.setVisible(not diary)
        if diary == self._shown:
            return  # whoever reads in it stays where they are
        self._shown = diary
        self._model.clear()
        now = datetime.now(UTC).astimezone()
        for reading in diary:
            self._model.appendRow(_reading(reading, now))
        if diary:
            first = self._model.index(0, 0)
            self.tree.expand(first)
            for row in range(self._model.rowCount(first)):
                self.tree.expand(self._model.index(row, 0, first))
            self.tree.setCurrentIndex(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tree.scheduleDelayedItemsLayout()  # lines break elsewhere


def _reading(reading: Reading, now: datetime) -> QStandardItem:
    read_at, since = moment_words(reading.read_at, now), moment_words(reading.since, now)
    top = _item(f"Read {read_at}, compared with {since}", bold=True)
    if reading.touched:
        count = "Your piece" if len(reading.touched) == 1 else f"Your {len(reading.touched)} pieces"
        pieces = _item(f"{count} that this touches", "alert-triangle")
        for one in reading.touched:
            pieces.appendRow(_item(f"{one.code}: {one.words}", "alert-triangle" if one.broken else "info-circle"))
        top.appendRow(pieces)
    for step, words in CATALOG_WORDS.items():
        changes = [change for change in reading.changes if change.step == step]
        if changes:
            group = _item(f"{words}: {_counted(changes)}")
            for change in changes:
                group.appendRow(_item(change.words, _KINDS[change.kind][1]))
            top.appendRow(group)
    return top


def _counted(changes: list[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {words}" for kind, (words, _icon) in _KINDS.items() if counts[kind])


def _item(words: str, icon: str = "", *, bold: bool = False) -> QStandardItem:
    item = QStandardItem(words)
    if icon:
        item.setIcon(icons.icon(icon, color("secondary"), 16))
    if bold:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item


def leaves(model: QStandardItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    """Every line of a tree of changes, from the top down."""
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield str(index.data())
        yield from leaves(model, index)
