"""Opens the desk: an empty window first, with PySide6 and nothing else; then the rest, imported on a worker.

The first paint is what an artist waits for. What the desk is made of takes three times as long to import as PySide6
does, so it comes afterwards, off the UI thread; the window is furnished when it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from fwdesk.app.start import Options, import_all
from fwdesk.store.folders import Folders
from fwdesk.store.peek import peek
from fwdesk.ui.application import make_app
from fwdesk.ui.main_window import MainWindow
from fwdesk.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from fwdesk.app.logbook import Logbook
    from fwdesk.app.tasks import Tasks
    from fwdesk.bootstrap import Program

FURNITURE = ("fwdesk.bootstrap", "fwdesk.app.logbook", "fwdesk.ui.side", "fwdesk.ui.bar", "fwdesk.ui.client_mode",
             "fwdesk.ui.menus", "fwdesk.ui.stage", "fwdesk.ui.title", "fwdesk.ui.rail")  # fmt: skip
"""What the window is furnished with."""


class Opening(QObject):
    """One start: the empty window, then the program in it."""

    def __init__(self, app: QApplication, options: Options) -> None:
        """Makes the window; nothing is shown yet."""
        super().__init__()
        self._app, self._options = app, options
        self.folders = Folders(options.data_dir)
        found = peek(self.folders.settings_file)
        # The system's own look, read off its palette: asking Qt for the color scheme costs 35 ms of enumerations.
        dark = found.theme == "dark" or (found.theme == "system" and app.palette().window().color().lightness() < 128)
        self.window = MainWindow(DARK if dark else LIGHT, found.window)
        self.program: Program | None = None
        self._logbook: Logbook | None = None
        self._tasks: Tasks | None = None
        self.window.painted.connect(self._painted)

    @Slot()
    def _painted(self) -> None:
        QTimer.singleShot(0, self._import)

    @Slot()
    def _import(self) -> None:
        from fwdesk.app.tasks import Tasks

        self._tasks = Tasks()
        self._tasks.run(lambda _cancel: import_all(FURNITURE), self._furnish, self._failed, lane="furniture")

    def _furnish(self, _nothing: None) -> None:
        from fwdesk.app.logbook import Logbook
        from fwdesk.bootstrap import Program

        self.program = Program(self._app, self._options, self.window, self._tasks)
        self._logbook = Logbook(self.folders.log, self.program.desk.workshop.redact)
        self._logbook.stumbled.connect(self.program.stumbled)
        self._logbook.open()
        self.program.begin()

    def _failed(self, error: Exception) -> None:
        # Something of the installation is missing: there is no desk to say it on.
        self._app.exit(1)
        raise error

    def close(self) -> None:
        """Everything ends."""
        if self.program:
            self.program.close()
        elif self._tasks:
            self._tasks.shutdown()
        if self._logbook:
            self._logbook.close()


def run(options: Options, arguments: list[str]) -> int:
    """Open the desk and stay until its window is closed. Returns the exit code."""
    app = make_app(arguments)
    opening = Opening(app, options)
    opening.window.show()
    try:
        return app.exec()
    finally:
        opening.close()
