"""No dead ends: from every piece the desk can reach, every option of every step is one action away, or impossible.

"One action" is to choose a row, or to choose it anyway. "Impossible" means that no piece of the whole catalog has the
option; `Prover` shows it by trying everything. Every piece reached is complete, valid, priced, and its code reads back.
`HYPOTHESIS_PROFILE=many` walks much farther; both print what they counted.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from fwdesk.catalog.load import load_catalog
from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Pixels
from fwdesk.domain.offers import Offer, Offers, joined
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rebuild import chosen
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import Size
from fwdesk.practice import stock
from fwdesk.practice.pricing import price
from tests.unit.reach_kit import NONE, PracticeLists, Prover, nasty_shop

MANY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
SHOPS = 1_000 if MANY else 200
PIECES_EACH = 4 if MANY else 3
PRACTICE_PIECES = 240 if MANY else 12
PICTURES = (Pixels(4000, 5000), Pixels(6000, 4000), Pixels(3000, 3000), Pixels(9000, 1500))


class Walk:
    """Goes from piece to piece as an artist might, and looks at every row on the way."""

    def __init__(
        self, catalog: Catalog, pick: random.Random, pixels: Pixels, may_cost: Callable[[Piece], None]
    ) -> None:
        self.catalog, self.rules, self.pick, self.pixels = catalog, Rules(catalog), pick, pixels
        self.offers, self.prover, self.may_cost = Offers(self.rules), Prover(catalog), may_cost
        self.counted: Counter[str] = Counter()

    def look(self, piece: Piece) -> list[Piece]:
        """Check a piece and every option from here; the pieces that are one action away."""
        self.check_piece(piece)
        onward: list[Piece] = []
        for offer in self.rows(piece):
            made = self.check_row(offer, piece)
            self.counted["options"] += 1
            self.counted["outright" if offer.available else "anyway" if made else "impossible"] += 1
            if made:
                onward.append(made)
        for _ in range(2):
            offer = self.offers.size_offer(self.typed_size(), piece)
            made = self.check_row(offer, piece)
            self.counted["typed sizes" if made else "impossible typed sizes"] += 1
            if made:
                onward.append(made)
        return onward

    def rows(self, piece: Piece) -> Iterator[Offer]:
        for step in Step:
            yield from self.offers.offers(step, piece, self.pixels)

    def typed_size(self) -> Size:
        return Size(*(Decimal(self.pick.randint(2, 52)) / 4 for _ in range(2)))

    def check_piece(self, piece: Piece) -> None:
        self.counted["pieces"] += 1
        assert self.rules.problems(piece.code) == (), piece.code
        part, shop = piece.print, self.catalog
        assert part is not None
        assert part.product_type in shop.product_type_by_id
        assert part.media in shop.media_by_id
        assert part.style in shop.style_by_id
        assert parse_code(str(piece.code)) == piece.code == parse_code(piece.code.wire)
        self.may_cost(piece)

    def check_row(self, offer: Offer, before: Piece) -> Piece | None:
        made = offer.piece
        assert bool(offer.reason) != offer.available
        if made is None:
            found = self.prover.witness(offer.step, offer.id if offer.size is None else NONE, offer.size)
            assert not found, f"{before.code}: {offer.step} {offer.name} ({offer.reason}) could be {found}"
            return None
        assert self.rules.problems(made.code) == (), f"{before.code}: {offer.step} {offer.name} → {made.code}"
        assert offer.fix == joined(offer.changes)
        assert offer.available or offer.fix, f"{before.code}: {offer.step} {offer.name} → {made.code} says nothing"
        if offer.size:
            assert made.image == offer.size
        else:
            assert chosen(made, offer.step) == offer.id
        return made

    def edited(self, piece: Piece) -> Piece:
        """An edit that is not a row: mat border, second mat, orientation, crop; taken only if it can be made."""
        mats = [mat.id for mat in self.catalog.mats] or [NONE]
        made = self.pick.choice(
            [
                piece.mat_width(Decimal(self.pick.randint(1, 24)) / 8),
                piece.second_mat(self.pick.choice(mats), Decimal(self.pick.randint(1, 4)) / 8),
                piece.turned(),
                replace(piece, crop=replace(piece.crop, x=Decimal(self.pick.randint(0, 100)) / 100)),
            ]
        )
        return made if not self.rules.problems(made.code) else piece

    def go(self, steps: int) -> None:
        piece = self.offers.first_piece(self.pixels)
        if piece is None:
            self.counted["empty shops"] += 1
            found = self.prover.witness(None, NONE)
            assert not found, f"nothing was found, but there is {found}"
            return
        for _ in range(steps):
            onward = self.look(piece)
            piece = self.edited(self.pick.choice(onward))


def any_price(_piece: Piece) -> None:
    """Only the practice shop has a price list."""


@pytest.mark.slow
@pytest.mark.timeout(0 if MANY else 300)
def test_no_dead_ends_in_shops_with_nasty_rules() -> None:
    counted: Counter[str] = Counter()
    for seed in range(SHOPS):
        pick = random.Random(seed)
        walk = Walk(nasty_shop(seed), pick, pick.choice(PICTURES), any_price)
        walk.go(PIECES_EACH)
        counted += walk.counted
        counted["tried by the prover"] += walk.prover.tried
        counted["shops"] += 1
    print(dict(counted))
    assert counted["pieces"] >= SHOPS * PIECES_EACH * 0.6
    assert counted["anyway"] > counted["pieces"]
    assert counted["impossible"] > SHOPS  # the shops are nasty enough for the proofs to matter


def detours(walk: Walk, before: Piece, offer: Offer) -> Iterator[tuple[str, ...]]:
    """What every other way would change: another row first, outright, and then this one, outright."""
    if offer.size:
        edited = before.sized(offer.size, walk.rules.border_of(before))
    else:
        edited = walk.offers._edits(offer.step, offer.id, before)[0]
    for first in walk.rows(before):
        if first.step is offer.step or not first.chosen or first.chosen == before:
            continue
        if offer.size:
            then = walk.offers.size_offer(offer.size, first.chosen).chosen
        else:
            then = walk.offers.offer(offer.step, offer.id, offer.name, first.chosen).chosen
        if then:
            yield walk.offers._mend._words(before, edited, then, offer.step)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_detour_over_another_row_changes_less_than_choosing_anyway() -> None:
    counted: Counter[str] = Counter()
    for seed in range(100):
        pick = random.Random(seed)
        walk = Walk(nasty_shop(seed), pick, pick.choice(PICTURES), any_price)
        piece = walk.offers.first_piece(walk.pixels)
        for offer in walk.rows(piece) if piece else ():
            if piece is None or offer.available or offer.piece is None:
                continue
            counted["anyway"] += 1
            least = min(detours(walk, piece, offer), key=len, default=None)
            if least is not None:
                counted["detours"] += 1
                assert len(offer.changes) <= len(least), f"{piece.code}: {offer.name}: {offer.fix}; shorter: {least}"
    print(dict(counted))
    assert counted["detours"] > 50


def practice_price(piece: Piece) -> None:
    """The practice service prices the piece, and finds no fault with it that the catalog could have told."""
    assert price(piece.code).total > 0
    # How large a sheet of glass may be is only in the glazing's description, not in any field.
    faults = [fault for fault in stock.faults(piece.code) if "is made up to" not in fault]
    assert faults == [], f"{piece.code}: {faults}"


@pytest.mark.slow
@pytest.mark.timeout(0 if MANY else 300)
def test_no_dead_ends_in_the_practice_shop() -> None:
    catalog = load_catalog(PracticeLists())
    counted: Counter[str] = Counter()
    for seed, pixels in enumerate(PICTURES):
        walk = Walk(catalog, random.Random(seed), pixels, practice_price)
        walk.go(PRACTICE_PIECES // len(PICTURES))
        counted += walk.counted
    print(dict(counted))
    assert counted["pieces"] == PRACTICE_PIECES
    assert counted["impossible"] == 0
    assert counted["options"] > PRACTICE_PIECES * 200
