"""Where the print file lies: chosen, fetched and looked at before an order may carry its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.ordering import Ordering
from fwdesk.app.pictures import Picture
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.order import PrintFile

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.finerworks.answers import LibraryImage
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.orders.print_file import Match

CHECK_LANE, LIBRARY_LANE, UPLOAD_LANE = "print file", "image library", "upload offered"
PER_PAGE = 24
THUMBNAIL = 96
"""The longest side of a thumbnail, in pixels."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was fetched: where it lies, how it compares with the picture on the desk, how many bytes it has."""

    file: PrintFile
    match: Match
    size: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the image library. `total` is None when the service does not say."""

    images: tuple[LibraryImage, ...] = ()
    page: int = 1
    total: int | None = None
    searched: str = ""

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        if self.total is None:
            return len(self.images) == PER_PAGE
        return self.page * PER_PAGE < self.total


class PrintFiles(QObject):
    """What is known of the places a print file may lie in.

    Signals:
        changed(): what was checked, the library, or whether files can be handed over.
        failed(Exception): a check or a look into the library did not go through.
        thumbnail(str, Picture): the thumbnail of an image in the library, by its GUID.
        places_changed(str, str): another upload folder and pattern of addresses, to be remembered.
    """

    changed = Signal()
    failed = Signal(object)
    thumbnail = Signal(str, object)
    places_changed = Signal(str, str)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, ordering: Ordering) -> None:
        """Asks nothing by itself."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._link, self._ordering = link, ordering
        self.folder, self.pattern = "", ""
        """The artist's upload folder and the pattern of its addresses, as they were used last."""
        self._takes_files: bool | None = None
        self._checked: Checked | None = None
        self._shelf: Shelf | None = None
        session.artwork_changed.connect(self._outdate)
        link.changed.connect(self._link_changed)

    @property
    def takes_files(self) -> bool | None:
        """Whether the service takes files itself; None before it was asked."""
        return self._takes_files

    @property
    def checked(self) -> Checked | None:
        """The file that was fetched last, for the picture on the desk."""
        return self._checked

    @property
    def shelf(self) -> Shelf | None:
        """The page of the library that is on show; None before it was asked for."""
        return self._shelf

    @property
    def address(self) -> str:
        """The address that the order has now; empty where the file is handed over."""
        return self._ordering.file_url

    @property
    def needs_address(self) -> bool:
        """Whether the service is known to take no files, or an address was given."""
        return self._ordering.needs_url

    @property
    def busy(self) -> bool:
        """True while a file is being fetched."""
        return self._tasks.waits(CHECK_LANE)

    # Asking

    def ask_upload(self) -> None:
        """Ask whether the service takes files (a practice service on this computer does)."""
        workshop = self._workshop

        def ask(cancel: Cancel) -> bool:
            return workshop.client.offers_upload(cancel=cancel)

        def answered(takes: bool) -> None:
            self._takes_files = takes
            self.changed.emit()

        self._tasks.run(ask, answered, self._fail, lane=UPLOAD_LANE)

    def hand_over(self) -> None:
        """Let the desk hand the file to the service when the ways to send it are asked for."""
        self._ordering.set_file_url("")

    def check(self, url: str) -> None:
        """Fetch what is at an address, look at it, and compare it with the picture on the desk."""
        self._fetch(lambda _artwork, _cancel: url)

    def check_image(self, image: LibraryImage) -> None:
        """Fetch a picture of the library. Raises nothing: one without an address is said."""
        self._fetch(lambda _artwork, _cancel: image.full_url)

    def use_folder(self, folder: str, pattern: str) -> None:
        """Copy the picture on the desk into the artist's upload folder, and fetch it from the web."""
        if (folder, pattern) != (self.folder, self.pattern):
            self.folder, self.pattern = folder, pattern
            self.places_changed.emit(folder, pattern)

        def put(artwork: Artwork, cancel: Cancel) -> str:
            from fwdesk.orders.print_file import UploadFolder

            place = UploadFolder(Path(folder).expanduser(), pattern)
            return place.put(artwork.path, artwork.sha256, cancel=cancel)

        self._fetch(put, must_be_same=True)

    def search(self, text: str = "", page: int = 1) -> None:
        """Look into the image library of the account, newest first."""
        workshop, wanted = self._workshop, text.strip()

        def ask(cancel: Cancel) -> Shelf:
            found = workshop.client.list_images(search=wanted, page_number=page, per_page=PER_PAGE, cancel=cancel)
            return Shelf(found.rows, page, found.total, wanted)

        def answered(shelf: Shelf) -> None:
            self._link.works()
            self._shelf = shelf
            self.changed.emit()
            for image in shelf.images:
                self._ask_thumbnail(image)

        self._tasks.run(ask, answered, self._fail, lane=LIBRARY_LANE)

    def add_to_library(self, title: str) -> None:
        """Put the address that was checked in the library, so that it can be picked there the next time."""
        checked, workshop = self._checked, self._workshop
        if checked is None:
            return

        def add(cancel: Cancel) -> None:
            from fwdesk.orders.print_file import register

            register(workshop.client, checked.file, checked.size, title, cancel=cancel)

        def added(_nothing: None) -> None:
            self._session.note("The address is in your FinerWorks image library now.")
            self.search()

        self._tasks.run(add, added, self._fail, lane=LIBRARY_LANE)

    def accept(self) -> bool:
        """Use the file that was checked for the order. False if there is none, or if its shape is another."""
        from fwdesk.orders.print_file import Match

        checked = self._checked
        if checked is None or checked.match is Match.SHAPE:
            return False
        self._ordering.use_file(checked.file)
        return True

    # Inside

    def _fetch(self, address: Callable[[Artwork, Cancel], str], *, must_be_same: bool = False) -> None:
        artwork, workshop = self._session.artwork, self._workshop
        if artwork is None:
            self.failed.emit(ArtworkError("none", "Open a picture first."))
            return
        self._checked = None

        def fetch(cancel: Cancel) -> Checked:
            url = address(artwork, cancel)
            return _looked_at(workshop, workshop.client, artwork, url, must_be_same, cancel)

        self._tasks.run(fetch, self._found, self._fail, lane=CHECK_LANE)
        self.changed.emit()

    def _found(self, checked: Checked) -> None:
        self._checked = checked
        self.changed.emit()

    def _ask_thumbnail(self, image: LibraryImage) -> None:
        if not image.thumbnail_url:
            return
        workshop = self._workshop

        def fetch(cancel: Cancel) -> Picture:
            data = workshop.client.fetch_picture(image.thumbnail_url, cancel=cancel)
            found = workshop.decoder.decode_service_picture(data, cancel=cancel)
            found.thumbnail((THUMBNAIL, THUMBNAIL))
            return Picture.of(found)

        def failed(_error: Exception) -> None:
            """The image stands in the list without its thumbnail."""

        self._tasks.run(
            fetch, lambda picture: self.thumbnail.emit(image.guid, picture), failed, lane=f"thumbnail {image.guid}"
        )

    def _fail(self, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(error)
        self.changed.emit()

    @Slot(object)
    def _outdate(self, _artwork: object) -> None:
        """Another picture: what was found for the one before does not count."""
        self._tasks.cancel(CHECK_LANE)
        self._checked = None
        self.changed.emit()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            for lane in (CHECK_LANE, LIBRARY_LANE, UPLOAD_LANE):
                self._tasks.cancel(lane)
            self._checked, self._takes_files, self._shelf = None, None, None
            self.changed.emit()


def _looked_at(
    workshop: Workshop, client: FinerWorks, artwork: Artwork, url: str, must_be_same: bool, cancel: Cancel
) -> Checked:
    """Fetch a file and compare it. On a worker. Raises `ArtworkError`, `StoreError`, `Cancelled`."""
    from fwdesk.orders.delivery import check_url
    from fwdesk.orders.print_file import Match, match_of

    sizes: list[int] = []

    def measure(path: Path) -> Pixels:
        sizes.append(path.stat().st_size)
        return workshop.decoder.open_artwork(path, proxy_side=64, cancel=cancel).pixels

    file = check_url(client, url, measure, cancel=cancel)
    match = match_of(file, artwork.pixels, artwork.sha256)
    if must_be_same and match is not Match.SAME:
        words = "The address answers with another file than the one in the folder. Is the pattern right?"
        raise ArtworkError("differs", words, url)
    return Checked(file, match, sizes[0])
