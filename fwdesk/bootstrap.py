"""The only place where long-lived objects are made and wired."""

from __future__ import annotations

import gc
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QObject, Slot
from PySide6.QtWidgets import QApplication

from fwdesk.app.addressing import Addressing
from fwdesk.app.archivist import Archivist
from fwdesk.app.authorship import Authorship
from fwdesk.app.backing import Backing
from fwdesk.app.desk import Desk
from fwdesk.app.favorites import Favorites
from fwdesk.app.finder import Finder
from fwdesk.app.keeper import Keeper
from fwdesk.app.kept_cart import KeptCart
from fwdesk.app.landed import LandedTotals
from fwdesk.app.last_word import LastWord
from fwdesk.app.link import Link
from fwdesk.app.lookout import Lookout
from fwdesk.app.mat_advice import MatAdvice
from fwdesk.app.official import Official
from fwdesk.app.order_book import OrderBook
from fwdesk.app.ordering import Ordering
from fwdesk.app.own_wall import Kept
from fwdesk.app.pieces import Pieces
from fwdesk.app.practising import PRACTICE_KEYS, Practice
from fwdesk.app.preview import Preview
from fwdesk.app.prices import Prices
from fwdesk.app.print_copies import PrintCopies
from fwdesk.app.print_files import PrintFiles
from fwdesk.app.projects import Projects
from fwdesk.app.proofing import Paper, Proofing
from fwdesk.app.recipes import Recipes
from fwdesk.app.remembering import Remembering
from fwdesk.app.reorder import Reorders
from fwdesk.app.retailing import Retailing
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.start import Options, import_all
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.app.thumbs import Thumbs
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.draft import PROJECT_SUFFIX
from fwdesk.resources import resource
from fwdesk.store.folders import Folders
from fwdesk.store.peek import peek
from fwdesk.ui import theme
from fwdesk.ui.application import make_app
from fwdesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fwdesk.store.settings import Settings

__all__ = ["Options", "Program", "make_app", "make_desk"]

SAMPLE = "sample/sample.jpg"
HEAVY = (
    "pydantic",
    "fwdesk.store.settings",
    "fwdesk.store.desk_file",
    "fwdesk.store.cart_file",
    "fwdesk.store.relink",
    "fwdesk.store.hearts",
    "fwdesk.store.secrets",
    "fwdesk.store.cache",
    "fwdesk.artwork.open",
    "fwdesk.artwork.doctor",
    "fwdesk.render.draw",
    "fwdesk.render.tiles",
    "fwdesk.render.official",
    "fwdesk.finerworks.client",
    "fwdesk.catalog.load",
    "fwdesk.catalog.kept",
    "fwdesk.practice.server",
    "fwdesk.practice.service",
    "fwdesk.orders.ledger",
    "fwdesk.orders.submit",
    "fwdesk.orders.preflight",
    "fwdesk.orders.permit",
    "fwdesk.orders.delivery",
    "fwdesk.orders.print_file",
    "fwdesk.orders.address",
    "fwdesk.orders.address_book",
    "fwdesk.store.addresses",
    "fwdesk.orders.tracking",
    "fwdesk.orders.changes",
    "fwdesk.orders.timeline",
    "fwdesk.orders.archive",
)


def dress(app: QApplication, choice: str) -> None:
    """Put the house's style, font, language and look on the application."""
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app.setFont(theme.base_font(app))
    theme.apply(app, choice)


def make_desk(folders: Folders, practice: Practice, tasks: Tasks | None = None) -> Desk:
    """Every presenter, wired, with nothing running yet."""
    tasks = tasks or Tasks()
    session = Session()
    workshop = Workshop(folders, practice.start, PRACTICE_KEYS)
    swatches = Swatches(tasks, workshop, session)
    # First among those who follow the session: drawing goes on in a worker while the others look.
    preview = Preview(session, tasks, workshop, swatches)
    link = Link(session, tasks, workshop)
    retailing = Retailing(session)
    prices = Prices(session, tasks, workshop, link, retailing)
    ordering = Ordering(session, tasks, workshop, link, prices)
    book = OrderBook(session, tasks, workshop, link)
    ordering.sent.connect(book.refresh)
    archivist = Archivist(session, tasks, workshop, swatches)
    ordering.left.connect(archivist.keep)
    backing = Backing(session, tasks, workshop)
    for written in (ordering.sent, book.decided, book.answered):
        written.connect(backing.changed)
    keeper = Keeper(session, tasks, workshop, resource(SAMPLE))
    ordering.cart.opened.connect(keeper.take)
    pieces = Pieces(session, tasks, workshop, keeper)
    link.catalogs.also_saved(pieces.codes)
    Lookout(session, tasks, workshop, book)
    return Desk(
        session=session,
        tasks=tasks,
        workshop=workshop,
        link=link,
        swatches=swatches,
        preview=preview,
        official=Official(session, tasks, workshop, link),
        prices=prices,
        retailing=retailing,
        mat_advice=MatAdvice(session, tasks),
        finder=Finder(session, tasks),
        favorites=Favorites(session, tasks, workshop, link),
        ordering=ordering,
        thumbs=Thumbs(session, tasks, workshop, swatches),
        book=book,
        addresses=Addressing(session, tasks, workshop, ordering),
        print_files=PrintFiles(session, tasks, workshop, link, ordering),
        landed=LandedTotals(session, tasks, workshop, link, prices, ordering),
        archivist=archivist,
        authorship=Authorship(session),
        keeper=keeper,
        pieces=pieces,
        kept_cart=KeptCart(session, ordering.cart, tasks, workshop),
        projects=Projects(session, tasks, workshop, pieces),
        print_copies=PrintCopies(session, tasks, keeper),
        proofing=Proofing(session, tasks, workshop, preview),
        remembering=Remembering(session, tasks, workshop, keeper),
        reorders=Reorders(session, tasks, workshop, keeper),
        recipes=Recipes(session, tasks, workshop),
    )


