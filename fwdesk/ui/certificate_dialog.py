"""Certificates of authenticity for the numbered copies of an order: who, what, which number; and Save as."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QEvent, QSize, QStandardPaths, Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.certificates import UNNAMED, CertificateJob, Wanted, Work, doubt, remark
from fwdesk.app.desk import Desk
from fwdesk.app.exporting import Printing
from fwdesk.app.order_book import Story
from fwdesk.app.press import Saved
from fwdesk.domain.proof import Paper, one_line
from fwdesk.domain.shots import fit_name
from fwdesk.ui.client_proof_dialog import usual_paper
from fwdesk.ui.messages import sentence
from fwdesk.ui.saving import SaveFoot, bar_sheet
from fwdesk.ui.widgets import Remark, label

LANE = "certificates"
LONGEST = 90
"""Letters of a title or a name: more would be too small to read on the page."""
_WIDTH = 520


class CertificateDialog(QDialog):
    """What is written on the certificates of one order. Name and title are remembered."""

    def __init__(self, desk: Desk, story: Story, parent: QWidget | None = None) -> None:
        """`story` is of an order that was placed, with at least one work."""
        super().__init__(parent)
        self.setObjectName("certificate.dialog")
        self.setWindowTitle("Certificates of authenticity")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._row, self._works = desk, story.row, story.works
        self._printing = Printing(desk.tasks, LANE, self)
        self.work = self._choice("certificate.work", "Work")
        for work in self._works:
            self.work.addItem(f"{work.title}, {work.size_words}: {work.numbers_words}")
        self.title = self._field("certificate.title", "Title", "The title of the work")
        self.artist = self._field("certificate.artist", "Artist", "Your name, as it should stand there")
        self.medium = self._field("certificate.medium", "Medium", "Such as archival pigment print on cotton paper")
        self.number = self._choice("certificate.number", "Number")
        self.paper = self._choice("certificate.paper", "Paper")
        for paper in Paper:
            self.paper.addItem(paper.words, paper)
        self.paper.setCurrentIndex(self.paper.findData(usual_paper()))
        self._fault = label("", "problem", wrap=True)
        self._fault.setObjectName("certificate.fault")
        self._fault.hide()
        self.foot = SaveFoot("certificate", "the certificates", QStandardPaths.StandardLocation.DocumentsLocation, self)
        self._lay_out()
        self.setStyleSheet(bar_sheet())
        self._connect()
        self.artist.setText(desk.authorship.artist)
        self._take(0)
        (self.title if self.artist.text() else self.artist).setFocus()

    def _field(self, name: str, words: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        made.setMaxLength(LONGEST)
        return made

    def _choice(self, name: str, words: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return made

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if len(self._works) > 1:
            form.addRow("&Work", self.work)
        for words, widget in (
            ("&Title", self.title), ("&Artist", self.artist), ("&Medium", self.medium), ("&Number", self.number),
            ("Pap&er", self.paper),
        ):  # fmt: skip
            form.addRow(words, widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label("Certificates of authenticity", "step"))
        for words in filter(None, (self._test_words(), doubt(self._row))):
            column.addWidget(Remark(words, "warn"))
        column.addWidget(
            label(
                "A PDF to print and sign, a page for each copy: the work, its number, size and medium, the date, a "
                "line for your signature. The numbers are those that this order took when it went.",
                "caption",
                wrap=True,
            )
        )
        column.addLayout(form)
        column.addWidget(self._fault)
        column.addStretch(1)
        column.addWidget(self.foot)
        self.setMinimumWidth(_WIDTH)
        self.resize(QSize(_WIDTH, 460))

    def _test_words(self) -> str:
        if self._row.mode == "live":
            return ""
        return "This is no live order and no print is made: every page says that it is a specimen."

    def _connect(self) -> None:
        self.work.currentIndexChanged.connect(self._take)
        self._printing.progressed.connect(self.foot.progress)
        self._printing.saved.connect(self._saved)
        self._printing.failed.connect(self._failed)
        self.artist.textChanged.connect(self._check)
        self.foot.save.clicked.connect(self._ask)
        self.foot.chosen.connect(self._save)
        self.foot.canceled.connect(self._printing.cancel)
        self.foot.closed.connect(self.accept)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.styleSheet() != bar_sheet():
            self.setStyleSheet(bar_sheet())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._printing.cancel()

    @property
    def chosen(self) -> Work:
        """The work whose certificates are made."""
        return self._works[max(0, self.work.currentIndex())]

    @Slot(int)
    def _take(self, _at: int) -> None:
        """Another work: its own title, medium and numbers."""
        work = self.chosen
        self.title.setText(self._desk.authorship.title(work.picture) or work.title)
        self.medium.setText(work.medium(self._desk.session.catalog))
        self.number.clear()
        if len(work.numbers) > 1:
            self.number.addItem(f"{work.numbers_words}, a page each", work.numbers)
        for number in work.numbers:
            self.number.addItem(f"Number {number} of {work.copies}", (number,))

    def fault(self) -> str:
        """What is missing; empty when nothing is."""
        if not one_line(self.artist.text()):
            return "Enter the artist's name: a certificate without it certifies nothing."
        return "" if one_line(self.title.text()) else f"Enter the title of the work, or {UNNAMED}."

    @Slot(str)
    def _check(self, _text: str = "") -> None:
        if self._fault.isVisible():
            self._say(self.fault())

    def _say(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    @Slot()
    def _ask(self) -> None:
        words = self.fault()
        self._say(words)
        if words:
            (self.title if one_line(self.artist.text()) else self.artist).setFocus()
            return
        numbers = self.number.currentData()
        which = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
        name = f"{fit_name(one_line(self.title.text())) or 'artwork'} certificate {which} of {self.chosen.copies}.pdf"
        self.foot.ask(name, (".pdf",), "PDF")

    @Slot(object)
    def _save(self, path: Path) -> None:
        day = QDateTime.currentDateTime().date()
        work = self.chosen
        wanted = Wanted(
            self.title.text(),
            self.artist.text(),
            self.medium.text(),
            tuple(self.number.currentData()),
            datetime.date(day.year(), day.month(), day.day()),
            self.paper.currentData(),
        )
        self._desk.authorship.name(one_line(wanted.artist), work.picture, one_line(wanted.title))
        job = CertificateJob(work, wanted, remark(self._row), path)
        self.foot.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._printing.start(lambda: job)

    @Slot(object)
    def _saved(self, made: Saved) -> None:
        from fwdesk.render.pages import unwritable

        lost = unwritable("".join(field.text() for field in (self.title, self.artist, self.medium)))
        words = f" The PDF's typeface has no letters for {lost}; they are □ there." if lost else ""
        self.foot.done(made.path, f"Saved {made.path.name}.{words}")
        self.foot.close_.setFocus()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.foot.trouble(sentence(error))
        self.foot.save.setFocus()
