"""One order: where it stands, what happened, what can still be done about it, and what proves it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fwdesk.app.certificates import uncertified
from fwdesk.app.order_book import OrderBook, Story
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders.changes import Ask, Outcome, Wanted, refusal
from fwdesk.orders.standing import Choice
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_dialogs import AddressAsked, NoteAsked, NumberAsked, Sure
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.order_parts import Parcels, StateCard, Timeline, empty
from fwdesk.ui.order_words import (
    ASK_BUTTONS,
    address,
    age_words,
    answered,
    ask_sure,
    request_words,
    stamp,
    sure,
    vendor,
)
from fwdesk.ui.widgets import ElidedLabel, IconButton, PictureLabel, Remark, button, label, line

_FACTS = ("Reference", "Order number", "Sent", "To", "Shipping", "Total")
_PREVIEW = 168
_AGAIN = (OrderState.ACCEPTED, OrderState.REFUSED, OrderState.REJECTED, OrderState.GIVEN_UP)
_PLAIN = (Choice.LOOK, Choice.KEEP_WAITING)


class OrderDetail(OrderPage):
    """Follows one order of the book.

    Signals:
        again(Story): the artist wants to order this again.
        certificate(Story): the artist wants certificates for its numbered copies.
    """

    again = Signal(object)
    certificate = Signal(object)

    def __init__(self, book: OrderBook) -> None:
        """Empty until `open`."""
        super().__init__("order.detail", "Order", "", "Order again…")
        self._book = book
        self._row: LedgerRow | None = None
        self._story: Story | None = None
        self.card, self.timeline, self.parcels = StateCard(), Timeline(), Parcels()
        self._remarks, self._lines = QVBoxLayout(), QVBoxLayout()
        self._said: tuple[str, str] | None = None
        self._said_of: str | None = None
        self.preview = PictureLabel("What was ordered, as it looked when it was sent")
        self.preview.setObjectName("order.preview")
        self.preview.setFixedHeight(_PREVIEW)
        self.preview.hide()
        self._values: dict[str, QLabel] = {}
        self._lined = ""
        self._asks: dict[Ask, QWidget] = {}
        self._why = label("", "caption", wrap=True)
        self.archive = button("Save the archive…", name="order.archive", tip="Code, preview, prices, address, answers")
        self.certify = button("Certificates of authenticity…", name="order.certificates")
        self.certify.hide()
        self._numbers = label("", "caption", wrap=True)
        self._numbers.hide()
        self._fill()
        self.certify.clicked.connect(self._certify)
        self.card.chosen.connect(self._chosen)
        self.archive.clicked.connect(self._save_archive)
        book.changed.connect(self._changed)
        book.told.connect(self._told)
        book.decided.connect(self._decided)
        book.answered.connect(self._answered)
        book.stopped.connect(self._stopped)

    def _fill(self) -> None:
        body = self.body
        body.addWidget(self.card)
        body.addLayout(self._remarks)
        body.addWidget(self.preview)
        body.addLayout(self._lines)
        body.addWidget(self._numbers)
        body.addWidget(self.certify, 0, Qt.AlignmentFlag.AlignLeft)
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(8)
        facts.setColumnStretch(1, 1)
        for at, name in enumerate(_FACTS):
            caption = label(name, "field")
            upright = Qt.AlignmentFlag.AlignVCenter if name == "Reference" else Qt.AlignmentFlag.AlignTop
            caption.setAlignment(Qt.AlignmentFlag.AlignLeft | upright)
            value = ElidedLabel() if name == "Reference" else label("", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._values[name] = value
            facts.addWidget(caption, at, 0)
            facts.addWidget(value, at, 1)
        copy = IconButton("copy", "Copy the reference")
        copy.clicked.connect(self._copy)
        facts.addWidget(copy, 0, 2)
        body.addWidget(line())
        body.addLayout(facts)
        body.addWidget(self.parcels)
        body.addWidget(line())
        body.addWidget(label("What happened", "name"))
        body.addWidget(self.timeline)
        body.addWidget(line())
        body.addWidget(label("Change it at the service", "name"))
        body.addWidget(self._why)
        body.addLayout(self._ask_buttons())
        body.addWidget(line())
        body.addWidget(self.archive, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)

    def _ask_buttons(self) -> QVBoxLayout:
        column, pair = QVBoxLayout(), QHBoxLayout()
        for ask, words in ASK_BUTTONS.items():
            made = button(words, name=f"order.ask.{ask.name.lower()}")
            made.clicked.connect(lambda _checked=False, ask=ask: self._ask(ask))
            self._asks[ask] = made
            (pair if ask in (Ask.HOLD, Ask.RELEASE) else column).addWidget(made)
        column.insertLayout(0, pair)
        return column

    # Showing

    @property
    def story(self) -> Story | None:
        """All that is shown of the order."""
        return self._story

    def open(self, row: LedgerRow) -> None:
        """Show an order."""
        self._row, self._story, self._said = row, None, None
        self.say("")
        self._numbers.hide()
        self.certify.hide()
        self._show_row(row)
        self._book.read(row.order_po)

    def take_focus(self) -> None:
        """The keyboard begins with what is offered for the order."""
        (self.card.first or (self.go if self.go.isVisibleTo(self) else self.archive)).setFocus()
        self.to_top()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.restyle()

    def restyle(self) -> None:
        """The look changed: what carries colors of its own is drawn anew."""
        if self._row:
            self._show_row(self._row)
            self.timeline.show_moments(self.timeline.moments, anew=True)

    @Slot()
    def _changed(self) -> None:
        if self._row is None or not self.isVisible():
            return
        row = next((row for row in self._book.rows if row.order_po == self._row.order_po), self._row)
        self._show_row(row)
        if self._story is None or row != self._story.row:
            if self._said_of is not None and row.status_label != self._said_of:
                self._said = None  # what was said is of an earlier state
            self._book.read(row.order_po)

    def _show_row(self, row: LedgerRow) -> None:
        self._row = row
        busy = self._book.busy
        if self.card.show_row(row, age_words(row, online=self._book.online), busy=busy):
            self.to_top()  # what there is to decide begins with what happened
        shown = {
            "Reference": row.order_po,
            "Order number": str(row.order_id) if row.order_id else "none yet",
            "Sent": stamp(row.sent_at) if row.sent_at else "not yet",
            "Total": f"{row.total}{', a test: not billed' if row.mode != 'live' else ''}",
        }
        for name, words in shown.items():
            self._values[name].setText(words)
        self.parcels.show_parcels(row.shipments)
        self._show_asks(row, busy=busy)
        # Beside an order that may have arrived, nothing invites to order the same once more.
        self.go.setVisible(row.state in _AGAIN and not row.damaged)
        self.title.setText(f"Order {row.order_id}" if row.order_id else "Order without a number")
        self.setAccessibleName(f"Order {row.order_id or row.order_po}")

    def _show_asks(self, row: LedgerRow, *, busy: bool) -> None:
        """What may be asked; the one sentence says why the rest may not."""
        why = refusal(row, Wanted(Ask.HOLD))
        if not why and not self._book.online:
            why = "The service does not answer; this waits until it does."
        noted = not why or (not refusal(row, Wanted(Ask.NOTE, subject="-", message="-")) and self._book.online)
        for ask, made in self._asks.items():
            made.setEnabled(not busy and (noted if ask is Ask.NOTE else not why))
        self._why.setText(why or "As long as it is not in production. Each is asked once.")

    @Slot(object)
    def _told(self, story: Story) -> None:
        if self._row is None or story.row.order_po != self._row.order_po:
            return
        self._story = story
        if self._said and self._said_of is None:
            self._said_of = story.row.status_label
        self._show_row(story.row)
        self.timeline.show_moments(story.moments)
        self._values["To"].setText(address(story.recipient) if story.recipient else story.row.recipient)
        self._values["Shipping"].setText(story.kept.shipping or (story.order.shipping_code if story.order else ""))
        self._show_lines(story)
        self._show_numbers(story)
        self.preview.set_picture(story.preview)
        self.preview.setVisible(story.preview is not None)
        self._show_remarks()

    def _show_lines(self, story: Story) -> None:
        if story.row.order_po == self._lined:
            return  # what was ordered never changes
        self._lined = story.row.order_po
        empty(self._lines)
        if story.order is None:
            self._lines.addWidget(label(story.row.summary, wrap=True))
            return
        for goods in story.order.lines:
            self._lines.addWidget(label(f"{goods.quantity} × {goods.title or 'Untitled'}, {goods.unit_price} each"))
            code = label(goods.code, "caption", wrap=True)
            code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(code)

    def _show_numbers(self, story: Story) -> None:
        """The numbers of an edition that the order has, and whether they can be certified."""
        why = uncertified(story.row)
        words = [f"{work.title}: {work.numbers_words}." for work in story.works]
        self._numbers.setText(" ".join([*words, why]))
        self._numbers.setVisible(bool(story.works))
        self.certify.setVisible(bool(story.works) and not why)

    def _show_remarks(self) -> None:
        empty(self._remarks)
        if self._said:
            self._remarks.addWidget(Remark(self._said[1], self._said[0]))
        last = self._story.requests[-1] if self._story and self._story.requests else None
        if last and last.unclear and self._row and not (self._said and self._said[0] == "warn"):
            self._remarks.addWidget(Remark(request_words(self._row, last), "warn"))

    # Doing

    @Slot(object)
    def _chosen(self, choice: Choice) -> None:
        row = self._row
        if row is None:
            return
        self._said = None
        self.say("")
        self._show_remarks()
        if choice in _PLAIN:
            self._book.decide(row.order_po, choice)
        elif choice is Choice.SETTLE:
            asked = NumberAsked(self, row.order_po, row.seen_ids, vendor(row))
            asked.meant.connect(lambda: self._book.decide(row.order_po, choice, asked.number))
            asked.begin()
        else:
            words, go = sure(row, choice)
            self._sure(go, words, lambda: self._book.decide(row.order_po, choice))

    def _ask(self, ask: Ask) -> None:
        row, story = self._row, self._story
        if row is None or story is None:
            return
        self._said = None
        self.say("")
        match ask:
            case Ask.NOTE:
                noted = NoteAsked(self, vendor(row))
                noted.meant.connect(lambda: self._book.ask(row.order_po, noted.wanted))
                noted.begin()
            case Ask.READDRESS if story.recipient:
                moved = AddressAsked(self, story.recipient, vendor(row))
                moved.meant.connect(lambda: self._book.ask(row.order_po, Wanted(ask, moved.recipient)))
                moved.begin()
            case _:
                words, go = ask_sure(row, ask)
                self._sure(go, words, lambda: self._book.ask(row.order_po, Wanted(ask)))

    def _sure(self, go: str, words: str, then: object) -> None:
        dialog = Sure(self, f"{go}?", words, go)
        dialog.meant.connect(then)  # pyright: ignore[reportArgumentType]
        dialog.begin()

    @Slot(object)
    def _decided(self, row: LedgerRow) -> None:
        if self._row and row.order_po == self._row.order_po:
            self._show_row(row)
            self._book.read(row.order_po)

    @Slot(str, object, object, str)
    def _answered(self, order_po: str, ask: Ask, outcome: Outcome, words: str) -> None:
        if self._row and self._row.order_po == order_po:
            self._said, self._said_of = answered(self._row, ask, outcome, words), None
            self._book.read(order_po)

    @Slot(str, object)
    def _stopped(self, order_po: str, error: Exception) -> None:
        if self._row and order_po == self._row.order_po:
            self.say(sentence(error))

    @Slot()
    def _go(self) -> None:
        if self._story:
            self.again.emit(self._story)

    @Slot()
    def _certify(self) -> None:
        if self._story and not uncertified(self._story.row):
            self.certificate.emit(self._story)

    @Slot(str, object)
    def not_again(self, order_po: str, error: Exception) -> None:
        """The order could not be looked up to be ordered again."""
        self._stopped(order_po, error)

    @Slot()
    def _copy(self) -> None:
        if self._row:
            QGuiApplication.clipboard().setText(self._row.order_po)

    @Slot()
    def _save_archive(self) -> None:
        row = self._row
        if row is None:
            return
        name = f"Order {row.order_id or row.order_po}.zip"
        dialog = QFileDialog(self, "Save the archive of this order", str(Path.home() / name), "Zip (*.zip);;Folder (*)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._archive_chosen)
        dialog.open()

    @Slot(str)
    def _archive_chosen(self, chosen: str) -> None:
        self.save_archive(Path(chosen))

    def save_archive(self, target: Path) -> None:
        """Save all that proves this order: into a folder, or into a `.zip`."""
        if self._row is None:
            return

        def done(saved: Path) -> None:
            self._said = ("info", f"Saved as {saved.name}.")
            self._show_remarks()

        self._book.save_archive(self._row.order_po, target, done)
