"""Code → piece → code is the identity, for random pieces the desk can build and for every code that was ever captured.

`HYPOTHESIS_PROFILE=many` builds 100,000 pieces, otherwise 10,000.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from decimal import Decimal

import pytest

from fwdesk.catalog.load import load_catalog
from fwdesk.domain.code import PrintPart, ProductCode, parse_code, segments, spans
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import fitting
from tests.unit.reach_kit import PracticeLists

MANY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
PIECES = 100_000 if MANY else 10_000

# Every row of the captured sample, and the one spelling fwdesk sends for it.
CAPTURED = (
    ("5M6M9S16x20", "5M6M9S16X20"),
    ("F96S20x24J1S16x20G1", "F96S20X24J1S16X20G1"),
    ("5M6M9S16x20F96S20x24J1S16x20G1", "5M6M9S16X20F96S20X24J1S16X20G1"),
    ("AP6543P49875", "AP6543P49875"),
    ("5M41M9S8X10F131S13X15J2S9X11G1", "5M41M9S8X10F131S13X15J2S9X11G1"),
    ("AP1556P79511", "AP1556P79511"),
    ("5M6M9S4X4", "5M6M9S4X4"),
    ("5M6M9S48X48", "5M6M9S48X48"),
    ("5M144M8S11.25X9", "5M144M8S11DD25X9"),
    ("5M144M8S7DD5X6F0S10X8J1S7DD5X6", "5M144M8S7DD5X6F0S10X8J1S7DD5X6"),
    ("5M144M8S12X15F0S16X20J1S12X15", "5M144M8S12X15F0S16X20J1S12X15"),
)


class Builder:
    """Builds pieces at random by the desk's own edits; every one of them can be made."""

    def __init__(self, catalog: Catalog, pick: random.Random) -> None:
        self.rules, self.pick = Rules(catalog), pick
        self.prints = [
            (kind.id, media.id, style)
            for kind in catalog.product_types
            for media in catalog.media_of(kind)
            for style in catalog.styles_of(media)
        ]
        self.mats = [mat.id for mat in catalog.mats]
        self.glazings = [glazing.id for glazing in catalog.glazings]

    def length(self, most: int) -> Decimal:
        """A length as people type it: whole inches, eighths, or hundredths as centimetres come out."""
        parts = self.pick.choice((1, 8, 100))
        return max(Decimal(self.pick.randint(1, most * parts)) / parts, Decimal("0.05"))

    def piece(self) -> Piece:
        kind, media, style = self.pick.choice(self.prints)
        size = fitting(style, Size(self.length(40), self.length(60)))
        assert size is not None
        piece = Piece(ProductCode(PrintPart(kind, media, style.id, size)))
        border = style.border
        frames = self.rules.frames_for(piece.print)
        edits = [
            lambda one: one.framed(self.pick.choice(frames).id, border) if frames else one,
            lambda one: one.matted(self.pick.choice(self.mats), border),
            lambda one: one.mat_width(self.length(6)),
            lambda one: one.second_mat(self.pick.choice(self.mats), Decimal(self.pick.randint(1, 4)) / 8),
            lambda one: one.glazed(self.pick.choice(self.glazings), border),
            lambda one: one.turned(),
        ]
        for edit in edits:
            made = edit(piece)
            if self.pick.random() < 0.8 and not self.rules.problems(made.code):
                piece = made
        return piece


@pytest.mark.slow
@pytest.mark.timeout(0 if MANY else 300)
def test_code_piece_code_is_the_identity() -> None:
    builder = Builder(load_catalog(PracticeLists()), random.Random(20))
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    for _ in range(PIECES):
        piece = builder.piece()
        shown, sent = str(piece.code), piece.code.wire
        assert Piece(parse_code(shown)) == piece == Piece(parse_code(sent))
        assert (str(Piece(parse_code(sent)).code), Piece(parse_code(shown)).code.wire) == (shown, sent)
        assert "".join(part.text for part in segments(piece.code)) == shown
        assert "".join(shown[part.start : part.end] for part in spans(shown)) == shown
        seen.add(sent)
        framed = piece.framing
        kinds["print alone" if framed is None else "framed" if framed.frame else "mat alone"] += 1
        kinds["two mats"] += bool(framed and len(framed.mats) > 1)
        kinds["decimals"] += "DD" in sent
    print({"pieces": PIECES, "different codes": len(seen), **kinds})
    assert len(seen) > PIECES * 0.6
    assert min(kinds.values()) > PIECES // 50


@pytest.mark.parametrize(("text", "sent"), CAPTURED)
def test_every_captured_code(text: str, sent: str) -> None:
    piece = Piece(parse_code(text))
    assert piece.code.wire == sent
    assert Piece(parse_code(piece.code.wire)) == piece == Piece(parse_code(str(piece.code)))
    if "." not in text:
        assert text in (str(piece.code), sent)
