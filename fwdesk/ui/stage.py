"""The stage: the framed piece on its wall, FinerWorks' own picture in an inset, and what the picture cannot tell."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.official import Official
from fwdesk.app.pictures import Picture, StagePicture
from fwdesk.app.preview import WALL, Preview
from fwdesk.app.session import Note, Session
from fwdesk.domain.crop import crop_words, effective_ppi, sharpness
from fwdesk.domain.geometry import describe
from fwdesk.ui.dimension_lines import paint_dimensions
from fwdesk.ui.official_view import OfficialInset, OfficialPanel
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.view_switch import ViewSwitch
from fwdesk.ui.widgets import NoteBar, qimage

_INK = QColor(40, 38, 34)
_SIMULATED = "Finish simulated, color not proofed"


def dropped_file(mime: QMimeData) -> str:
    """The first local file of a drop or paste, empty if there is none."""
    return next((url.toLocalFile() for url in mime.urls() if url.isLocalFile()), "")


class PieceView(QWidget):
    """Our own picture of the piece, as the renderer made it, with captions."""

    def __init__(self, session: Session, preview: Preview, parent: QWidget | None = None) -> None:
        """Follows the preview."""
        super().__init__(parent)
        self._session, self._preview = session, preview
        self._drawn: StagePicture | None = None
        self._pixmaps: dict[int, tuple[Picture, QPixmap]] = {}
        self._clear = 0
        self.setMinimumSize(QSize(260, 300))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Preview of the framed piece")
        preview.drawn.connect(self._show)
        session.piece_changed.connect(self._describe)
        session.artwork_changed.connect(self._describe)
        session.tried.connect(self._describe)
        preview.view_changed.connect(self._describe)

    def keep_clear(self, width: int, height: int) -> None:
        """So many pixels of the lower right corner are covered: piece and captions keep out of it."""
        self._clear = width
        self._preview.keep_clear(width, height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.resize(self.width(), self.height(), self.devicePixelRatioF())

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
        self.setAccessibleDescription(" ".join([self._trying_words(), *self._captions()]).strip())

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
            geometry = self._session.laid_out(self._session.shown)
            if self._preview.dimensions and geometry:
                ink = _INK if self._preview.setting == "wall" else QColor("white")
                paint_dimensions(painter, self._drawn, geometry, ink)
            self._paint_captions(painter)
            if self._session.trying:
                self._paint_trying(painter, self._drawn)
        painter.end()

    def _paint_piece(self, painter: QPainter, drawn: StagePicture) -> None:
        """The parts, pixel on pixel; in the middle while the stage has another size than it was drawn for."""
        ratio = drawn.ratio
        wide, high = round(self.width() * ratio), round(self.height() * ratio)
        if drawn.size != (wide, high):
            painter.fillRect(self.rect(), QColor(WALL))
        left, top = (wide - drawn.size[0]) // 2, (high - drawn.size[1]) // 2
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        for part, at in drawn.parts:
            painter.drawPixmap(left + at[0], top + at[1], self._pixmaps[id(part)][1])
        painter.restore()

    def _paint_trying(self, painter: QPainter, drawn: StagePicture) -> None:
        """A dashed line around what is not chosen yet, and how to keep it or go back."""
        left, top, right, bottom = (edge / drawn.ratio for edge in drawn.outside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(color("panel"), 2), QPen(color("accent"), 1.5, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawRect(QRectF(left - 7, top - 7, right - left + 14, bottom - top + 14))
        words = self._trying_words()
        font = QFont(painter.font())
        font.setPixelSize(13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, self.width() - 72)
        plate = QRect(0, 0, metrics.horizontalAdvance(words) + 28, 30)
        plate.moveCenter(QPoint(self.width() // 2, 26))
        painter.setPen(QPen(color("accent"), 1))
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(plate, 6, 6)
        painter.setPen(color("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _trying_words(self) -> str:
        trying = self._session.trying
        return f"Trying {trying.name}: Enter or click keeps it, Esc goes back" if trying else ""

    def _captions(self) -> list[str]:
        piece, artwork = self._session.shown, self._session.artwork
        geometry = self._session.laid_out(piece)
        if geometry is None or piece is None:
            return []
        if self._preview.in_room:
            return [
                f"Outside {geometry.outside.size.framer} in, over a sofa 78 in wide",
                f"{_SIMULATED}; room to scale",
            ]
        rows = [] if self._preview.dimensions else [describe(geometry).capitalize()]
        if artwork:
            ppi = effective_ppi(artwork.pixels, piece.image, piece.crop)
            crop = crop_words(artwork.pixels, piece.image)
            facts = [artwork.name, f"{sharpness(ppi).value}, {ppi} ppi", crop or "No crop"]
            rows.append("  ·  ".join(facts))
        rows.append(_SIMULATED)
        return rows

    def _paint_captions(self, painter: QPainter) -> None:
        """Words on the wall, bottom left, clear of the inset; on a plate where the ground is no plain wall."""
        # A size is one word: it never breaks in the middle.
        text = "\n".join(self._captions()).replace(" × ", "\u00a0×\u00a0").replace(" in", "\u00a0in")
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        room = max(self.width() - self._clear - 32, 200)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        box = painter.fontMetrics().boundingRect(QRect(0, 0, room, 400), flags, text)
        box.moveBottomLeft(QPoint(16, self.height() - 14))
        if self._preview.setting == "wall":
            painter.setPen(_INK)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("panel"))
            painter.drawRoundedRect(box.adjusted(-8, -5, 8, 5), 6, 6)
            painter.setPen(color("secondary"))
        painter.drawText(box, flags, text)


class Stage(QWidget):
    """The middle of the desk.

    Signals:
        dropped(str): a file was dropped; its path.
    """

    dropped = Signal(str)

    def __init__(self, session: Session, preview: Preview, official: Official, parent: QWidget | None = None) -> None:
        """Follows session, preview and the vendor's picture."""
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName("Stage")
        self.setAcceptDrops(True)
        self._session = session
        self.view = PieceView(session, preview)
        self.panel = OfficialPanel(official, preview)
        self.panel.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.view, 1)
        row.addWidget(self.panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        self.inset = OfficialInset(official, self)
        self.inset.clicked.connect(self.show_official)
        self.panel.closed.connect(self.hide_official)
        self.views = ViewSwitch(preview, self)
        self.note = NoteBar(self)
        self.note.undo.connect(session.undo)
        session.noted.connect(self._noted)
        session.piece_changed.connect(self._moved_on)
        session.tried.connect(self._moved_on)

    @property
    def comparing(self) -> bool:
        """True while FinerWorks' picture stands full size beside ours."""
        return self.panel.isVisibleTo(self)

    @Slot()
    def show_official(self) -> None:
        """FinerWorks' picture full size, beside ours."""
        self.inset.hide()
        self.view.keep_clear(0, 0)
        self.panel.show()
        self.panel.close_button.setFocus()

    @Slot()
    def hide_official(self) -> None:
        """Back to the inset."""
        self.panel.hide()
        self.inset.show()
        self._place()
        self.inset.setFocus()

    def toggle_official(self) -> None:
        """One or the other."""
        if self.comparing:
            self.hide_official()
        else:
            self.show_official()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        inset = self.inset.sizeHint()
        self.inset.setGeometry(self.width() - inset.width() - 14, self.height() - inset.height() - 14, *inset.toTuple())  # pyright: ignore[reportArgumentType]
        if not self.comparing:
            self.view.keep_clear(inset.width() + 14, inset.height() + 14)
        switch = self.views.sizeHint()
        self.views.setGeometry(self.view.width() - switch.width() - 14, 14, switch.width(), switch.height())
        width = min(self.width() - 32, 620)
        self.note.setFixedWidth(width)
        # adjustSize() gives a long sentence too few lines: it asks before the label knows its width.
        self.note.resize(width, max(self.note.heightForWidth(width), self.note.minimumSizeHint().height()))
        self.note.move((self.width() - width) // 2, 14)

    @Slot(object)
    def _moved_on(self, what: object) -> None:
        if what is not None:
            self.note.fade()

    @Slot(object)
    def _noted(self, note: Note) -> None:
        self.note.show_note(note.text, note.level, undo=note.undo)
        self._place()
        self.note.raise_()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)
