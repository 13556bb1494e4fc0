"""The cross-section of the frame on the stage: four measures in numbers, and a small drawing of them."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from fwdesk.app.session import Session
from fwdesk.domain.options import Frame
from fwdesk.domain.size import inches
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import label

_BOX = QSize(92, 44)
_MOST_PER_INCH = 30.0
_TIP = (
    "Cut across, front upward, the picture’s side on the right. Drawn from the four measures; the face is drawn flat, "
    "since its shape is not given."
)


def outline(frame: Frame) -> list[tuple[Decimal, Decimal]]:
    """The corners of a moulding's cross-section in inches: x from its outer edge inward, y from its back to its front.

    Without a rabbet or a lip, as the service may give it, there is no step.
    """
    face, deep = frame.face, frame.depth
    lip, rabbet = min(frame.lip, face), min(frame.rabbet, deep)
    if not (lip and rabbet):
        return [(Decimal(0), Decimal(0)), (face, Decimal(0)), (face, deep), (Decimal(0), deep)]
    return [
        (Decimal(0), Decimal(0)), (face - lip, Decimal(0)), (face - lip, rabbet), (face, rabbet), (face, deep),
        (Decimal(0), deep),
    ]  # fmt: skip


class _Drawing(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_BOX)
        self._corners: list[tuple[Decimal, Decimal]] = []

    def show_frame(self, frame: Frame | None) -> None:
        self._corners = outline(frame) if frame else []
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._corners:
            return
        wide, deep = (max(float(corner[side]) for corner in self._corners) for side in (0, 1))
        if wide <= 0 or deep <= 0:
            return
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        scale = min(_MOST_PER_INCH, room.width() / wide, room.height() / deep)
        left, foot = room.center().x() - wide * scale / 2, room.center().y() + deep * scale / 2
        shape = QPolygonF([QPointF(left + float(x) * scale, foot - float(y) * scale) for x, y in self._corners])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("secondary"), 1.2))
        painter.setBrush(color("tint"))
        painter.drawPolygon(shape)
        painter.end()


class ProfileStrip(QFrame):
    """Under the frames, always as high: the frame that is tried on, else the piece's."""

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self.setObjectName("frame.profile")
        self.setToolTip(_TIP)
        self._session = session
        self._drawing = _Drawing()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self.values = {words: label("") for words in ("Width", "Depth", "Rabbet", "Lip")}
        for number, (words, value) in enumerate(self.values.items()):
            row, place = divmod(number, 2)
            grid.addWidget(label(words, "caption"), row, 2 * place)
            grid.addWidget(value, row, 2 * place + 1)
            grid.setColumnStretch(2 * place + 1, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 16, 6)
        line.setSpacing(14)
        line.addWidget(self._drawing)
        line.addLayout(grid, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        session.tried.connect(self._refresh)
        session.piece_changed.connect(self._refresh)
        session.catalog_changed.connect(self._refresh)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._drawing.update()

    @Slot()
    def _refresh(self) -> None:
        shown = self._session.shown
        frame = self._session.rules.frame_of(shown) if shown else None
        self._drawing.show_frame(frame)
        measures = (frame.face, frame.depth, frame.rabbet, frame.lip) if frame else (Decimal(0),) * 4
        for (words, value), length in zip(self.values.items(), measures, strict=True):
            value.setText(f"{inches(length)} in" if length else "not said" if frame else "–")
            value.setAccessibleName(f"{words}: {value.text()}")
        told = ", ".join(f"{words.lower()} {value.text()}" for words, value in self.values.items())
        self.setAccessibleName(f"Profile of {frame.name}: {told}" if frame else "Profile: no frame")
