"""Proof for a client: a PDF with the piece, its sizes and materials, what it costs the client, and a line to sign."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QEvent, QLocale, QSize, QStandardPaths, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.desk import Desk
from fwdesk.app.exporting import Exporting, Printing
from fwdesk.app.press import Saved
from fwdesk.app.subject import MOST_OTHERS, Subject, Wishes
from fwdesk.domain.errors import RetailError
from fwdesk.domain.proof import Paper
from fwdesk.domain.retail import parse_amount
from fwdesk.domain.shots import file_name, title_of
from fwdesk.ui.messages import sentence
from fwdesk.ui.saving import SaveFoot, bar_sheet
from fwdesk.ui.widgets import label

LANE = "proof"
_WIDTH = 520

Others = Callable[[], Sequence[tuple[str, Subject, str]]]
"""Other versions of the piece for the last page: name, what it is made of, and its price in words (or nothing)."""


def no_others() -> Sequence[tuple[str, Subject, str]]:
    """There are none."""
    return ()


def usual_paper() -> Paper:
    """The paper of the country that the system is set to."""
    return Paper.of_country(QLocale.territoryToCode(QLocale.system().territory()))


class ClientProofDialog(QDialog):
    """What is written on the proof, and Save as. Costs are neither asked nor written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, others: Others = no_others) -> None:
        """Remembers what was typed as long as the window lives: it is hidden, not deleted."""
        super().__init__(parent)
        self.setObjectName("client_proof.dialog")
        self.setWindowTitle("Proof for a client")
        self._desk, self._others = desk, others
        self._exporting = Exporting(desk.session, desk.tasks, desk.swatches, self)
        self._printing = Printing(desk.tasks, LANE, self)
        self._subject: Subject | None = None
        self._titled = ""
        self.title = self._field("client_proof.title", "Title", "The title of the work")
        self.artist = self._field("client_proof.artist", "Artist", "Your name, as it should stand there")
        self.client = self._field("client_proof.client", "Client", "Whom it is for; may stay empty")
        self.price = self._field(
            "client_proof.price", "Price for the client", "Such as 250 or 1,250.00; may stay empty"
        )
        self._price_words = label("", "caption", wrap=True)
        self._price_words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.paper = QComboBox()
        self.paper.setObjectName("client_proof.paper")
        self.paper.setAccessibleName("Paper")
        for paper in Paper:
            self.paper.addItem(paper.words, paper)
        self.paper.setCurrentIndex(self.paper.findData(usual_paper()))
        self._pages = label("", "caption", wrap=True)
        self._pages.setMinimumHeight(2 * self._pages.fontMetrics().lineSpacing())
        self.foot = SaveFoot("client_proof", "the proof", QStandardPaths.StandardLocation.DocumentsLocation, self)
        self._lay_out()
        self._dress()
        self._connect()

    def _field(self, name: str, words: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        made.setMaxLength(160)
        return made

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, widget in (
            ("&Title", self.title), ("&Artist", self.artist), ("&Client", self.client), ("&Price", self.price),
            ("", self._price_words), ("Pap&er", self.paper),
        ):  # fmt: skip
            form.addRow(words, widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label("Proof for a client", "step"))
        column.addWidget(self._pages)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self.foot)
        self.setMinimumWidth(_WIDTH)
        self.resize(QSize(_WIDTH, 460))

    def _connect(self) -> None:
        session = self._desk.session
        for signal in (session.piece_changed, session.artwork_changed):
            signal.connect(self._refresh)
        self._desk.retailing.changed.connect(self._refresh)
        self._desk.prices.changed.connect(self._refresh)
        self.title.textEdited.connect(self._title_typed)
        self.price.textChanged.connect(self._price_typed)
        self._printing.progressed.connect(self.foot.progress)
        self._printing.saved.connect(self._saved)
        self._printing.failed.connect(self._failed)
        self.foot.save.clicked.connect(self._ask)
        self.foot.chosen.connect(self._save)
        self.foot.canceled.connect(self._printing.cancel)
        self.foot.closed.connect(self.reject)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self.title.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._printing.cancel()

    def _dress(self) -> None:
        if self.styleSheet() != bar_sheet():
            self.setStyleSheet(bar_sheet())

    @Slot()
    @Slot(object)
    def _refresh(self, _what: object = None) -> None:
        if not self.isVisible() or self._printing.busy:
            return
        self._subject = self._exporting.subject(self._desk.preview.wall)
        if self._subject is None:
            self._pages.setText("There is no picture on the desk yet. Open one first.")
            self.foot.save.setEnabled(False)
            return
        proposed = title_of(self._subject.artwork.name)
        if self._titled != proposed:
            self._titled = proposed
            self.title.setText(proposed)
        others = len(self._others()[:MOST_OTHERS])
        last = f", and {others} other version{'s' if others > 1 else ''} on a last page" if others else ""
        self._pages.setText(
            "A PDF to send or print: the piece on the wall; its sizes, materials, product code and a line to sign"
            f"{last}. Your costs are not on it."
        )
        self._price_typed()

    @Slot(str)
    def _title_typed(self, _text: str) -> None:
        # What was typed stays until another picture is on the desk.
        self._titled = title_of(self._subject.artwork.name) if self._subject else ""

    @property
    def retail(self) -> str:
        """What the artist's own rule asks for the piece, in words; empty where there is no rule or no price yet."""
        price = self._desk.prices.price
        if price is None or not price.priced or self._subject is None:
            return ""
        if price.code != self._subject.piece.code.wire:
            return ""
        sale = self._desk.retailing.sale(price.code, price.total)
        return str(sale.retail) if sale else ""

    @property
    def price_words(self) -> str:
        """What the client reads. Raises `RetailError` for what does not read as a price."""
        typed = self.price.text().strip()
        return str(parse_amount(typed)) if typed else self.retail

    @Slot()
    @Slot(str)
    def _price_typed(self, _text: str = "") -> None:
        try:
            words = self.price_words
        except RetailError as error:
            self._say_price(str(error), bad=True)
            return
        if self.price.text().strip():
            self._say_price(f"The client reads {words}.")
        elif words:
            self._say_price(f"By your retail rule: {words}. Type another price to use that here.")
        else:
            self._say_price("No price is written on the proof.")

    def _say_price(self, words: str, *, bad: bool = False) -> None:
        self.price.setProperty("wrong", "true" if bad else "false")
        self.price.style().polish(self.price)
        self._price_words.setProperty("role", "problem" if bad else "caption")
        self._price_words.style().polish(self._price_words)
        self._price_words.setText(words)
        self.price.setAccessibleDescription(words)
        self.foot.save.setEnabled(not bad and self._subject is not None and not self._printing.busy)

    @Slot()
    def _ask(self) -> None:
        if self._subject:
            title = self.title.text().strip() or title_of(self._subject.artwork.name)
            self.foot.ask(file_name(title, self._subject.piece.code, "proof", ".pdf"), (".pdf",), "PDF")

    @Slot(object)
    def _save(self, path: Path) -> None:
        subject = self._subject
        if subject is None:
            return
        others = tuple(self._others())
        day = QDateTime.currentDateTime().date()
        wishes = Wishes(
            self.title.text(),
            self.artist.text(),
            self.client.text(),
            datetime.date(day.year(), day.month(), day.day()),
            self.price_words,
            self.paper.currentData(),
        )
        self.foot.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._printing.start(lambda: subject.proof(wishes, others, path))

    @Slot(object)
    def _saved(self, made: Saved) -> None:
        lost = self._unwritable()
        words = f" The PDF's typeface has no letters for {lost}; they are □ there." if lost else ""
        self.foot.done(made.path, f"Saved {made.path.name}.{words}")
        self.foot.close_.setFocus()
        self._refresh()

    def _unwritable(self) -> str:
        from fwdesk.render.pages import unwritable

        return unwritable("".join(field.text() for field in (self.title, self.artist, self.client)))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.foot.trouble(sentence(error))
        self.foot.save.setFocus()
