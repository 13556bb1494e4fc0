"""Opens the artist's pictures, one at a time, and knows which one is meant to be on the desk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.copies import keep_copy, stand_in
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.draft import PictureRef
from fwdesk.domain.errors import ArtworkError

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

OPEN_LANE = "open"
PROXY_SIDE = 2400
"""Longest side of what is shown of an opened picture, in pixels."""
_AT_HAND = 4
"""Opened pictures that are kept: a proxy takes up to 17 MB."""


class Keeper(QObject):
    """Opens pictures and puts them on the desk.

    Signals:
        opening(str): a picture is being opened; its name.
        left(): what was being opened is no longer awaited.
        opened(): a picture was put on the desk, or the sample in its place.
        open_failed(Exception): it could not be; the picture on the desk stays.
    """

    opening = Signal(str)
    left = Signal()
    opened = Signal()
    open_failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, sample: Path) -> None:
        """`sample` is shown until the artist opens a picture."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._sample = sample
        self._picture: PictureRef | None = None
        self._at_hand: OrderedDict[str, Artwork] = OrderedDict()
        self._putting = False
        session.artwork_changed.connect(self._follow)

    @property
    def shows_sample(self) -> bool:
        """True while the sample picture is on the desk."""
        artwork = self._session.artwork
        return artwork is not None and artwork.path == self._sample

    @property
    def picture(self) -> PictureRef | None:
        """The picture that belongs to the piece on the desk, be it found or not; None for the sample."""
        return self._picture

    def open(self, path: Path, *, fit: bool = True) -> None:
        """Open a picture and put it on the desk. If that fails the one that is there stays."""
        self._open(path, fit, None)

    def start(self, path: Path, picture: PictureRef | None) -> None:
        """Open a picture in the place of one that is not on the desk yet, and show that one if it cannot be opened."""
        self._picture = picture

        def back() -> None:
            at_hand = self.show(picture)
            if at_hand:
                self._put(at_hand, fit=False)

        self._open(path, True, back)

    def _open(self, path: Path, fit: bool, instead: Callable[[], None] | None) -> None:
        workshop, was = self._workshop, self._picture

        def work(cancel: Cancel) -> Artwork:
            return workshop.decoder.open_artwork(path, proxy_side=PROXY_SIDE, cancel=cancel)

        def done(artwork: Artwork) -> None:
            # The same content is the picture found again: its piece stays as it is.
            self._put(artwork, fit=fit and not (was and was.sha256 == artwork.sha256))

        self._run(path.name, work, done, instead=instead)

    def show(self, picture: PictureRef | None, *, fit: bool = False) -> Artwork | None:
        """Put the picture of a piece on the desk; a small copy, or else the sample, if it cannot be found.

        Returns it if it is at hand: then the caller puts it there. `fit` changes the size of the piece so as not to
        crop, which a piece that was worked on already does not want.
        """
        if self._tasks.waits(OPEN_LANE):
            self._tasks.cancel(OPEN_LANE)
            self.left.emit()
        self._picture = picture
        at_hand = self._at_hand.get(picture.sha256 if picture else "")
        if at_hand:
            return at_hand
        if picture is None:
            self.open(self._sample, fit=fit)
            return None
        workshop = self._workshop

        def work(cancel: Cancel) -> Artwork:
            return _find(workshop, picture, cancel)

        def done(artwork: Artwork) -> None:
            if artwork.stand_in:
                words = f"{picture.name} is no longer where it was: a small copy is shown. Open it again to order it."
                self._session.note(words, "warn")
            elif artwork.sha256 != picture.sha256:
                self._session.note(f"{artwork.name} is not the picture it was: its file has changed.", "warn")
            self._put(artwork, fit=fit)

        self._run(picture.name, work, done, instead=lambda: self.open(self._sample, fit=False))
        return None

    @Slot(object)
    def take(self, artwork: Artwork) -> None:
        """Somebody puts this picture on the desk: it is the one that is kept with the piece, and no other comes."""
        self._tasks.cancel(OPEN_LANE)
        self._picture = picture_of(artwork)

    def _run(
        self,
        name: str,
        work: Callable[[Cancel], Artwork],
        done: Callable[[Artwork], None],
        *,
        instead: Callable[[], None] | None,
    ) -> None:
        """Open something; `instead` shows something else when that fails."""
        self.opening.emit(name)

        def failed(error: Exception) -> None:
            if isinstance(error, ArtworkError) and error.kind == "gone":
                self._session.note(str(error), "warn")
            else:
                self.open_failed.emit(error)
            if instead:
                instead()

        self._tasks.run(work, done, failed, lane=OPEN_LANE, near=True)

    def _put(self, artwork: Artwork, *, fit: bool) -> None:
        is_sample = artwork.path == self._sample
        if not artwork.stand_in:
            name = "" if is_sample else artwork.sha256
            self._at_hand[name] = artwork
            self._at_hand.move_to_end(name)
            while len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
            if not is_sample:
                self._picture = picture_of(artwork)
                self._tasks.run(lambda _cancel: keep_copy(self._workshop, artwork), _nothing, _shrug, lane="copy")
        self._putting = True
        self._session.set_artwork(artwork, fit=fit)
        self._putting = False
        self.opened.emit()

    @Slot(object)
    def _follow(self, artwork: Artwork | None) -> None:
        """A picture that others put on the desk, as with a line of the order, is the one that is meant to be there."""
        if self._putting or artwork is None:
            return
        self._tasks.cancel(OPEN_LANE)
        if artwork.path == self._sample:
            self._picture = None
        elif self._picture is None or self._picture.sha256 != artwork.sha256:
            self._picture = picture_of(artwork)


def picture_of(artwork: Artwork) -> PictureRef:
    """A picture by its content, and where it is."""
    return PictureRef(artwork.name, artwork.sha256, str(artwork.path), artwork.file_size, artwork.pixels)


def _find(workshop: Workshop, picture: PictureRef, cancel: Cancel) -> Artwork:
    """The picture of a piece, or its small copy. Runs on a worker. Raises `ArtworkError` of the kind "gone"."""
    from fwdesk.store.relink import find_picture

    path = find_picture(picture)
    if path:
        return workshop.decoder.open_artwork(path, proxy_side=PROXY_SIDE, cancel=cancel)
    copy = stand_in(workshop, picture, Path(picture.path), cancel)
    if copy is None:
        words = f"{picture.name} is no longer where it was. Open it again; the framing is kept."
        raise ArtworkError("gone", words)
    return copy


def _nothing(_result: None) -> None:
    """A copy was kept."""


def _shrug(_error: Exception) -> None:
    """A copy was not kept: the picture itself is there."""
