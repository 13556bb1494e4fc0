"""The nearest piece that has one chosen option, made anew from the whole catalog; none only where there can be none.

Remedies (`mend`) keep a piece as it is as far as they can and look a few changes far. This looks everywhere: at every
print the catalog can make, with every kind of frame and mat, and lets `feasible` decide each case for good.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from fwdesk.domain.code import FramePart, MatPart, PrintPart
from fwdesk.domain.feasible import Around, meet
from fwdesk.domain.options import Frame, Mat
from fwdesk.domain.piece import FLOAT_GAP, FLOAT_LEAST, MAT_BORDER, Piece
from fwdesk.domain.rules import Admits, Rules, Step
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import why_not

NONE = 0
"""The id of no frame, no mat, no glazing."""
MAT_IN_VIEW = Decimal("0.75")
"""Inches of mat in view below which a border looks like a mistake (UX 4.2); narrower only if nothing else helps."""
_PRINT_STEPS = (Step.PRODUCT_TYPE, Step.MEDIA, Step.STYLE)
_SLIVER = Decimal("0.01")
_Row = TypeVar("_Row", Frame, Mat)


def chosen(piece: Piece, step: Step) -> int:
    """The id of a piece's option at any step but the size; 0 for none."""
    part, framed = piece.print, piece.framing
    match step:
        case Step.FRAME:
            return framed.frame if framed else NONE
        case Step.MAT:
            return framed.mats[-1].mat if framed and framed.mats else NONE
        case Step.GLAZING:
            return framed.glazing if framed else NONE
        case _:
            return getattr(part, step.value) if part else NONE


def keeps(piece: Piece, edited: Piece, step: Step) -> bool:
    """True if the piece still has what was chosen at a step."""
    if step is Step.SIZE:
        return piece.image == edited.image
    return chosen(piece, step) == chosen(edited, step)


def alike(rows: Sequence[Frame], now: Frame | None) -> list[Frame]:
    """The frames, those most like the present one first; in the service's order if there is none."""
    if now is None:
        return list(rows)
    return sorted(
        rows,
        key=lambda row: (row.collection_id != now.collection_id, row.color != now.color, abs(row.face - now.face)),
    )