class Program(QObject):
    """One run of the desk: the window first, then everything else, and an orderly end."""

    def __init__(
        self, app: QApplication, options: Options, window: MainWindow | None = None, tasks: Tasks | None = None
    ) -> None:
        """Furnishes the window (a new one if none is given); `begin` starts the work once it was painted."""
        super().__init__()
        self._app, self._options = app, options
        self.folders = Folders(options.data_dir)
        self._theme = peek(self.folders.settings_file).theme
        dress(app, self._theme)
        self.practice = Practice(self.folders.data / "practice")
        self.desk = make_desk(self.folders, self.practice, tasks)
        # Before anything is shown: a cost must not be seen for a moment while a client looks on.
        self.desk.retailing.set_client(peek(self.folders.settings_file).client, keep=False)
        self.window = window or MainWindow(theme.Theme.tokens, peek(self.folders.settings_file).window)
        self.window.furnish(self.desk)
        self._settings: Settings | None = None
        self._changes: dict[str, object] = {}
        self._file = LastWord()
        self._begun = False
        self.window.painted.connect(self.begin)
        self.window.closing.connect(self._closing)
        self.window.menus.theme_chosen.connect(self.use_theme)
        self.window.menus.service_chosen.connect(self.use_service)
        self.window.menus.mark_theme(self._theme)
        self.window.menus.real_size.calibrated.connect(self._screens_measured)
        self.window.menus.tools.wall_kept.connect(self._wall_measured)
        self.desk.proofing.kept.connect(self._keep_proofs)
        self.desk.retailing.kept.connect(self._keep_all)
        self.desk.authorship.kept.connect(self._keep_all)
        self.desk.session.artwork_changed.connect(self._artwork_changed)
        self.desk.session.catalog_changed.connect(self._settle)
        self.desk.print_files.places_changed.connect(self._upload_place)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @Slot()
    def begin(self) -> None:
        """Import what is heavy on one worker, then start everything else. Called once, after the first paint."""
        if not self._begun:
            self._begun = True
            # One importer at a time: two threads in pydantic's circular imports see half of each other.
            self.desk.tasks.run(lambda _cancel: import_all(HEAVY), self._start, self._cannot_start, lane="imports")

    @Slot()
    def _settle(self) -> None:
        """Modules and catalog stay: to look through them all for garbage would stop the window for 80 ms."""
        gc.freeze()

    def _cannot_start(self, error: Exception) -> None:
        self.desk.session.note(f"fwdesk is not installed completely: {error}. Run packaging/start.py again.", "error")

    def _start(self, _nothing: None) -> None:
        """Read the settings, open the line, bring back the last piece."""
        path = self.folders.settings_file

        def read(_cancel: Cancel) -> tuple[Settings, tuple[str, ...]]:
            from fwdesk.store import settings

            return settings.load(path)

        self.desk.tasks.run(read, self._settings_read, self._settings_failed, lane="settings")
        given = self._options.artwork
        project = given if given and given.suffix.lower() == PROJECT_SUFFIX else None
        if project:
            self.desk.pieces.restored.connect(lambda: self.desk.projects.open(project))
        self.desk.remembering.load()
        self.desk.ordering.cart.awaited = True
        self.desk.pieces.restored.connect(self.desk.kept_cart.restore)
        self.desk.pieces.restore(None if project else given)
        self.window.side.show_options()

    def _settings_read(self, answer: tuple[Settings, tuple[str, ...]]) -> None:
        self._settings, notes = answer
        for note in notes:
            self.desk.session.note(note, "warn")
        self.desk.link.open(Service.of(self._options.service or self._settings.service))
        self.window.menus.real_size.screens = dict(self._settings.screens)
        if wall := self._settings.wall:
            self.window.menus.tools.remembered_wall = Kept(wall.path, wall.points, wall.width, wall.height)
        # What was opened before the settings were read is newer than what they hold.
        recent = self.window.menus.recent
        older = (path for path in self._settings.recent if path not in recent.paths)
        recent.paths = (*recent.paths, *older)
        if "recent" in self._changes:
            self._changes["recent"] = recent.paths
        proofs = {
            media: Paper(one.profile, one.intent, one.paper_white) for media, one in self._settings.proofs.items()
        }
        self.desk.proofing.remember(proofs)
        if not {"retail", "retail_prices"} & self._changes.keys():
            self.desk.retailing.restore(self._settings.retail, self._settings.retail_prices)
        self.desk.authorship.restore(self._settings.artist, self._settings.titles)
        files = self.desk.print_files
        files.folder, files.pattern = self._settings.upload_folder, self._settings.upload_address
        if self._settings.recipient:
            self.desk.ordering.set_recipient(self._settings.recipient)

    def _settings_failed(self, error: Exception) -> None:
        self.desk.session.note(str(error), "error")
        self.desk.link.open(Service.of(self._options.service or "practice"))

    @Slot(str)
    def use_theme(self, choice: str) -> None:
        """Another look, at once."""
        self._theme = choice
        theme.apply(self._app, choice)
        self.window.restyle()
        self._keep(theme=choice)

    @Slot()
    @Slot(object)
    def _system_changed(self, _scheme: object = None) -> None:
        if self._theme == "system":
            theme.apply(self._app, "system")
            self.window.restyle()

    @Slot(object)
    def use_service(self, service: Service) -> None:
        """Another service; the piece stays."""
        self.desk.swatches.forget()
        self.desk.link.open(service)
        self._keep(service=service.url or service.kind.value)

    @Slot(object)
    def _artwork_changed(self, _artwork: object) -> None:
        artwork = self.desk.session.artwork
        # A small copy stands in for a file that is not there: nothing that could be opened again.
        if artwork and not artwork.stand_in and not self.desk.keeper.shows_sample:
            path = str(artwork.path)
            self.window.menus.recent.opened(path)
            self._keep(artwork=path, recent=self.window.menus.recent.paths)

    @Slot(str, str)
    def _upload_place(self, folder: str, address: str) -> None:
        self._keep(upload_folder=folder, upload_address=address)

    @Slot(object)
    def _screens_measured(self, screens: dict[str, int]) -> None:
        self._keep(screens=screens)

    @Slot(object)
    def _keep_all(self, changes: dict[str, object]) -> None:
        self._keep(**changes)

    @Slot(object)
    def _keep_proofs(self, papers: dict[int, Paper]) -> None:
        self._keep(proofs={media: asdict(paper) for media, paper in papers.items()})

    @Slot(object)
    def _wall_measured(self, wall: Kept) -> None:
        self._keep(wall=asdict(wall))

    def _keep(self, **changes: object) -> None:
        self._changes.update(changes)
        self._write_settings()

    def _write_settings(self, *, now: bool = False) -> None:
        if self._settings is None or not self._changes:
            return
        self._settings = kept = self._settings.changed(**self._changes)
        self._changes.clear()
        path, number = self.folders.settings_file, self._file.take()

        def write(_cancel: Cancel | None) -> None:
            from fwdesk.store import settings

            self._file.write(number, lambda: settings.save(path, kept))

        if now:
            write(None)
        else:
            self.desk.tasks.run(write, _nothing, self._settings_not_kept, lane="settings")

    def _settings_not_kept(self, error: Exception) -> None:
        self.desk.session.note(f"The settings could not be saved. {error}", "warn")

    @Slot(QByteArray)
    def _closing(self, geometry: QByteArray) -> None:
        self._changes["window"] = bytes(geometry.toBase64().data()).decode()
        recipient = self.desk.ordering.recipient
        if recipient.address_1:
            self._changes["recipient"] = recipient
        self._write_settings(now=True)

    @Slot(str)
    def stumbled(self, kind: str) -> None:
        """Something nobody expected went wrong; the work is kept."""
        self.desk.session.note(
            f"fwdesk stumbled over its own feet ({kind}). Your work is kept; the log says more.", "error"
        )

    def close(self) -> None:
        """Everything ends: workers, child process, practice service."""
        try:
            self.desk.close()
        finally:
            self.practice.stop()


def _nothing(_result: None) -> None:
    """Saved settings need no word."""
