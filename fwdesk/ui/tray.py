"""The tray under the stage: versions of the piece that were kept, each with a small picture and a yes, maybe or no."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.session import Session
from fwdesk.app.thumbs import Thumbs
from fwdesk.domain.code_words import difference_words
from fwdesk.domain.draft import Verdict, Version
from fwdesk.domain.piece import Piece
from fwdesk.ui import icons
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label, qimage

_Index = QModelIndex | QPersistentModelIndex
_CELL = QSize(104, 84)
_PICTURE = QSize(92, 54)
_HEIGHT = 104
_MARKS = {
    Verdict.YES: ("circle-check", "ok"),
    Verdict.MAYBE: ("help", "warn"),
    Verdict.NO: ("x", "error"),
}
KEYS = {Qt.Key.Key_Y: Verdict.YES, Qt.Key.Key_M: Verdict.MAYBE, Qt.Key.Key_N: Verdict.NO}
VERSION = Qt.ItemDataRole.UserRole + 1


class TrayModel(QAbstractListModel):
    """The versions of the session's tray."""

    def __init__(self, session: Session, thumbs: Thumbs, parent: QObject) -> None:
        """Follows the tray, the piece and the pictures."""
        super().__init__(parent)
        self._session, self._thumbs = session, thumbs
        self._rows = session.tray
        self.ratio = 1.0
        session.tray_changed.connect(self._changed)
        session.piece_changed.connect(self._repaint)
        thumbs.ready.connect(self._repaint)
        thumbs.forgotten.connect(self._repaint)

    def rowCount(self, parent: _Index | None = None) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        return 0 if parent and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        version = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return version.verdict.value.capitalize()
        if role == VERSION:
            return version
        if role == Qt.ItemDataRole.DecorationRole:
            return self._image(version)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{version.verdict.value.capitalize()}: {self._words(version)}"
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {VERSION: QByteArray(b"version")}

    def _words(self, version: Version) -> str:
        now = self._session.piece
        if now == version.piece:
            return f"the piece on the desk, {version.piece.code}"
        words = difference_words(now.code, version.piece.code, self._session.catalog, None) if now else ""
        return words or f"another part of the picture, {version.piece.code}"

    def _image(self, version: Version) -> QImage | None:
        picture = self._thumbs.picture(version.piece, round(_PICTURE.width() * self.ratio))
        return qimage(picture, self.ratio) if picture else None

    @Slot()
    def _changed(self) -> None:
        self.beginResetModel()
        self._rows = self._session.tray
        self.endResetModel()

    @Slot()
    @Slot(object)
    def _repaint(self, _what: object = None) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


