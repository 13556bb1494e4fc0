"""The piece on the stage: our own picture of it with captions, to be zoomed and moved about."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fwdesk.app.pictures import Picture, StagePicture
from fwdesk.app.preview import WALL, Preview
from fwdesk.app.session import Session
from fwdesk.domain.crop import Crop, crop_box, crop_words, effective_ppi, sharpness
from fwdesk.domain.geometry import describe
from fwdesk.domain.piece import Piece
from fwdesk.ui.dimension_lines import paint_dimensions
from fwdesk.ui.plates import paint_plate
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import qimage

_INK = QColor(40, 38, 34)
_ZOOM_STEP = 1.2
_HIDDEN_MS = 1600
_CAPTION_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_LOW = 360
"""A stage less high than this, in logical px, has no room for all captions."""
_LONGEST = 40
"""Characters of a file's name under the piece; the title has it in full, as far as there is room."""


def _short(name: str) -> str:
    """A file's name in so few characters that the captions stay off the piece."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"


class PieceView(QWidget):
    """Our own picture of the piece, as the renderer made it, with captions.

    Signals:
        resized(): it has another size.
    """

    resized = Signal()

    def __init__(self, session: Session, preview: Preview, parent: QWidget | None = None) -> None:
        """Follows the preview."""
        super().__init__(parent)
        self._session, self._preview = session, preview
        self._drawn: StagePicture | None = None
        self._pixmaps: dict[int, tuple[Picture, QPixmap]] = {}
        self._clear = 0
        self._grabbed: QPointF | None = None
        self._cropped: tuple[QPointF, Crop] | None = None
        self._crop_moved = False
        self._crop_seen: Piece | None = None
        self._nudged = QTimer(self)
        self._nudged.setSingleShot(True)
        self._nudged.setInterval(_HIDDEN_MS)
        self._nudged.timeout.connect(self.update)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(260, 300))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Preview of the framed piece")
        preview.drawn.connect(self._show)
        session.piece_changed.connect(self._describe)
        session.piece_changed.connect(self._piece_changed)
        session.artwork_changed.connect(self._describe)
        session.tried.connect(self._describe)
        preview.view_changed.connect(self._look_changed)

    def keep_clear(self, width: int, height: int) -> None:
        """So many pixels of the lower right corner are covered: piece and captions keep out of it."""
        self._clear = width
        self._preview.keep_clear(width, height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.resize(self.width(), self.height(), self.devicePixelRatioF())
        self.resized.emit()

    @Slot(object)
    def _show(self, drawn: StagePicture) -> None:
        known = self._pixmaps
        # A picture is kept with its pixmap: an id is given out again when its owner is gone.
        self._pixmaps = {
            id(part): known.get(id(part)) or (part, QPixmap.fromImage(qimage(part))) for part, _at in drawn.parts
        }
        self._drawn = drawn
        self.update()

    @Slot()
    @Slot(object)
    def _describe(self, _what: object = None) -> None:
        # Not painted yet: picture and captions change together.
        self.setAccessibleDescription(
            " ".join([self._instead_words() or self._trying_words(), *self._captions()]).strip()
        )

    @Slot()
    def _look_changed(self) -> None:
        self._describe()
        if self._grabbed is None:
            self._point()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if self._drawn is None:
            painter.fillRect(self.rect(), QColor(WALL) if not Theme.dark else QColor("#B9B5AD"))
            painter.setPen(_INK)
            words = "Hanging your picture…" if self._session.piece else "Setting up the desk…"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        else:
            self._paint_piece(painter, self._drawn)
            geometry = self._session.laid_out(self._preview.shown)
            if self._preview.dimensions and geometry:
                ink = _INK if self._preview.setting == "wall" else QColor("white")
                paint_dimensions(painter, self._drawn, geometry, ink)
            self._paint_captions(painter)
            self._paint_hidden(painter)
            if self._preview.instead:
                paint_plate(painter, self.width(), self._instead_words())
            elif self._session.trying:
                self._paint_trying(painter, self._drawn)
        painter.end()

    def _paint_piece(self, painter: QPainter, drawn: StagePicture) -> None:
        """The parts, pixel on pixel; in the middle while the stage has another size than it was drawn for.

        After a zoom, the last picture stands in at the new scale until the sharp one is there.
        """
        ratio = drawn.ratio
        wide, high = round(self.width() * ratio), round(self.height() * ratio)
        if drawn.size != (wide, high):
            painter.fillRect(self.rect(), QColor(WALL))
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate((wide - drawn.size[0]) // 2, (high - drawn.size[1]) // 2)
        pinned = self._preview.pinned
        for number, (part, at) in enumerate(drawn.parts):
            if number == 1 and pinned and pinned != drawn.stand:
                # Everything but the ground, from where it stood to where it stands.
                painter.translate(*pinned.at)
                painter.scale(pinned.scale / drawn.stand.scale, pinned.scale / drawn.stand.scale)
                painter.translate(-drawn.stand.at[0], -drawn.stand.at[1])
            painter.drawPixmap(at[0], at[1], self._pixmaps[id(part)][1])
        painter.restore()

    @property
    def outside(self) -> QRectF:
        """Where the piece is seen now, in logical px; after a zoom, where it will be drawn. Empty before the first."""
        drawn, pinned = self._drawn, self._preview.pinned
        if drawn is None:
            return QRectF()
        left, top, right, bottom = drawn.outside
        if pinned and pinned != drawn.stand:
            factor = pinned.scale / drawn.stand.scale
            left, right = (pinned.at[0] + (edge - drawn.stand.at[0]) * factor for edge in (left, right))
            top, bottom = (pinned.at[1] + (edge - drawn.stand.at[1]) * factor for edge in (top, bottom))
        across, down = (round(side * drawn.ratio) for side in (self.width(), self.height()))
        left, right = (edge + (across - drawn.size[0]) // 2 for edge in (left, right))
        top, bottom = (edge + (down - drawn.size[1]) // 2 for edge in (top, bottom))
        return QRectF(left / drawn.ratio, top / drawn.ratio, (right - left) / drawn.ratio, (bottom - top) / drawn.ratio)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._preview.zoom(_ZOOM_STEP**steps, event.position().x(), event.position().y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        piece = self._session.piece
        if self._preview.pinned or self._preview.setting == "photo":
            self._grabbed = event.position()
        elif piece and self._spare(event.position()):
            self._cropped = event.position(), piece.crop
            self._crop_moved = False
        else:
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._grabbed is not None:
            by = at - self._grabbed
            self._grabbed = at
            self._preview.move(by.x(), by.y())
        elif self._cropped is not None:
            self._drag_crop(at)
        else:
            self._point(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = self._cropped = None
        self._point(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self._preview.fit()

    def _drag_crop(self, at: QPointF) -> None:
        """The picture follows the mouse behind its window."""
        assert self._cropped is not None
        start, crop = self._cropped
        spare = self._spare(start)
        if spare:
            ratio, (wide, high) = self.devicePixelRatioF(), spare
            across, down = round((at.x() - start.x()) * ratio), round((at.y() - start.y()) * ratio)
            x = crop.x - Decimal(across) / wide if wide else crop.x
            y = crop.y - Decimal(down) / high if high else crop.y
            self._session.set_crop(x, y, more=self._crop_moved)
            self._crop_moved = True

    def _spare(self, at: QPointF) -> tuple[int, int] | None:
        """How many device px of the picture lie beside its window, across and down, where the mouse is on it."""
        drawn, artwork, piece = self._drawn, self._session.artwork, self._session.piece
        geometry = self._session.geometry
        if not (drawn and artwork and piece and geometry) or self._session.trying or not piece.print:
            return None
        image, box = geometry.image, crop_box(artwork.pixels, piece.image, piece.crop)
        left, top = (drawn.outside[n] + float(edge) * drawn.scale for n, edge in enumerate((image.x, image.y)))
        wide, high = float(image.width) * drawn.scale, float(image.height) * drawn.scale
        inside = QRectF(left, top, wide, high).contains(at * drawn.ratio)
        spare = (
            round(wide * float(artwork.pixels.width / box.width - 1)),
            round(high * float(artwork.pixels.height / box.height - 1)),
        )
        return spare if inside and max(spare) > 1 else None

    def _point(self, at: QPointF | None = None) -> None:
        """An open hand where the piece, or the picture in it, can be moved."""
        hand = (
            bool(self._preview.pinned)
            or self._preview.setting == "photo"
            or (at is not None and self._spare(at) is not None)
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _paint_trying(self, painter: QPainter, drawn: StagePicture) -> None:
        """A dashed line around what is not chosen yet, and how to keep it or go back."""
        left, top, right, bottom = (edge / drawn.ratio for edge in drawn.outside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(color("panel"), 2), QPen(color("accent"), 1.5, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawRect(QRectF(left - 7, top - 7, right - left + 14, bottom - top + 14))
        paint_plate(painter, self.width(), self._trying_words())

    def _paint_hidden(self, painter: QPainter) -> None:
        """What mat, lip and trimming hide of the print, while the picture is moved behind its window."""
        piece, geometry = self._session.piece, self._session.geometry
        if (self._cropped is None and not self._nudged.isActive()) or piece is None or geometry is None:
            return
        from fwdesk.ui.crop_tint import hidden_words, paint_hidden

        style = self._session.rules.style_of(piece)
        bleed = style.bleed if style else Decimal(0)
        words = hidden_words(geometry, bleed)
        if words and self._preview.setting != "photo":
            paint_hidden(painter, geometry, self.outside, bleed)
            paint_plate(painter, self.width(), words)

    @Slot(object)
    def _piece_changed(self, piece: Piece) -> None:
        """A crop by keys or numbers shows for a moment what is hidden, as a drag does."""
        if self._crop_seen and piece.crop != self._crop_seen.crop and piece.code == self._crop_seen.code:
            self._nudged.start()
        self._crop_seen = piece

    def _instead_words(self) -> str:
        return f"{self._preview.instead}, while Space is held" if self._preview.instead else ""

    def _trying_words(self) -> str:
        trying = self._session.trying
        return f"Trying {trying.name}: Enter or click keeps it, Esc goes back" if trying else ""

    @property
    def _simulated(self) -> str:
        return f"Finish simulated, {self._preview.color_words}"

    def _captions(self) -> list[str]:
        piece, artwork = self._preview.shown, self._session.artwork
        geometry = self._session.laid_out(piece)
        if geometry is None or piece is None:
            return []
        if self._preview.setting == "photo" and self._preview.photo:
            photo = self._preview.photo
            off = photo.survey.error(photo.image.size)
            return [
                f"Outside {geometry.outside.size.framer} in, on your own wall; drag it",
                f"Scale good to about {max(off, 0.005):.1%} where you measured; light and shadow are guessed",
            ]
        if self._preview.in_room:
            return [
                f"Outside {geometry.outside.size.framer} in, over a sofa 78 in wide",
                f"{self._simulated}; room to scale",
            ]
        # On a low stage the sizes would run over the piece: D shows them.
        rows = [] if self._preview.dimensions or self.height() < _LOW else [describe(geometry).capitalize()]
        if artwork:
            ppi = effective_ppi(artwork.pixels, piece.image, piece.crop)
            crop = crop_words(artwork.pixels, piece.image)
            facts = [_short(artwork.name), f"{sharpness(ppi).value}, {ppi} ppi", crop or "No crop"]
            rows.append("  ·  ".join(facts))
        rows.append(f"Real size  ·  {self._simulated}" if self._preview.is_real_size else self._simulated)
        return rows

    @property
    def captions_height(self) -> int:
        """How much of the lower edge the captions take."""
        font = QFont(self.font())
        font.setPixelSize(12)
        return self._caption_box(QFontMetrics(font), self._caption_text()).height() + 14

    def _caption_text(self) -> str:
        # A size is one word: it never breaks in the middle.
        return "\n".join(self._captions()).replace(" × ", "\u00a0×\u00a0").replace(" in", "\u00a0in")

    def _caption_box(self, metrics: QFontMetrics, text: str) -> QRect:
        room = max(self.width() - self._clear - 32, 200)
        box = metrics.boundingRect(QRect(0, 0, room, 400), _CAPTION_FLAGS, text)
        box.moveBottomLeft(QPoint(16, self.height() - 14))
        return box

    def _paint_captions(self, painter: QPainter) -> None:
        """Words on the wall, bottom left, clear of the inset; on a plate if the ground is not plain wall."""
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        text = self._caption_text()
        box = self._caption_box(painter.fontMetrics(), text)
        on_wall = self._preview.setting == "wall" and not self._preview.pinned
        if on_wall and not self.outside.intersects(QRectF(box)):
            painter.setPen(_INK)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("panel"))
            painter.drawRoundedRect(box.adjusted(-8, -5, 8, 5), 6, 6)
            painter.setPen(color("secondary"))
        painter.drawText(box, _CAPTION_FLAGS, text)
