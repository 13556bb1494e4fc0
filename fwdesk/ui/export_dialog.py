"""Export picture: the piece as a file to show, send or put on a website."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QStandardPaths, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.desk import Desk
from fwdesk.app.exporting import Exporting, Subject
from fwdesk.app.pictures import Picture
from fwdesk.app.press import Saved
from fwdesk.domain.shots import LEAST_PX, MOST_PX, Shape, Shot, View, file_name, title_of
from fwdesk.ui.messages import sentence
from fwdesk.ui.saving import SaveFoot, bar_sheet, checks_sheet
from fwdesk.ui.widgets import PictureLabel, label

_VIEWS = (
    ("On the wall", View.WALL, "Close, on the wall of your stage"),
    ("In a room, over a sofa", View.ROOM, "To scale over a sofa 78 in wide"),
    ("In a room, beside a person", View.FIGURE, "To scale beside a person 5 ft 8 in tall"),
    ("Cut out, to lay on anything", View.CUT_OUT, "The piece alone on a transparent ground"),
    ("The print alone", View.PRINT, "Your picture as it is cropped, without paper border or frame"),
)
_SHAPES = (
    ("As suits the piece", Shape.PIECE),
    ("Square, 1 : 1", Shape.SQUARE),
    ("Upright, 4 : 5", Shape.PORTRAIT),
    ("Wide, 3 : 2", Shape.LANDSCAPE),
)
_SIZE, _SAMPLE = QSize(860, 560), 800
_KINDS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


class ExportDialog(QDialog):
    """What the picture shows, how large it is, and Save as."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Remembers its choices as long as the window lives: it is hidden, not deleted."""
        super().__init__(parent)
        self.setObjectName("export.dialog")
        self.setWindowTitle("Export picture")
        self.resize(_SIZE)
        self._desk = desk
        self._exporting = Exporting(desk.session, desk.tasks, desk.swatches, self)
        self._printing = self._exporting.printing
        self._subject: Subject | None = None
        self.sample = PictureLabel("Picture of what will be saved")
        self.sample.setMinimumSize(280, 280)
        self._view_words = label("", "caption", wrap=True)
        self._view_words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.view = self._box("export.view", "What it shows", _VIEWS)
        self.shape = self._box("export.shape", "Proportions", _SHAPES)
        self.side = QSpinBox()
        self.side.setObjectName("export.side")
        self.side.setAccessibleName("Longer side in pixels")
        self.side.setRange(LEAST_PX, MOST_PX)
        self.side.setSingleStep(100)
        self.side.setGroupSeparatorShown(True)
        self.side.setSuffix(" px")
        self.side.setValue(3000)
        self.side.lineEdit().setTextMargins(8, 0, 0, 0)
        self.kind = self._box("export.kind", "File format", (("JPEG, for mail and the web", "JPEG"), ("PNG", "PNG")))
        self._wanted = "JPEG"
        self.footer = QCheckBox("Write “finish simulated, color not proofed” on it")
        self.footer.setObjectName("export.footer")
        self.footer.setChecked(True)
        self.shadow = QCheckBox("With its shadow")
        self.shadow.setObjectName("export.shadow")
        self.shadow.setChecked(True)
        self.foot = SaveFoot("export", "the picture", QStandardPaths.StandardLocation.PicturesLocation, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._lay_out()
        self._dress()
        self._connect()

    def _box(self, name: str, words: str, rows: tuple[tuple[object, ...], ...]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(words)
        for row in rows:
            box.addItem(str(row[0]), row[1])
        return box

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        rows = (
            ("&Shows", self.view), ("", self._view_words), ("&Proportions", self.shape), ("&Longer side", self.side),
            ("", label("1,080 suits social media, 2,048 the web, 3,000 a portfolio.", "caption", wrap=True)),
            ("&File", self.kind),
        )  # fmt: skip
        for words, widget in rows:
            form.addRow(words, widget)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(form)
        right.addWidget(self.footer)
        right.addWidget(self.shadow)
        right.addStretch(1)
        right.addWidget(self.foot)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addWidget(self.sample, 5)
        middle.addLayout(right, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Export picture", "step"))
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        for box in (self.view, self.shape, self.kind):
            box.currentIndexChanged.connect(self._changed)
        self.side.valueChanged.connect(self._changed)
        for check in (self.footer, self.shadow):
            check.toggled.connect(self._changed)
        self.kind.activated.connect(self._kind_chosen)
        self._timer.timeout.connect(self._refresh)
        for signal in (self._desk.session.piece_changed, self._desk.session.artwork_changed):
            signal.connect(self._changed)
        self._desk.swatches.strip_ready.connect(self._changed)
        self._exporting.sampled.connect(self._sampled)
        self._printing.progressed.connect(self.foot.progress)
        self._printing.saved.connect(self._saved)
        self._exporting.failed.connect(self._failed)
        self._printing.failed.connect(self._failed)
        self.foot.save.clicked.connect(self._ask)
        self.foot.chosen.connect(self._save)
        self.foot.canceled.connect(self._exporting.cancel)
        self.foot.closed.connect(self.reject)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._changed()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._exporting.cancel()

    def _dress(self) -> None:
        sheet = checks_sheet() + bar_sheet()
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    @Slot(int)
    def _kind_chosen(self, index: int) -> None:
        self._wanted = self.kind.itemData(index)

    @property
    def shot(self) -> Shot:
        """The picture as it is chosen."""
        return Shot(
            self.view.currentData(),
            self.side.value(),
            self.shape.currentData(),
            self.footer.isChecked(),
            self.shadow.isChecked(),
        )

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that the file may have, the usual one first."""
        return _KINDS["PNG" if self.shot.lossless else self._wanted]

    @Slot()
    @Slot(object)
    def _changed(self, _what: object = None) -> None:
        # One refresh for all that changes in one event.
        if self.isVisible() and not self._printing.busy:
            self._timer.start()

    @Slot()
    def _refresh(self) -> None:
        shot = self.shot
        self._view_words.setText(_VIEWS[self.view.currentIndex()][2])
        self.shape.setEnabled(shot.view.on_wall)
        self.footer.setVisible(shot.view.on_wall)
        self.shadow.setVisible(shot.view is View.CUT_OUT)
        self.kind.setEnabled(not shot.lossless)
        self.kind.setToolTip("A cut-out is always PNG: JPEG knows no transparency" if shot.lossless else "")
        self.kind.setCurrentIndex(self.kind.findData("PNG" if shot.lossless else self._wanted))
        self._subject = self._exporting.subject(self._desk.preview.wall)
        self.foot.save.setEnabled(self._subject is not None)
        if self._subject:
            side = round(_SAMPLE * self.devicePixelRatioF())
            self._exporting.sample(self._subject, shot, side)
        else:
            self.foot.remark("There is no picture on the desk yet. Open one first.")
            self.foot.save.setEnabled(False)

    @Slot(object, str)
    def _sampled(self, picture: Picture, remark: str) -> None:
        self.sample.set_picture(picture)
        if not self._printing.busy:
            self.foot.remark(remark)

    @Slot()
    def _ask(self) -> None:
        if self._subject is None:
            return
        suffixes, what = self.suffixes, self.shot.view.value
        name = file_name(title_of(self._subject.artwork.name), self._subject.piece.code, what, suffixes[0])
        self.foot.ask(name, suffixes, "PNG picture" if suffixes == _KINDS["PNG"] else "JPEG picture")

    @Slot(object)
    def _save(self, path: Path) -> None:
        if self._subject:
            self.foot.cancel.setFocus()
            self._exporting.save(self._subject, self.shot, path)

    @Slot(object)
    def _saved(self, made: Saved) -> None:
        self.foot.done(made.path, f"Saved {made.path.name}, {made.width:,} × {made.height:,} px.")
        self.foot.close_.setFocus()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.foot.trouble(sentence(error))
        self.foot.save.setFocus()
