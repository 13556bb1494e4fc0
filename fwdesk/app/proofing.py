"""The soft proof: the picture as its paper would show it, through a profile that the artist gives for that paper.

fwdesk ships no profile and makes none up. Which one belongs to which paper is remembered by media id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.preview import Preview
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork, Intent, Proof

LANE = "soft proof"
_PROXY_SIDE = 2400
UNPROOFED = "color not proofed"


@dataclass(frozen=True, slots=True)
class Paper:
    """What was chosen for one paper: its profile, how colors are brought into it, whether its own white is shown."""

    profile: str
    intent: Intent = "relative"
    paper_white: bool = True


class Proofing(QObject):
    """Whether the stage shows a soft proof, of what, and what came of it.

    Signals:
        changed(): on or off, another choice, another result.
        kept(dict): the choices to remember, by media id.
    """

    changed = Signal()
    kept = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, preview: Preview) -> None:
        """Off; follows picture and paper."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._preview = session, tasks, workshop, preview
        self._papers: dict[int, Paper] = {}
        self._on = False
        self._gamut = False
        self._asked: tuple[object, ...] = ()
        self._shown: tuple[int, str] | None = None
        self.proof: Proof | None = None
        self.error: Exception | None = None
        session.artwork_changed.connect(self._follow)
        session.piece_changed.connect(self._follow)

    @property
    def on(self) -> bool:
        """Whether a proof is wanted on the stage."""
        return self._on

    @property
    def gamut(self) -> bool:
        """Whether what the paper cannot hold is striped."""
        return self._gamut

    @property
    def working(self) -> bool:
        """Whether a proof is being made."""
        return self._tasks.waits(LANE)

    @property
    def media(self) -> int:
        """The paper of the piece on the desk, by its id; 0 without a print."""
        piece = self._session.piece
        return piece.print.media if piece and piece.print else 0

    @property
    def media_name(self) -> str:
        """The paper's name, empty without a print."""
        media = self._session.catalog.media_by_id.get(self.media)
        return media.name if media else ""

    @property
    def paper(self) -> Paper | None:
        """What was chosen for the paper on the desk."""
        return self._papers.get(self.media)

    @property
    def words(self) -> str:
        """What the stage says of its colors."""
        paper, proof = self.paper, self.proof
        if not self._on:
            return UNPROOFED
        if paper is None:
            return f"{UNPROOFED}: no profile for this paper"
        if self.error:
            return f"{UNPROOFED}: its profile could not be used"
        if proof is None:
            return "soft proof on its way"
        white = ", paper white" if paper.paper_white else ""
        outside = f"; {self.outside}{', striped' if self._gamut else ''}" if self._gamut else ""
        return f"soft proof: {proof.profile}, {paper.intent}{white}{outside}"

    @property
    def outside(self) -> str:
        """How much of the picture the paper cannot hold, in words; empty without a proof."""
        if self.proof is None:
            return ""
        share = self.proof.outside
        if not share:
            return "all of it within the paper’s colors"
        return f"{'under 0.1' if share < 0.1 else f'{share:.1f}'} % outside the paper’s colors"

    def remember(self, papers: Mapping[int, Paper]) -> None:
        """Take over what was chosen in earlier runs."""
        self._papers = {**papers, **self._papers}
        self._follow()

    def switch(self, on: bool) -> None:
        """The proof on the stage, or the picture as it is."""
        if on != self._on:
            self._on = on
            self._follow()
            self.changed.emit()

    def stripe(self, on: bool) -> None:
        """Stripes on what the paper cannot hold, or none."""
        if on != self._gamut:
            self._gamut = on
            self._follow()
            self.changed.emit()

    def choose(self, paper: Paper | None) -> None:
        """Another choice for the paper on the desk, kept from now on; None forgets it."""
        if not self.media:
            return
        if paper is None:
            self._papers.pop(self.media, None)
        else:
            self._papers[self.media] = paper
        self._follow()
        self.kept.emit(dict(self._papers))
        self.changed.emit()

    @Slot()
    @Slot(object)
    def _follow(self, _what: object = None) -> None:
        """Ask for another proof if it would be another one."""
        artwork, paper = self._session.artwork, self.paper
        wanted: tuple[object, ...] = ()
        if self._on and artwork and paper and not artwork.stand_in:
            wanted = (artwork, paper, self._gamut)
        if wanted == self._asked:
            return
        # Another intent or white: the proof before stands in until the new one is there.
        key = (id(artwork), paper.profile) if wanted and paper else None
        same, self._shown = key is not None and key == self._shown, key
        self._asked, self.error = wanted, None
        self._tasks.cancel(LANE)
        if not same:
            self.proof = None
            self._preview.set_art(None)
        if artwork and paper and wanted:
            self._make(artwork, paper)
        self._tell()

    def _make(self, artwork: Artwork, paper: Paper) -> None:
        workshop, gamut = self._workshop, self._gamut

        def work(cancel: Cancel) -> Proof:
            from fwdesk.artwork.open import ProofWish

            wish = ProofWish(Path(paper.profile), paper.intent, paper.paper_white, gamut)
            return workshop.decoder.soft_proof(artwork.path, wish, proxy_side=_PROXY_SIDE, cancel=cancel)

        def done(proof: Proof) -> None:
            self.proof = proof
            self._preview.set_art((artwork, proof.picture))
            self._tell()

        self._tasks.run(work, done, self._failed, lane=LANE)

    def _failed(self, error: Exception) -> None:
        self.error, self.proof = error, None
        self._preview.set_art(None)
        if isinstance(error, ArtworkError):
            self._session.note(str(error), "warn")
        self._tell()

    def _tell(self) -> None:
        self._preview.say_colors(self.words)
        self.changed.emit()
