"""What one can do with whole pieces: several open at once, versions in the tray, project files; with their keys.

Tabs and tray are made when there is something to show in them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout

from fwdesk.app.desk import Desk
from fwdesk.domain.draft import Verdict
from fwdesk.ui.view_tools import Adder, ViewTools

if TYPE_CHECKING:
    from fwdesk.app.subject import Subject
    from fwdesk.ui.main_window import MainWindow
    from fwdesk.ui.pieces_bar import PiecesBar
    from fwdesk.ui.tray import Tray

_KEPT_WORDS = {
    Verdict.YES: "Kept in the tray as a Yes.",
    Verdict.MAYBE: "Kept in the tray as a Maybe.",
    Verdict.NO: "Kept in the tray as a No.",
}


class PieceTools(QObject):
    """The tabs above the desk, the tray under the stage, and the menu's rows for both and for project files."""

    def __init__(
        self, window: MainWindow, desk: Desk, views: ViewTools, above: QVBoxLayout, below: QVBoxLayout
    ) -> None:
        """`above` takes the tabs, `below` the tray, each at its end."""
        super().__init__(window)
        self._window, self._desk, self._views = window, desk, views
        self._above, self._below = above, below
        self._reopen: QAction | None = None
        desk.pieces.changed.connect(self._pieces_changed)
        desk.session.tray_changed.connect(self._tray_changed)
        desk.projects.failed.connect(self._failed)

    def fill_file(self, menu: QMenu, add: Adder) -> None:
        """The rows of the File menu."""
        pieces = self._desk.pieces
        add(menu, "Open pro&ject…", self.ask_for_project, "Ctrl+Shift+J")
        add(menu, "&Save project", self.save_project, "Ctrl+S")
        add(menu, "Save project &as…", self.ask_where, "Ctrl+Shift+S")
        menu.addSeparator()
        add(menu, "One &more piece like this", pieces.branch, "Ctrl+T")
        add(menu, "&Next piece", lambda: pieces.step(1), "Ctrl+PgDown")
        add(menu, "Pre&vious piece", lambda: pieces.step(-1), "Ctrl+PgUp")
        add(menu, "&Close this piece", lambda: pieces.close(pieces.current), "Ctrl+W")
        self._reopen = add(menu, "Reo&pen the piece closed last", pieces.reopen, "Ctrl+Shift+W")
        self._reopen.setEnabled(pieces.can_reopen)

    def fill_piece(self, menu: QMenu, add: Adder) -> None:
        """The rows of the Piece menu."""
        keep = menu.addMenu("&Keep this version")
        add(keep, "&Yes", lambda: self.keep(Verdict.YES), "Y", single=True)
        add(keep, "&Maybe", lambda: self.keep(Verdict.MAYBE), "M", single=True)
        add(keep, "&No", lambda: self.keep(Verdict.NO), "N", single=True)
        add(menu, "To the tra&y of versions", self.go_to_tray, "T", single=True)

    # Versions

    @cached_property
    def tray(self) -> Tray:
        """The tray, under the stage."""
        from fwdesk.ui.tray import Tray

        tray = Tray(self._desk.session, self._desk.thumbs)
        tray.compare_asked.connect(self._compare)
        self._below.addWidget(tray)
        tray.refresh()
        return tray

    def keep(self, verdict: Verdict) -> None:
        """Keep the piece on the desk in the tray, or judge it anew."""
        session = self._desk.session
        if session.keep(verdict):
            session.note(_KEPT_WORDS[verdict], undo=True)
        elif session.piece:
            # Undo would take back whatever was done before.
            session.note(f"It is in the tray as a {verdict.value.capitalize()} already.")

    @Slot()
    def keep_yes(self) -> None:
        """Keep the piece on the desk in the tray as a yes."""
        self.keep(Verdict.YES)

    def go_to_tray(self) -> None:
        """Put the keyboard into the tray."""
        if self._desk.session.tray:
            self.tray.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._desk.session.note("The tray is empty. Y, M or N keeps the piece as it is: yes, maybe or no.")

    @Slot()
    def _tray_changed(self) -> None:
        if self._desk.session.tray:
            _ = self.tray

    @Slot()
    def _compare(self) -> None:
        from fwdesk.app.compare import Candidate
        from fwdesk.ui.tray import candidates

        self._views.compare_these([Candidate(name, piece) for name, piece in candidates(self._desk.session)])

    def alternatives(self) -> list[tuple[str, Subject, str]]:
        """The versions of the tray that are not the piece on the desk, No left out, for a client's proof."""
        from fwdesk.app.exporting import subject_of
        from fwdesk.ui.tray import candidates

        session, swatches = self._desk.session, self._desk.swatches
        others = [(name, piece) for name, piece in candidates(session) if piece != session.piece]
        made = [(name, subject_of(session, swatches, piece)) for name, piece in others]
        return [(name, subject, "") for name, subject in made if subject]

    # Pieces

    @cached_property
    def tabs(self) -> PiecesBar:
        """The tabs, above everything."""
        from fwdesk.ui.pieces_bar import PiecesBar

        tabs = PiecesBar(self._desk.pieces)
        self._above.addWidget(tabs)
        tabs.refresh()
        return tabs

    @Slot()
    def _pieces_changed(self) -> None:
        if len(self._desk.pieces.titles) > 1:
            _ = self.tabs
        if self._reopen:
            self._reopen.setEnabled(self._desk.pieces.can_reopen)

    # Projects

    def ask_for_project(self) -> None:
        """Let the artist pick a project file."""
        from fwdesk.ui.picture_dialog import pick_project

        pick_project(self._window, self._desk.projects.path).fileSelected.connect(self._open_project)

    @Slot(str)
    def _open_project(self, path: str) -> None:
        self._desk.projects.open(Path(path))

    def save_project(self) -> None:
        """Write the open pieces to the project file in use; ask for one the first time."""
        path = self._desk.projects.path
        if path:
            self._desk.projects.save(path)
        else:
            self.ask_where()

    def ask_where(self) -> None:
        """Let the artist say where the project goes."""
        from fwdesk.ui.picture_dialog import place_project

        name = Path(self._desk.keeper.picture.name).stem if self._desk.keeper.picture else "Project"
        place_project(self._window, self._desk.projects.path, name).fileSelected.connect(self._save_project)

    @Slot(str)
    def _save_project(self, path: str) -> None:
        self._desk.projects.save(Path(path))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._desk.session.note(str(error), "error")
