"""The mat step's own controls: the border, an inner mat with its reveal, and the window's arithmetic in words."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QWidget

from fwdesk.app.session import Session
from fwdesk.domain.geometry import Geometry
from fwdesk.domain.glazing import glazing_hint
from fwdesk.domain.matting import (
    REVEALS,
    MatMeasures,
    bottom_weighting,
    eighths_words,
    hints,
    mat_measures,
    measure_words,
)
from fwdesk.domain.piece import REVEAL, Piece
from fwdesk.domain.size import inches
from fwdesk.ui.widgets import WholeText, label

_WIDTHS = tuple(Decimal(quarters) / 4 for quarters in (4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20))


class MatControls(QWidget):
    """The mat's border in inches, and an inner mat of which a reveal shows.

    `border` is a widget of its own, for the page to put beside its search.

    Signals:
        refused(Offer): this inner mat, or this much of it, does not go; the page says why and shows the way.
    """

    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Follows the session while it is seen."""
        super().__init__()
        self._session = session
        self.width_box = _box("mat.width")
        for width in _WIDTHS:
            self.width_box.addItem(f"{inches(width)} in", width)
        self.second_box = _box("mat.second")
        self.second_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reveal_box = _box("mat.reveal")
        self.reveal_box.setAccessibleName("How much of the inner mat shows")
        for reveal in REVEALS:
            self.reveal_box.addItem(eighths_words(reveal), reveal)
        self.border = QWidget()
        row = QHBoxLayout(self.border)
        row.setContentsMargins(0, 0, 0, 0)
        border_label = label("Border")
        border_label.setBuddy(self.width_box)
        row.addWidget(border_label)
        row.addWidget(self.width_box)
        inner = QHBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.second_box, 1)
        inner.addWidget(label("shows", "caption"))
        inner.addWidget(self.reveal_box)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        inner_label = label("Inner mat")
        inner_label.setBuddy(self.second_box)
        form.addRow(inner_label, inner)
        self._arithmetic = WholeText("caption")
        self._arithmetic.setObjectName("mat.arithmetic")
        self._weighting = label("", "caption", wrap=True)
        self._weighting.setObjectName("mat.weighting")
        form.addRow(self._arithmetic)
        form.addRow(self._weighting)
        self.width_box.activated.connect(self._width_picked)
        self.second_box.activated.connect(self._second_picked)
        self.reveal_box.activated.connect(self._reveal_picked)
        session.piece_changed.connect(self._refresh)
        session.catalog_changed.connect(self._refill)
        self._refill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def follow(self) -> None:
        """Show what the piece has: nothing that was refused any more."""
        self._refresh()

    @Slot()
    def _refill(self) -> None:
        self.second_box.clear()
        self.second_box.addItem("None", 0)
        for mat in self._session.catalog.mats:
            self.second_box.addItem(mat.name, mat.id)
        self._show()

    @Slot(object)
    def _refresh(self, _piece: object = None) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        piece = self._session.piece
        framed = piece.framing if piece else None
        mats = framed.mats if framed else ()
        for box in (self.width_box, self.second_box):
            box.setEnabled(bool(mats))
        self.reveal_box.setEnabled(len(mats) > 1)
        found = mat_measures(piece, self._session.rules) if piece else None
        laid = self._session.geometry
        self._weighting.setVisible(found is not None)
        if not piece or found is None or laid is None:
            self._arithmetic.setText("Choose a mat to set its border.")
            return
        _select(self.width_box, piece.mat_border, _WIDTHS)
        self.second_box.setCurrentIndex(max(self.second_box.findData(mats[0].mat if len(mats) > 1 else 0), 0))
        self.second_box.setToolTip(self.second_box.currentText())  # a narrow panel cuts long names off
        _select(self.reveal_box, found.reveal.across if found.reveal else REVEAL, REVEALS)
        self._arithmetic.setText(" ".join((*measure_words(found), *self._advice(piece, found, laid))))
        self._weighting.setText("No wider border below: windows are cut in the middle.")
        told = bottom_weighting(found).words
        self._weighting.setToolTip(told)
        self._weighting.setAccessibleDescription(told)

    def _advice(self, piece: Piece, found: MatMeasures, laid: Geometry) -> tuple[str, ...]:
        """Proportions, and what the glazing has to say to two mats; nothing forbids anything."""
        framed = piece.framing
        glazing = self._session.catalog.glazing_by_id.get(framed.glazing) if framed else None
        hint = glazing_hint(glazing, len(framed.mats) if framed else 0)
        return (*hints(found, laid), *([hint] if hint else []))

    @Slot(int)
    def _width_picked(self, index: int) -> None:
        self._session.set_mat_width(Decimal(self.width_box.itemData(index)))
        self._show()

    @Slot(int)
    def _second_picked(self, index: int) -> None:
        self._take(int(self.second_box.itemData(index)), Decimal(self.reveal_box.currentData()))

    @Slot(int)
    def _reveal_picked(self, index: int) -> None:
        self._take(int(self.second_box.currentData()), Decimal(self.reveal_box.itemData(index)))

    def _take(self, mat: int, reveal: Decimal) -> None:
        """An inner mat with its reveal. A refused one stays marked until the page lets go of it: arrows pass it."""
        offer = self._session.second_mat_offer(mat, reveal)
        if offer and offer.available:
            self._session.take(offer)
            self._show()
        elif offer:
            self.refused.emit(offer)


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    return made


def _select(box: QComboBox, length: Decimal, usual: tuple[Decimal, ...]) -> None:
    """Mark a length; one that is not offered stands before the others, alone of its kind."""
    offered = [box.itemData(row) for row in range(box.count())]
    if length not in offered:
        if len(offered) > len(usual):
            box.removeItem(0)
        box.insertItem(0, f"{inches(length)} in", length)
        offered = [box.itemData(row) for row in range(box.count())]
    box.setCurrentIndex(offered.index(length))
