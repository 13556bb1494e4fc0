"""What a picture or a proof is made of, taken from the desk at one moment. No Qt, so that commands can use it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fwdesk.app.press import Alternative, PictureJob, ProofJob, Source
from fwdesk.app.scenes import WALL, scene_of
from fwdesk.domain.code_words import difference_words
from fwdesk.domain.geometry import measure
from fwdesk.domain.piece import Piece
from fwdesk.domain.proof import Paper, Proof, materials, measures, one_line, piece_text
from fwdesk.domain.rules import Rules
from fwdesk.domain.shots import HONEST, Shot, View, link, title_of

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Artwork
    from fwdesk.render.files import About
    from fwdesk.render.scene import Scene


@dataclass(frozen=True, slots=True)
class Subject:
    """What a picture is made of: the piece as it was when the artist asked, whatever happens on the desk meanwhile."""

    piece: Piece
    rules: Rules
    artwork: Artwork
    strip: Image.Image | None = None
    wall: str = WALL

    def scene(self) -> Scene:
        """As the renderer wants it. On workers."""
        return scene_of(self.piece, self.rules, self.artwork.pixels, self.strip, self.wall)

    @property
    def source(self) -> Source:
        """The artwork's file."""
        return Source(self.artwork.path, self.artwork.name, self.artwork.sha256)

    def job(self, shot: Shot, path: Path) -> PictureJob:
        """What the press needs to make a picture of it. On workers."""
        return PictureJob(self.scene(), shot, self.source, about(self, shot.view), path)

    def proof(self, wishes: Wishes, others: Sequence[tuple[str, Subject, str]], path: Path) -> ProofJob:
        """What the press needs to make a proof of it, with other versions (name, piece, price). On workers."""
        code, shop = self.piece.code, self.rules.catalog
        scene = self.scene()
        proof = Proof(
            title=one_line(wishes.title) or title_of(self.artwork.name),
            artist=one_line(wishes.artist),
            client=one_line(wishes.client),
            date=wishes.date,
            code=str(code),
            link=link(code),
            materials=materials(self.piece, self.rules),
            measures=measures(scene.geometry),
            price=wishes.price,
            paper=wishes.paper,
        )
        kept = tuple(
            Alternative(
                name,
                difference_words(code, one.piece.code, shop) if one.piece.code != code else "The same piece.",
                price,
                str(one.piece.code),
                one.scene(),
            )
            for name, one, price in others[:MOST_OTHERS]
        )
        return ProofJob(proof, scene, kept, self.source, path)


MOST_OTHERS = 4
"""Alternatives that fit on a proof's last page."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the artist typed for a proof. `price` is what the client reads, empty for none."""

    title: str
    artist: str
    client: str
    date: datetime.date
    price: str
    paper: Paper


def told(piece: Piece, rules: Rules, title: str) -> str:
    """A piece as text that can be pasted anywhere, also back into fwdesk. Without any price."""
    geometry = measure(piece.code, rules.style_of(piece), rules.frame_of(piece))
    return piece_text(title, str(piece.code), link(piece.code), materials(piece, rules), measures(geometry))


def about(subject: Subject, view: View) -> About:
    """What is written into the file."""
    from fwdesk.render.files import About

    code, title = str(subject.piece.code), title_of(subject.artwork.name)
    if view is View.PRINT:
        words = f"{title}, cropped as it prints. Converted to sRGB; color not proofed. {code}"
    else:
        words = f"{title}. {HONEST}. Drawn from the product code {code}; not a photograph."
    return About(title, words, code)


def remark(subject: Subject, shot: Shot, share: float) -> str:
    """What to know before saving; empty if there is nothing. `share` is by how much the artwork is enlarged."""
    if share <= 1.02:
        return ""
    pixels = subject.artwork.pixels
    if shot.view is View.PRINT:
        return f"Your picture has {pixels.width:,} × {pixels.height:,} px; it is saved as large as it is."
    return f"Your picture has {pixels.width:,} × {pixels.height:,} px: at this size it is enlarged and looks soft."
