"""The size step's own controls: how large the picture goes well, a typed size with its neighbors, and turning."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.prices import Prices
from fwdesk.app.session import Session
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import SizeError
from fwdesk.domain.fit import largest_good
from fwdesk.domain.neighbours import change_words
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size, parse_size
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import button, label

_SIDES = (("smaller", "Next smaller"), ("larger", "Next larger"))


class Neighbour(QWidget):
    """A legal size next to a typed one: a button that takes it, and what it changes.

    Signals:
        picked(Offer): the button was pressed.
    """

    picked = Signal(object)

    def __init__(self, name: str, words: str) -> None:
        """`name` ends its object name, `words` say which side it is on."""
        super().__init__()
        self._words = words
        self._offer: Offer | None = None
        self._wanted: Size | None = None
        self.button: QPushButton = button(words, name=f"size.{name}")
        self.button.setAccessibleName(words)
        self._change: QLabel = label("", "caption", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self._change, 1)
        self.button.clicked.connect(self._pressed)
        self.hide()

    @property
    def offer(self) -> Offer | None:
        """What it would choose; None when there is no such size."""
        return self._offer

    def offer_size(self, offer: Offer | None, wanted: Size) -> None:
        """Offer a size instead of the one that was typed, or nothing."""
        self._offer, self._wanted = offer, wanted
        self.setVisible(offer is not None)

    def show_price(self, prices: Prices) -> None:
        """What it changes, with the price difference where it is known."""
        offer = self._offer
        if offer is None or offer.size is None or offer.chosen is None or self._wanted is None:
            return
        change = change_words(self._wanted, offer.size)
        difference = prices.difference(offer.chosen)
        known = "" if difference is None else difference.difference if difference else "same price"
        self.button.setText(offer.size.framer)
        self._change.setText("  ·  ".join(part for part in (self._words, change, known) if part))
        self.button.setAccessibleName(f"{self._words}: {offer.size.framer} in")
        self.button.setAccessibleDescription(", ".join(part for part in (change, known) if part))

    @Slot()
    def _pressed(self) -> None:
        if self._offer:
            self.picked.emit(self._offer)


class SizeControls(QWidget):
    """A field for any notation (16 1/2 x 20.25, 42x30cm, A3) and a button that turns the piece.

    Signals:
        refused(Offer): the piece cannot be turned as it is; the page says why and shows the way.
    """

    refused = Signal(object)

    def __init__(self, session: Session, prices: Prices) -> None:
        """Follows the session when its page does, and the prices at once."""
        super().__init__()
        self._session, self._prices = session, prices
        self._largest_of: tuple[Style, Pixels] | None = None
        self.largest = label("", "caption", wrap=True)
        self.largest.setObjectName("size.largest")
        self.field = QLineEdit()
        self.field.setObjectName("size.typed")
        self.field.setPlaceholderText("16 1/2 x 20, 42x30 cm or A3")
        self.field.setAccessibleName("Type a size")
        self._turn = button("Turn", tip="Portrait or landscape (O)", name="size.turn")
        self._problem = label("", "problem", wrap=True)
        self._anyway = button("Choose anyway", name="anyway.typed")
        self.neighbours = tuple(Neighbour(name, words) for name, words in _SIDES)
        self._lay_out()
        self._say("")
        self.field.returnPressed.connect(self._typed)
        self.field.textEdited.connect(self._edited)
        self._anyway.clicked.connect(self._take_anyway)
        self._turn.clicked.connect(self._turned)
        prices.differences_changed.connect(self._price)
        for neighbour in self.neighbours:
            neighbour.picked.connect(self._take_offer)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.largest)
        column.addLayout(row)
        column.addWidget(self._problem)
        for neighbour in self.neighbours:
            column.addWidget(neighbour)
        column.addWidget(self._anyway, 0, Qt.AlignmentFlag.AlignLeft)

    def follow(self) -> None:
        """Take over the present piece: how large the picture goes well, and whether the piece can be turned."""
        piece, artwork = self._session.piece, self._session.artwork
        style = self._session.rules.style_of(piece) if piece else None
        self.largest.setVisible(bool(style and artwork))
        if style and artwork and self._largest_of != (style, artwork.pixels):
            self._largest_of = style, artwork.pixels
            self.largest.setText(
                f"Your picture: {artwork.pixels.width} × {artwork.pixels.height} pixels. "
                f"{largest_good(style, artwork.pixels).words}"
            )
        turned = self._session.turn_offer() if piece and piece.print else None
        self._turn.setEnabled(turned is not None)
        if turned:
            can = f"Turn to {turned.size.framer if turned.size else ''} in"
            self._turn.setToolTip(f"{can} (O)" if turned.available else turned.reason)
            self._turn.setAccessibleDescription(can if turned.available else f"Not as it is: {turned.reason}")

    @Slot()
    def _turned(self) -> None:
        offer = self._session.turn_offer()
        if offer is None or offer.available:
            self._session.turn()
        else:
            self.refused.emit(offer)

    def _say(self, words: str, *, anyway: bool = False) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._anyway.setVisible(anyway)
        self.field.setAccessibleDescription(words)
        self.field.setProperty("wrong", bool(words))
        self.field.style().polish(self.field)
        for neighbour in self.neighbours:
            neighbour.setVisible(bool(words) and neighbour.offer is not None)

    @Slot(str)
    def _edited(self, _text: str) -> None:
        self._say("")

    @Slot()
    def _typed(self) -> None:
        self._take(anyway=False)

    @Slot()
    def _take_anyway(self) -> None:
        self._take(anyway=True)

    def _take(self, *, anyway: bool) -> None:
        try:
            size = parse_size(self.field.text())
        except SizeError as error:
            self._show_neighbours(None)
            self._say(sentence(error))
            return
        offer = self._session.size_offer(size)
        if offer is None:
            return
        if offer.available or (anyway and offer.piece):
            self._take_offer(offer)
            return
        self._show_neighbours(size)
        fix = f" Choose anyway: {offer.fix}." if offer.fix else ""
        self._say(f"{offer.reason}{fix}", anyway=bool(offer.fix))

    @Slot(object)
    def _take_offer(self, offer: Offer) -> None:
        self._session.take(offer, anyway=True)
        self.field.clear()
        self._show_neighbours(None)
        self._say("")
        self.field.setFocus()

    def _show_neighbours(self, wanted: Size | None) -> None:
        """The next legal sizes below and above, or the nearest where there is neither; their prices are asked for."""
        found = self._session.neighbours(wanted) if wanted else None
        sizes = [found.below, found.above] if found else [None, None]
        if found and not any(sizes):
            sizes = [found.nearest, None]
        for neighbour, size in zip(self.neighbours, sizes, strict=True):
            offer = self._session.size_offer(size) if size else None
            neighbour.offer_size(offer if offer and offer.available else None, wanted or Size.of(1, 1))
        self._prices.ask_aside([one.offer.chosen for one in self.neighbours if one.offer and one.offer.chosen])
        self._price()

    @Slot()
    @Slot(object)
    def _price(self, _step: object = None) -> None:
        for neighbour in self.neighbours:
            neighbour.show_price(self._prices)
