"""Find anything: one field over all steps, all sizes and all menus; Enter takes what is found (FEATURES B5)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QMenuBar, QStyleOptionViewItem, QVBoxLayout, QWidget

from fwdesk.app.desk import Desk
from fwdesk.app.finding import Command, Found, find
from fwdesk.app.models import Index, OptionModel, OptionRow
from fwdesk.app.prices import Prices
from fwdesk.app.rows import describe
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer
from fwdesk.domain.rules import Step
from fwdesk.ui import icons
from fwdesk.ui.option_list import OptionList
from fwdesk.ui.option_painters import TextRows, row_box
from fwdesk.ui.theme import color
from fwdesk.ui.tiles import Tiles
from fwdesk.ui.widgets import label

_SIZE = QSize(560, 520)
_HINT = (
    "A number (96), a name (walnut), a width (1 1/4), a color (dark blue), a size (16x20), a price (<20$) or a "
    "command. Arrows try it on, Enter takes it, Esc leaves all as it was."
)
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class FoundModel(OptionModel):
    """The finds as option rows; ids of different steps are the same numbers, so prices are looked up by the piece."""

    def __init__(self, prices: Prices, parent: QObject) -> None:
        """Nothing found yet."""
        super().__init__(parent)
        self._prices = prices
        self.found: tuple[Found, ...] = ()

    def show_found(self, rows: tuple[OptionRow, ...], found: tuple[Found, ...]) -> None:
        """Show what was found."""
        self.show(())
        self.found = found
        self.show(rows)

    def difference_of(self, row: OptionRow) -> Money | None:
        return self._prices.difference(row.offer.chosen) if row.offer.chosen else None


class _FoundRows(TextRows):
    """Rows of which one is picked while the field has the keyboard."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        if isinstance(view, OptionList) and view.currentIndex() == index:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(color("tint"))
            painter.drawRoundedRect(QRectF(row_box(option)).adjusted(3, 3, -3, -3), 6, 6)
            painter.restore()
        super().paint(painter, option, index)


class FindDialog(QDialog):
    """The field and what it finds. What is highlighted is tried on, as in the lists.

    Signals:
        step_asked(Step): something of this step was taken; its list should be seen.
        collection_asked(int): the frames of this collection should be listed.
    """

    step_asked = Signal(object)
    collection_asked = Signal(int)

    def __init__(self, desk: Desk, menus: QMenuBar, parent: QWidget) -> None:
        """`menus` hold the commands."""
        super().__init__(parent)
        self.setObjectName("find")
        self.setWindowTitle("Find anything")
        self.resize(_SIZE)
        self._session, self._finder, self._prices = desk.session, desk.finder, desk.prices
        self._actions = list(_actions(menus))
        self._commands = tuple(
            Command(number, _plain(action.text()), path, action.shortcut().toString())
            for number, (action, path) in enumerate(self._actions)
        )
        self.field = QLineEdit()
        self.field.setObjectName("find.text")
        self.field.setAccessibleName("Find anything")
        self.field.setPlaceholderText("Find anything: option, size, price or command")
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icons.icon("search", color("muted"), 16), QLineEdit.ActionPosition.LeadingPosition)
        self.model = FoundModel(desk.prices, self)
        self.list = OptionList(tiled=False)
        self.list.setObjectName("find.list")
        self.list.setAccessibleName("What was found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_FoundRows(Tiles(desk.swatches), self.list))
        self.words = label(_HINT, "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.words)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._moved)
        desk.finder.changed.connect(self._search)
        desk.prices.differences_changed.connect(self._priced)
        self.finished.connect(self._left)
        self.field.setFocus()

    # Typing and moving

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    @Slot()
    @Slot(str)
    def _search(self, _text: str = "") -> None:
        text = self.field.text()
        found = find(self._session, self._finder, self._commands, text)
        self.model.show_found(tuple(map(self._row, found)), found)
        self.list.lay_out_again()
        if found:
            self.list.setCurrentIndex(self.model.index(0))
            return
        self._session.try_on(None)
        nothing = f"Nothing is called “{text.strip()}”. Try fewer letters, a number or a color."
        self._say(nothing if text.strip() and self._finder.ready else _HINT)

    def _row(self, found: Found) -> OptionRow:
        if found.offer:
            row = describe(self._session, found.offer)
            offer = found.offer if found.offer.name == found.name else replace(found.offer, name=found.name)
            return OptionRow(offer, row.note, found.where, current=row.current)
        if found.command:
            return OptionRow(Offer(Step.FRAME, 0, found.name, None), found.command.keys, f"{found.where} menu")
        return OptionRow(Offer(Step.FRAME, 0, found.name, None), "Show these frames", found.where)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        """What is highlighted is tried on, and said: what Enter will do."""
        if not index.isValid() or index.row() >= len(self.model.found):
            return
        self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        found = self.model.found[index.row()]
        self._session.try_on(found.offer)
        if found.offer is None:
            self._say(f"Enter: {found.name}." if found.command else f"Enter: the frames of {found.name}.")
        elif found.offer.available:
            self._say(f"Enter takes {found.name}. Esc leaves all as it was.")
        elif found.offer.fix:
            self._say(f"Enter chooses it anyway: {found.offer.fix}.")
        else:
            self._say(f"{found.offer.reason} Nothing in this catalog would allow it.")

    def _say(self, words: str) -> None:
        self.words.setText(words)

    @Slot(object)
    def _priced(self, _step: object) -> None:
        self.list.viewport().update()

    # Taking

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        if not index.isValid() or index.row() >= len(self.model.found):
            return
        found = self.model.found[index.row()]
        if found.offer and not (found.offer.available or found.offer.piece):
            return  # it is said why not
        self.accept()
        if found.command:
            self._actions[found.command.number][0].trigger()
        elif found.offer:
            self._session.take(found.offer, anyway=True)
            self.step_asked.emit(found.offer.step)
        elif found.collection is not None:
            self.collection_asked.emit(found.collection)

    @Slot()
    @Slot(int)
    def _left(self, _result: int = 0) -> None:
        self._session.try_on(None)


def _actions(menus: QMenuBar | QMenu, path: str = "") -> list[tuple[QAction, str]]:
    """Every command that can be given now, with the names of the menus it is in."""
    found: list[tuple[QAction, str]] = []
    for action in menus.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            name = _plain(action.text())
            found += _actions(menu, f"{path}, {name}" if path else name)
        elif action.text() and action.isEnabled():
            found.append((action, path))
    return found


def _plain(words: str) -> str:
    """A menu's words without the mark of its key and the dots."""
    return " ".join(words.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…").split())