class _Painter(QStyledItemDelegate):
    """A version: its picture, and under it the verdict as icon and word; the one on the desk has a frame."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        version: Version = index.data(VERSION)
        # QStyleOptionViewItem's members are missing in PySide6's stubs.
        area: QRect = option.rect.adjusted(3, 3, -3, -3)  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on_desk = version.piece == self._session.piece
        painter.setPen(QPen(color("accent" if on_desk else "hairline"), 2 if on_desk else 1))
        painter.setBrush(color("tint" if on_desk else "window"))
        painter.drawRoundedRect(area, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 4, 4)
        image: QImage | None = index.data(Qt.ItemDataRole.DecorationRole)
        if image:
            size = image.deviceIndependentSize().toSize().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(area.center().x() - size.width() // 2, area.top() + 4, size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        foot = QRect(area.left(), area.bottom() - 20, area.width(), 18)
        icon, ink = _MARKS[version.verdict]
        word = version.verdict.value.capitalize()
        wide = painter.fontMetrics().horizontalAdvance(word) + 20
        left = foot.center().x() - wide // 2
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(left, foot.top() + 1, icons.pixmap(icon, color(ink), 16, ratio))
        painter.setPen(color("text"))
        painter.drawText(foot.adjusted(left - foot.left() + 20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
        painter.restore()


class VersionList(QListView):
    """The versions in a row; arrows walk, Enter brings one to the desk.

    Signals:
        judged(Verdict): a verdict was typed for the version with the focus.
        dropped(): Delete was pressed on it.
    """

    judged = Signal(object)
    dropped = Signal()

    def __init__(self, session: Session, model: TrayModel) -> None:
        """Shows the model."""
        super().__init__()
        self.setObjectName("tray.versions")
        self.setAccessibleName("Versions that were kept")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFixedHeight(_CELL.height() + 4)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setModel(model)
        self.setItemDelegate(_Painter(session, self))

    def event(self, event: QEvent) -> bool:
        # Here the letters mean the version with the focus, not the piece on the desk.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._own(event):
            self.judged.emit(KEYS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _own(event: QKeyEvent) -> bool:
        return event.key() in KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier


class Tray(QWidget):
    """The tray; it is there as soon as something is in it.

    Signals:
        compare_asked(): the versions are wanted side by side.
    """

    compare_asked = Signal()

    def __init__(self, session: Session, thumbs: Thumbs) -> None:
        """Follows the session."""
        super().__init__()
        self.setObjectName("tray")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "page")
        self.setAccessibleName("Tray of versions")
        self.setFixedHeight(_HEIGHT)
        self._session = session
        self._model = TrayModel(session, thumbs, self)
        self.list = VersionList(session, self._model)
        self._count = label("", "muted")
        self._compare = button(
            "Side by side", name="tray.compare", tip="Up to four versions, No left out, at one scale"
        )
        self._drop = button("Take out", name="tray.drop", tip="Take the marked version out of the tray (Delete)")
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(label("Versions", "name"))
        left.addWidget(self._count)
        left.addStretch(1)
        left.addWidget(self._compare)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 6)
        row.setSpacing(14)
        row.addLayout(left)
        row.addWidget(self.list, 1)
        row.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignBottom)
        self.list.activated.connect(self._picked)
        self.list.clicked.connect(self._picked)
        self.list.judged.connect(self._judged)
        self.list.dropped.connect(self._take_out)
        self._compare.clicked.connect(self.compare_asked)
        self._drop.clicked.connect(self._take_out)
        session.tray_changed.connect(self.refresh)
        self.hide()

    @property
    def _marked(self) -> Version | None:
        index = self.list.currentIndex()
        return index.data(VERSION) if index.isValid() else None

    @Slot()
    def refresh(self) -> None:
        """Show what is in the tray; without anything there is none."""
        tray = self._session.tray
        on_desk = [at for at, one in enumerate(tray) if one.piece == self._session.piece]
        at = on_desk[0] if on_desk else min(max(self.list.currentIndex().row(), 0), len(tray) - 1)
        counts = [(verdict.value, sum(one.verdict is verdict for one in tray)) for verdict in Verdict]
        self._count.setText(" · ".join(f"{count} {word}" for word, count in counts if count))
        self._compare.setEnabled(sum(one.verdict is not Verdict.NO for one in tray) > 1)
        self.setVisible(bool(tray))
        if tray:
            self.list.setCurrentIndex(self._model.index(at))

    @Slot(QModelIndex)
    def _picked(self, index: QModelIndex) -> None:
        version: Version | None = index.data(VERSION)
        if version:
            self._session.put(version.piece, "Version from the tray")

    @Slot(object)
    def _judged(self, verdict: Verdict) -> None:
        if self._marked:
            self._session.keep(verdict, self._marked.piece)

    @Slot()
    def _take_out(self) -> None:
        if self._marked:
            self._session.drop(self._marked.piece)
            self._session.note("The version was taken out of the tray.", undo=True)

    def showEvent(self, event: QEvent) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._model.ratio = self.devicePixelRatioF()
        super().showEvent(event)  # pyright: ignore[reportArgumentType]


def candidates(session: Session) -> tuple[tuple[str, Piece], ...]:
    """The versions that are worth looking at side by side, by name: yes before maybe, newest first, no never."""
    wanted = [one for one in reversed(session.tray) if one.verdict is not Verdict.NO]
    wanted.sort(key=lambda one: list(Verdict).index(one.verdict))
    numbers = {one.piece: number for number, one in enumerate(session.tray, 1)}
    return tuple((f"Version {numbers[one.piece]}, {one.verdict.value}", one.piece) for one in wanted)