class Rebuilder:
    """Makes pieces anew. What costs the fewest changes comes first; then what the catalog lists first."""

    def __init__(self, rules: Rules) -> None:
        """`rules` decide what can be made."""
        self.rules = rules

    @cached_property
    def _made_of(self) -> tuple[tuple[int, int, int], ...]:
        """Every print of the catalog: product type, media, style."""
        shop = self.rules.catalog
        return tuple(
            (kind.id, media.id, style.id)
            for kind in shop.product_types
            for media in shop.media_of(kind)
            for style in shop.styles_of(media)
        )

    def nearest(self, edited: Piece, keep: Step | None) -> Piece | None:
        """The piece without problems that changes `edited` least and has its option of step `keep`, if any is given."""
        best: Piece | None = None
        least = Decimal("Infinity")
        packages: dict[Admits, list[tuple[Decimal, Frame | None, Mat | None]]] = {}
        for print_cost, part in self._prints(edited, keep):
            admits = self.rules.admits(part)
            if admits not in packages:
                packages[admits] = self._packages(edited, keep, part)
            for cost, frame, mat in packages[admits]:
                if print_cost + cost >= least:
                    break
                made = self._made(edited, keep, part, frame, mat)
                if made is not None and print_cost + cost + (made.image != edited.image) < least:
                    best, least = made, print_cost + cost + (made.image != edited.image)
        return best

    def _prints(self, edited: Piece, keep: Step | None) -> list[tuple[int, PrintPart | None]]:
        """Every print of the catalog that has the kept option, with the number of steps at which it differs."""
        part = edited.print
        if part is None:
            return [(0, None)]
        now = part.product_type, part.media, part.style
        kept = _PRINT_STEPS.index(keep) if keep in _PRINT_STEPS else None
        found: list[tuple[int, PrintPart | None]] = []
        for ids in self._made_of:
            if kept is None or ids[kept] == now[kept]:
                differ = sum(one != other for one, other in zip(ids, now, strict=True))
                found.append((differ, PrintPart(*ids, part.size)))
        return sorted(found, key=lambda one: one[0])

    def _packages(
        self, edited: Piece, keep: Step | None, part: PrintPart | None
    ) -> list[tuple[Decimal, Frame | None, Mat | None]]:
        """Frames and mats that may go around a print, each kind of limits once, the fewest changes first."""
        admits, glazing = self.rules.admits(part), chosen(edited, Step.GLAZING)
        wants_glazing = keep is Step.GLAZING and glazing != NONE
        found: list[tuple[Decimal, Frame | None, Mat | None]] = []
        for frame in self._frames(edited, keep, part):
            glazes = bool(frame and frame.allow_glazing and admits.glazing)
            if (frame is None and admits.frame_required) or (wants_glazing and not glazes):
                continue
            for mat in self._mats(edited, keep):
                if mat is not None and not (admits.mat and (frame is None or frame.allow_matting)):
                    continue
                if part is None and frame is None and mat is None:
                    continue
                cost = _cost(frame, chosen(edited, Step.FRAME)) + _cost(mat, chosen(edited, Step.MAT))
                found.append((cost + (glazing != NONE and not glazes), frame, mat))
        return sorted(found, key=lambda one: one[0])

    def _frames(self, edited: Piece, keep: Step | None, part: PrintPart | None) -> Iterator[Frame | None]:
        rows = self.rules.frames_for(part)
        now = chosen(edited, Step.FRAME)
        if keep is Step.FRAME and now != NONE:
            yield from (row for row in rows if row.id == now)
            return
        yield None
        if keep is not Step.FRAME:
            yield from _each_kind(alike(rows, self.rules.frame_of(edited)), now, self._kind)

    def _kind(self, frame: Frame) -> Hashable:
        """What the rules ask of a frame; the print it is for is given."""
        return (
            frame.smallest, frame.largest, frame.lip, frame.float_offset, frame.allow_glazing, frame.allow_matting,
        )  # fmt: skip

    def _mats(self, edited: Piece, keep: Step | None) -> Iterator[Mat | None]:
        rows, now = self.rules.catalog.mats, chosen(edited, Step.MAT)
        if keep is Step.MAT and now != NONE:
            yield from (row for row in rows if row.id == now)
            return
        yield None
        if keep is not Step.MAT:
            yield from _each_kind(rows, now, lambda row: (row.smallest, row.largest))

    def _made(
        self, edited: Piece, keep: Step | None, part: PrintPart | None, frame: Frame | None, mat: Mat | None
    ) -> Piece | None:
        """The piece with this print, frame and mat, in the nearest size there is; None if there is none."""
        style = self.rules.catalog.style_by_id[part.style] if part else None
        exactly = keep is Step.SIZE
        if exactly and style and why_not(style, edited.image):
            return None
        border = style.border if style else Decimal(0)
        image = edited.image
        wanted = image.grown(_wanted_border(edited) if mat else border)
        for around in self._ways_around(part, border, frame, mat):
            met = meet(style, image, around, wanted, exactly=exactly)
            if met:
                return self._piece(edited, part, frame, mat, *met)
        return None

    def _ways_around(
        self, part: PrintPart | None, border: Decimal, frame: Frame | None, mat: Mat | None
    ) -> Iterator[Around]:
        """How the image may lie in the opening: best looking first, at last whatever the rules allow."""
        limits = tuple((row.smallest, row.largest) for row in (frame, mat) if row)
        lip = frame.lip if frame else Decimal(0)
        if mat is None:
            offset = frame.float_offset if frame else Decimal(0)
            yield Around(limits, 2 * border, 2 * border)
            yield Around(limits, Decimal(0), 2 * (border + offset) if part else None)
        elif self.rules.admits(part).must_float:
            yield Around(limits, 2 * (border + FLOAT_GAP + lip + MAT_IN_VIEW))
            yield Around(limits, 2 * (border + FLOAT_LEAST + lip))
        else:
            yield Around(limits, 2 * (lip + MAT_IN_VIEW))
            yield Around(limits, 2 * lip)
            sliver = Size(2 * lip + _SLIVER, 2 * lip + _SLIVER)
            yield Around((*limits, (sliver, None)))

    def _piece(
        self, edited: Piece, part: PrintPart | None, frame: Frame | None, mat: Mat | None, image: Size, opening: Size
    ) -> Piece:
        made = replace(edited, code=replace(edited.code, print=replace(part, size=image) if part else None))
        mats: tuple[MatPart, ...] = ()
        if mat:
            lip = frame.lip if frame else Decimal(0)
            wanted = self.rules.window_of(made) if part else image
            window = Size(min(wanted.width, opening.width - 2 * lip), min(wanted.height, opening.height - 2 * lip))
            mats = (MatPart(mat.id, window),)
        glazes = frame is not None and frame.allow_glazing and self.rules.admits(part).glazing
        glazing = chosen(edited, Step.GLAZING) if glazes else NONE
        if glazing not in self.rules.catalog.glazing_by_id:
            glazing = NONE
        single = made.with_framing(FramePart(frame.id if frame else NONE, opening, mats, glazing))
        return self._doubled(edited, single)

    def _doubled(self, edited: Piece, single: Piece) -> Piece:
        """With the second mat that was there, if it still goes with the rest."""
        old, new = edited.framing, single.framing
        if not (old and new and len(old.mats) > 1 and new.mats and new.mats[0].mat == old.mats[-1].mat):
            return single
        reveal = (old.mats[1].window.width - old.mats[0].window.width) / 2
        double = single.second_mat(old.mats[0].mat, reveal)
        return single if self.rules.problems(double.code) else double


def _each_kind(rows: Iterable[_Row], now: int, kind: Callable[[_Row], Hashable]) -> Iterator[_Row]:
    """The row that is there now, and the first of each other kind."""
    first: dict[Hashable, _Row] = {}
    for row in sorted(rows, key=lambda row: row.id != now):
        first.setdefault(kind(row), row)
    yield from first.values()


def _cost(row: Frame | Mat | None, now: int) -> Decimal:
    """What a change of frame or mat counts: another one a little less than none."""
    if row is None:
        return Decimal("1.1") if now else Decimal(0)
    return Decimal(row.id != now)


def _wanted_border(edited: Piece) -> Decimal:
    return edited.mat_border if edited.mat_border > 0 else MAT_BORDER
