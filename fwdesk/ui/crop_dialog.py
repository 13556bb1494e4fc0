"""Crop by numbers: how much is cut off on each side, in inches of the print (C2)."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from fwdesk.app.session import Session
from fwdesk.domain.crop import crop_box
from fwdesk.ui.widgets import button, label

_FINEST = Decimal("0.01")


class CropDialog(QDialog):
    """Two numbers that belong together: what goes on one side stays on the other."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Follows the piece; every change is seen at once and is part of one step to undo."""
        super().__init__(parent)
        self.setObjectName("crop.dialog")
        self.setWindowTitle("Crop by numbers")
        self._session = session
        self._moved = False
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Crop by numbers", "step"))
        self._words = label("", "caption", wrap=True)
        column.addWidget(self._words)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        self.first, self.second = self._box("crop.first"), self._box("crop.second")
        self._names = label(""), label("")
        for name, box in zip(self._names, (self.first, self.second), strict=True):
            name.setBuddy(box)
            form.addRow(name, box)
        column.addLayout(form)
        self.middle, done = button("In the middle", name="crop.middle"), button("Close", "primary")
        self.middle.clicked.connect(self._center)
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.middle)
        foot.addStretch(1)
        foot.addWidget(done)
        column.addLayout(foot)
        self.setMinimumWidth(380)
        self.first.valueChanged.connect(self._first_typed)
        self.second.valueChanged.connect(self._second_typed)
        session.piece_changed.connect(self._refresh)
        session.artwork_changed.connect(self._refresh)
        self._refresh()

    def _box(self, name: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setObjectName(name)
        box.setDecimals(2)
        box.setSingleStep(0.05)
        box.setSuffix(" in")
        box.lineEdit().setTextMargins(8, 0, 0, 0)
        box.setKeyboardTracking(False)
        return box

    @property
    def _spare(self) -> tuple[bool, Decimal]:
        """Whether it is cut off left and right (else above and below), and how many inches of the print in all."""
        piece, pixels = self._session.piece, self._session.pixels
        if piece is None:
            return True, Decimal(0)
        kept, image = crop_box(pixels, piece.image, piece.crop), piece.image
        across = image.width * (pixels.width / kept.width - 1)
        down = image.height * (pixels.height / kept.height - 1)
        return (True, across) if across >= down else (False, down)

    @Slot()
    @Slot(object)
    def _refresh(self, _what: object = None) -> None:
        across, spare = self._spare
        piece = self._session.piece
        share = Decimal(0) if piece is None else (piece.crop.x if across else piece.crop.y)
        sides = ("left", "right") if across else ("top", "bottom")
        whole = spare.quantize(_FINEST)
        nothing = whole <= 0
        self._words.setText(
            "This size crops nothing: the picture has its proportions."
            if nothing
            else f"This size cuts {whole} in of the print off, {sides[0]} and {sides[1]} together."
        )
        values = (spare * share).quantize(_FINEST), whole - (spare * share).quantize(_FINEST)
        for name, box, side, value in zip(self._names, (self.first, self.second), sides, values, strict=True):
            name.setText(f"Cut off at the {side}")
            box.setAccessibleName(f"Inches of the print cut off at the {side}")
            box.setEnabled(not nothing)
            with QSignalBlocker(box):
                box.setRange(0, float(whole))
                box.setValue(float(value))
        self.middle.setEnabled(not nothing)

    @Slot(float)
    def _first_typed(self, value: float) -> None:
        self._crop(Decimal(str(round(value, 2))))

    @Slot(float)
    def _second_typed(self, value: float) -> None:
        self._crop(self._spare[1] - Decimal(str(round(value, 2))))

    @Slot()
    def _center(self) -> None:
        self._crop(self._spare[1] / 2)

    def _crop(self, off: Decimal) -> None:
        """So many inches go at the first side."""
        across, spare = self._spare
        piece = self._session.piece
        if piece is None or spare <= 0:
            return
        share = off / spare
        x, y = (share, piece.crop.y) if across else (piece.crop.x, share)
        self._session.set_crop(x, y, more=self._moved)
        self._moved = True
