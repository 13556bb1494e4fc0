"""The lines of an order on the review: thumbnail, words, copies, price; changed where they stand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from fwdesk.app.cart import CartLine, title_of, title_of_line
from fwdesk.app.ordering import Ordering
from fwdesk.app.session import Session
from fwdesk.app.thumbs import Thumbs
from fwdesk.domain.options import Catalog
from fwdesk.domain.order import QUANTITY_LIMIT, OrderLine
from fwdesk.domain.piece import Piece
from fwdesk.ui.rail import piece_values
from fwdesk.ui.widgets import ElidedLabel, IconButton, PictureLabel, button, label, line

LARGEST = 9_999
"""Copies of the largest edition that can be entered."""
MISSING = "Its picture is missing or was changed. Open it again from where it is now, or take this line out."
_THUMB = QSize(72, 72)
_NOTHING = {"–", "No frame", "No mat", "None"}


def piece_words(piece: Piece, shop: Catalog) -> str:
    """A piece in words: product, media, frame, mats, glazing; not what it does not have."""
    return ", ".join(value for value in piece_values(piece, shop).values() if value not in _NOTHING)


class LineCard(QWidget):
    """One line.

    Signals:
        copies(int): so many copies are wanted; 0 takes the line out.
        change(): the piece is to be changed at the desk.
        limit(int): the picture is limited at this size to so many copies ever; 0 does not limit it.
    """

    copies = Signal(int)
    change = Signal()
    limit = Signal(int)

    def __init__(self) -> None:
        """Empty until `show_line`."""
        super().__init__()
        self._limiting = False
        self.picture = PictureLabel("")
        self.picture.setFixedSize(_THUMB)
        self._name = ElidedLabel("name")
        self._words = label("", "caption", wrap=True)
        self.missing = label(MISSING, "problem", wrap=True)
        self.missing.hide()
        self.spin = QSpinBox()
        self.spin.setRange(0, QUANTITY_LIMIT)
        self.spin.setKeyboardTracking(False)
        self.spin.setFixedWidth(84)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.spin.valueChanged.connect(self.copies)
        self._each = label("", "caption")
        self._total = label("", "name")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit = button("Change", "link", tip="Back to the desk with this piece")
        self.out = IconButton("trash", "Take out")
        self.out.clicked.connect(self._take_out)
        self.edit.clicked.connect(self.change)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        head.addWidget(self.edit)
        head.addWidget(self.out)
        sums = QHBoxLayout()
        sums.setSpacing(8)
        sums.addWidget(self.spin)
        sums.addWidget(self._each)
        sums.addWidget(self._total, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._words)
        words.addWidget(self.missing)
        words.addLayout(sums)
        self.edition = button("Limited edition…", "link", tip="Number the copies of this picture at this size")
        self.edition.clicked.connect(self._begin_limit)
        self.copies_ever = QSpinBox()
        self.copies_ever.setRange(0, LARGEST)
        self.copies_ever.setSpecialValueText("not limited")
        self.copies_ever.setKeyboardTracking(False)
        self.copies_ever.setFixedWidth(112)
        self.copies_ever.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.copies_ever.valueChanged.connect(self.limit)
        self._limit_row = QWidget()
        limited = QHBoxLayout(self._limit_row)
        limited.setContentsMargins(0, 0, 0, 0)
        limited.setSpacing(8)
        limited.addWidget(label("Edition of", "caption"))
        limited.addWidget(self.copies_ever)
        limited.addWidget(label("at this size", "caption"), 1)
        words.addWidget(self.edition, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._limit_row)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 8)
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_line(self, shown: CartLine, words: str, priced: OrderLine | None) -> None:
        """Show a line; `priced` is None while the service is asked."""
        title = title_of_line(shown)
        self._name.setText(title_of(shown.artwork.path))
        self._words.setText(words)
        self.missing.setVisible(shown.artwork.stand_in)
        self.spin.blockSignals(True)
        self.spin.setValue(shown.quantity)
        self.spin.blockSignals(False)
        self.copies_ever.blockSignals(True)
        self.copies_ever.setValue(shown.edition)
        self.copies_ever.blockSignals(False)
        numbered = shown.piece.print is not None
        self.edition.setVisible(numbered and not (self._limiting or shown.edition))
        self._limit_row.setVisible(numbered and bool(self._limiting or shown.edition))
        self.edition.setAccessibleName(f"Limited edition of {title}")
        self.copies_ever.setAccessibleName(f"Copies there will ever be of {title}; 0 is not limited")
        self._each.setText(f"× {priced.unit_price}" if priced else "")
        self._total.setText(str(priced.total) if priced else "…")
        self.picture.setAccessibleName(f"{title}: {words}")
        self.spin.setAccessibleName(f"Copies of {title}; 0 takes it out")
        self.edit.setAccessibleName(f"Change {title}")
        self.out.setAccessibleName(f"Take {title} out")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.change.emit()

    @Slot()
    def _begin_limit(self) -> None:
        self._limiting = True
        self.edition.hide()
        self._limit_row.show()
        self.copies_ever.setFocus()
        self.copies_ever.selectAll()

    @Slot()
    def _take_out(self) -> None:
        self.copies.emit(0)


class CartLines(QWidget):
    """All lines, a word about what was changed last with a way back, and the way to another piece.

    Signals:
        desk_asked(): the artist wants to go to the desk: to change a piece, or for another one.
    """

    desk_asked = Signal()

    def __init__(self, session: Session, ordering: Ordering, thumbs: Thumbs) -> None:
        """Follows the order."""
        super().__init__()
        self.setObjectName("order.lines")
        self._session, self._ordering, self._thumbs = session, ordering, thumbs
        self._cards: list[LineCard] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._said = label("", "caption", wrap=True)
        self._back = button("Undo", "link", name="lines.undo")
        self.more = button("Add another piece", "link", name="lines.add", tip="This piece stays in the order")
        self._back.clicked.connect(ordering.cart.undo)
        self.more.clicked.connect(self._another)
        self._undo = QWidget()
        row = QHBoxLayout(self._undo)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._said, 1)
        row.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._list)
        column.addWidget(self._undo)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        thumbs.ready.connect(self.refresh)
        thumbs.forgotten.connect(self.refresh)
        self.refresh()

    @property
    def cards(self) -> tuple[LineCard, ...]:
        """The lines as they stand."""
        return tuple(self._cards)

    @Slot()
    def refresh(self) -> None:
        """Show the lines as they are now; a card stays as long as there is a line for it, so that it keeps the keys."""
        ordering, lines = self._ordering, self._ordering.cart.lines
        while len(self._cards) > len(lines):
            self._drop(self._cards.pop())
        while len(self._cards) < len(lines):
            self._add()
        quoted = ordering.quoted
        for at, (card, shown) in enumerate(zip(self._cards, lines, strict=True)):
            words = piece_words(shown.piece, self._session.catalog)
            card.show_line(shown, words, quoted.lines[at] if quoted else None)
            card.picture.set_picture(self._thumbs.picture(shown.piece, 2 * _THUMB.width(), shown.artwork))
        words = ordering.cart.undo_words
        self._said.setText(f"{words}." if words else "")
        self._undo.setVisible(bool(words))
        self.more.setVisible(bool(lines))

    def _add(self) -> None:
        card, at = LineCard(), len(self._cards)
        card.spin.setObjectName(f"line.{at}.copies")
        card.edit.setObjectName(f"line.{at}.change")
        card.out.setObjectName(f"line.{at}.out")
        card.copies.connect(partial(self._ordering.cart.set_quantity, at))
        card.change.connect(partial(self._change, at))
        card.limit.connect(partial(self._ordering.cart.set_edition, at))
        card.edition.setObjectName(f"line.{at}.edition")
        card.copies_ever.setObjectName(f"line.{at}.edition.copies")
        if self._cards:
            rule = line()
            card.layout().setContentsMargins(0, 8, 0, 8)  # pyright: ignore[reportOptionalMemberAccess]
            self._list.addWidget(rule)
        self._list.addWidget(card)
        self._cards.append(card)

    def _drop(self, card: LineCard) -> None:
        at = self._list.indexOf(card)
        above = self._list.takeAt(at - 1) if at > 0 else None
        rule = above.widget() if above else None
        if rule:
            rule.deleteLater()
        had_focus = card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()
        if had_focus:
            self._back.setFocus()

    def _change(self, at: int) -> None:
        self._ordering.cart.open(at)
        self.desk_asked.emit()

    @Slot()
    def _another(self) -> None:
        self._ordering.cart.keep()
        self._session.note("That piece stays in the order. Change it, or open another picture, and order again.")
        self.desk_asked.emit()
