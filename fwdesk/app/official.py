"""FinerWorks' own picture of the framing: asked by itself, newest wins, its state always said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.link import Link, LinkState, is_down
from fwdesk.app.pictures import Picture
from fwdesk.app.service import Kind
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import crop_box
from fwdesk.domain.errors import ArtworkError, BadReply
from fwdesk.domain.geometry import measure
from fwdesk.domain.piece import Piece

LANE = "official"
_PAUSE_MS = 350
RENDER_SIZE = 900


class OfficialState(Enum):
    """Whether the vendor's picture is of the present piece, in the words shown beside it."""

    NONE = "Nothing to show"
    ASKED = "Asked"
    CURRENT = "Up to date"
    OUT_OF_DATE = "Out of date"
    REFUSED = "Refused"
    FAILED = "Not answered"


@dataclass(frozen=True, slots=True)
class OfficialPicture:
    """The vendor's picture; `laid_in` is true when the desk put the artwork into its window.

    `piece` is where the piece is in it (left, top, right, bottom in px); None where that cannot be told.
    """

    picture: Picture
    laid_in: bool
    fetched: bool
    piece: tuple[int, int, int, int] | None = None


class Official(QObject):
    """Keeps the vendor's picture up to date.

    Signals:
        changed(): the picture or its state changed.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Follows the session; asks again when the line is up."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._link = session, tasks, workshop, link
        self._state = OfficialState.NONE
        self._message = "Choose a frame or a mat to see FinerWorks' own preview."
        self._picture: OfficialPicture | None = None
        self._shown_for: tuple[Piece, str] | None = None
        self._urls: dict[tuple[str, str], str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        session.piece_changed.connect(self._changed)
        session.artwork_changed.connect(self._artwork_changed)
        link.up.connect(self.refresh)
        link.changed.connect(self._link_changed)

    @property
    def state(self) -> OfficialState:
        """Whether the picture is that of the present piece."""
        return self._state

    @property
    def message(self) -> str:
        """One sentence more: the vendor's reason, or what the picture shows."""
        return self._message

    @property
    def title(self) -> str:
        """Whose picture it is."""
        practice = self._link.service.kind is Kind.PRACTICE
        return "Practice lab’s own" if practice else "FinerWorks’ own"

    @property
    def picture(self) -> OfficialPicture | None:
        """The last picture that came."""
        return self._picture

    @property
    def _picture_on_desk(self) -> str:
        artwork = self._session.artwork
        return artwork.sha256 if artwork else ""

    @Slot()
    def refresh(self) -> None:
        """Ask again for the present piece."""
        self._shown_for = None
        self._changed(self._session.piece)

    @Slot()
    def _link_changed(self) -> None:
        """Another service draws another picture; a service that is gone draws none."""
        state = self._link.state
        if state is LinkState.STARTING:
            self._shown_for = self._picture = None
            self._become(OfficialState.ASKED, "Connecting to the service.")
        elif state is not LinkState.READY and self._state is OfficialState.ASKED:
            self._become(OfficialState.FAILED, "The service does not answer. The picture follows when it is back.")

    @Slot(object)
    def _artwork_changed(self, _artwork: object) -> None:
        # The same framing around another picture is another picture.
        self.refresh()

    @Slot(object)
    def _changed(self, piece: Piece | None) -> None:
        if piece is None:
            return
        if piece.framing is None:
            self._tasks.cancel(LANE)
            self._timer.stop()
            self._picture = None
            self._become(
                OfficialState.NONE, "FinerWorks previews framing only; this is a print without a frame or mat."
            )
            return
        if (piece, self._picture_on_desk) == self._shown_for and self._state is OfficialState.CURRENT:
            return
        # An answer for an earlier piece must not pass for this one's.
        self._tasks.cancel(LANE)
        outdated = self._picture is not None
        self._become(OfficialState.OUT_OF_DATE if outdated else OfficialState.ASKED, "Asking the service.")
        self._timer.start()

    @Slot()
    def _ask(self) -> None:
        piece, artwork, rules = self._session.piece, self._session.artwork, self._session.rules
        if piece is None or piece.framing is None:
            return
        if self._link.state is LinkState.STARTING:
            return
        workshop, urls = self._workshop, self._urls
        self._become(OfficialState.ASKED, "Asking the service.")

        def ask(cancel: Cancel) -> OfficialPicture:
            from fwdesk.render.official import lay_art_into, piece_box

            line, url = workshop.connection, ""
            if artwork and line.client.offers_upload(cancel=cancel):
                key = (line.service.url, artwork.sha256)
                url = urls.get(key, "")
                if not url:
                    url = urls[key] = line.client.upload_print_file(artwork.path, artwork.name, cancel=cancel)
            built = line.client.frame_builder(piece.code, render_size=RENDER_SIZE, image_url=url or None, cancel=cancel)
            if built.picture is None:
                raise BadReply(built.message or "the answer held no picture", method="frame_builder")
            image = workshop.decoder.decode_service_picture(built.picture)
            geometry = measure(piece.code, rules.style_of(piece), rules.frame_of(piece))
            found = piece_box(image, geometry)
            if url or artwork is None:
                return OfficialPicture(Picture.of(image), laid_in=False, fetched=bool(url), piece=found)
            box = crop_box(artwork.pixels, piece.image, piece.crop)
            image, laid_in = lay_art_into(image, geometry, artwork.proxy, box, artwork.pixels)
            return OfficialPicture(Picture.of(image), laid_in=laid_in, fetched=False, piece=found)

        def answered(picture: OfficialPicture) -> None:
            self._shown_for = piece, artwork.sha256 if artwork else ""
            self._answered(picture)

        self._tasks.run(ask, answered, self._failed, lane=LANE)

    def _answered(self, picture: OfficialPicture) -> None:
        self._link.works()
        self._picture = picture
        if self._picture.laid_in:
            words = "The service's frame; your picture was laid into its window by fwdesk."
        elif self._picture.fetched:
            words = "Drawn by the service, your picture included."
        else:
            words = "Drawn by the service."
        self._become(OfficialState.CURRENT, words)

    def _failed(self, error: Exception) -> None:
        self._shown_for = None
        if is_down(error) and not isinstance(error, BadReply):
            self._become(OfficialState.FAILED, "The service does not answer. The picture follows when it is back.")
        elif isinstance(error, BadReply | ArtworkError):
            words = str(error).rstrip(".")
            self._become(OfficialState.FAILED, f"The answer held no usable picture: {words}.")
        else:
            self._become(OfficialState.REFUSED, str(error))
        if not isinstance(error, BadReply):
            self._link.failed(error)

    def _become(self, state: OfficialState, message: str) -> None:
        self._state, self._message = state, message
        self.changed.emit()
