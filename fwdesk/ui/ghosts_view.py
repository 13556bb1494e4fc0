"""All sizes at once: the outline of every size around the chosen one, to scale, while Z is held (C8)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fwdesk.app.preview import Preview
from fwdesk.app.session import Session
from fwdesk.domain.fit import fit
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size
from fwdesk.ui.piece_view import PieceView
from fwdesk.ui.plates import paint_plate
from fwdesk.ui.theme import color


class GhostsView(QWidget):
    """Lies over the view of the piece and lets every event through to it."""

    def __init__(self, session: Session, preview: Preview, view: PieceView) -> None:
        """Hidden until `open`."""
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("All sizes around this one")
        self._session, self._preview, self._view = session, preview, view
        self._sizes: tuple[tuple[Size, int], ...] = ()
        preview.drawn.connect(self._redraw)
        self.hide()

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes outlined, largest first."""
        return tuple(size for size, _group in self._sizes)

    def open(self) -> bool:
        """Show them; False, with a note, where there is no choice of sizes."""
        piece, pixels = self._session.piece, self._session.pixels
        offers = [offer for offer in self._session.offers(Step.SIZE) if offer.available and offer.size]
        found = {offer.size: fit(pixels, offer.size).group for offer in offers if offer.size}
        if piece is None or not found:
            self._session.note("There are no other sizes to show around this piece.")
            return False
        found.setdefault(piece.image, 0)
        self._sizes = tuple(sorted(found.items(), key=lambda row: (row[0].area, row[0]), reverse=True))
        wide, high = max(size.width for size in found), max(size.height for size in found)
        self._preview.stand_back(wide, high)
        self.setGeometry(self._view.rect())
        words = ", ".join(size.framer for size in self.sizes)
        self.setAccessibleDescription(f"{len(self._sizes)} sizes in inches, largest first: {words}")
        self.show()
        return True

    def close_it(self) -> None:
        """Back to how the piece was looked at."""
        if self.isVisibleTo(self._view):
            self.hide()
            self._preview.step_up()

    @Slot(object)
    def _redraw(self, _drawn: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        geometry, piece = self._session.geometry, self._session.piece
        outside = self._view.outside
        if geometry is None or piece is None or outside.isEmpty():
            return
        inch = outside.width() / float(geometry.outside.width)
        image = geometry.image
        middle = QPointF(
            outside.left() + float(image.x + image.width / 2) * inch,
            outside.top() + float(image.y + image.height / 2) * inch,
        )
        painter = QPainter(self)
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        taken: list[QRectF] = []
        for size, group in self._sizes:
            wide, high = float(size.width) * inch, float(size.height) * inch
            box = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
            chosen = size == piece.image
            if group > 1 and not chosen:
                painter.setPen(QPen(QColor(40, 38, 34, 64), 1, Qt.PenStyle.DashLine))
                painter.drawRect(box)
                continue
            # Light under dark: it is seen on any wall and on any picture.
            painter.setPen(QPen(QColor(255, 255, 255, 170), 3 if chosen else 2))
            painter.drawRect(box)
            painter.setPen(QPen(color("accent") if chosen else QColor(40, 38, 34, 200), 2 if chosen else 1))
            painter.drawRect(box)
        for size, group in sorted(self._sizes, key=lambda row: row[0] != piece.image):
            if group > 1 and size != piece.image:
                continue
            wide, high = float(size.width) * inch, float(size.height) * inch
            box = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
            self._paint_name(painter, box, size, taken, chosen=size == piece.image)
        paint_plate(painter, self.width(), "All sizes to scale (faint: cropped)")
        painter.end()

    def _paint_name(self, painter: QPainter, box: QRectF, size: Size, taken: list[QRectF], *, chosen: bool) -> None:
        """A size's name on its outline, at the first of several places where no other one is."""
        words = f"{size.framer} in" if chosen else size.framer
        wide = painter.fontMetrics().horizontalAdvance(words) + 10
        places = (
            QPointF(box.right() - wide / 2, box.top()), QPointF(box.left() + wide / 2, box.bottom()),
            QPointF(box.right(), box.center().y()), QPointF(box.center().x(), box.top()),
            QPointF(box.left(), box.center().y()), QPointF(box.center().x(), box.bottom()),
        )  # fmt: skip
        inside = QRectF(self.rect()).adjusted(4, 48, -4, -4)
        for place in places:
            plate = QRectF(place.x() - wide / 2, place.y() - 8, wide, 16)
            if inside.contains(plate) and not any(plate.intersects(other) for other in taken):
                taken.append(plate.adjusted(-2, -1, 2, 1))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("accent") if chosen else color("panel"))
                painter.drawRoundedRect(plate, 3, 3)
                painter.setPen(color("on_accent") if chosen else color("text"))
                painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                return
