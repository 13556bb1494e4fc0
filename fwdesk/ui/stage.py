"""The stage: the framed piece on its wall, FinerWorks' own picture in an inset, and what the picture cannot tell."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fwdesk.app.official import Official
from fwdesk.app.preview import Preview
from fwdesk.app.session import Session
from fwdesk.app.state import Note
from fwdesk.ui.drops import dropped_file
from fwdesk.ui.official_view import OfficialInset, OfficialPanel
from fwdesk.ui.piece_view import PieceView
from fwdesk.ui.view_switch import ViewSwitch
from fwdesk.ui.widgets import NoteBar

_NARROW = 600
"""Below so many logical px FinerWorks' picture is small beside its words."""


class Stage(QWidget):
    """The middle of the desk.

    Signals:
        dropped(str): a file was dropped; its path.
        resized(): it has another size.
    """

    dropped = Signal(str)
    resized = Signal()

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
        official.changed.connect(self._place)
        self.panel.closed.connect(self.hide_official)
        self.views = ViewSwitch(preview, self.view)
        self.view.resized.connect(self._place)
        self._preview = preview
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
        if self._preview.in_room:
            self._preview.look("wall")  # the two are shown to one scale
        self.panel.show()
        self.panel.close_button.setFocus()

    @Slot()
    def hide_official(self) -> None:
        """Back to the inset."""
        if not self.comparing:
            return
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
        self.resized.emit()

    @Slot()
    def _place(self) -> None:
        narrow = self.width() < _NARROW
        self.inset.set_compact(narrow)
        inset = self.inset.sizeHint()
        self.inset.setGeometry(self.width() - inset.width() - 14, self.height() - inset.height() - 14, *inset.toTuple())  # pyright: ignore[reportArgumentType]
        if not self.comparing:
            self.view.keep_clear(inset.width() + 14, inset.height() + 14)
        switch = self.views.sizeHint()
        self.views.setGeometry(self.view.width() - switch.width() - 14, 10, switch.width(), switch.height())
        # Above the captions: there is wall, and not the artwork that one wants to see.
        # A narrow stage has no room beside the inset: the note lies above it and takes the whole width, in fewer lines.
        beside, bottom = 0, self.height() - self.view.captions_height - 22
        if narrow and not self.comparing:
            bottom = min(bottom, self.inset.y() - 8)
        elif not self.comparing:
            beside = inset.width() + 14
        width = min(self.view.width() - beside - 28, 620)
        self.note.setFixedWidth(width)
        # adjustSize() gives a long sentence too few lines: it asks before the label knows its width.
        self.note.resize(width, max(self.note.heightForWidth(width), self.note.minimumSizeHint().height()))
        self.note.move(14, bottom - self.note.height())

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
