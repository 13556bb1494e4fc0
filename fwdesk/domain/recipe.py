"""Recipes: a framing that is kept under a name and made again around any print.

A recipe says what was decided (this frame, so much mat, so much reveal, this glazing), not what followed from the
size. It is solved anew for the piece it is used on; what cannot be had there gives way as little as it must, and what
gave way is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from fwdesk.domain.code import FramePart, MatPart
from fwdesk.domain.color import difference, lab
from fwdesk.domain.mend import Mender
from fwdesk.domain.offers import joined
from fwdesk.domain.options import Catalog, Frame, Mat
from fwdesk.domain.piece import MAT_BORDER, REVEAL, Piece
from fwdesk.domain.rebuild import NONE, chosen
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import inches

NAME_LIMIT = 120
"""Characters of a recipe's name."""


@dataclass(frozen=True, slots=True)
class Part:
    """An option as a recipe knows it. By `color` and, for a frame, `face` (inches) the nearest one is found."""

    id: int
    name: str
    color: str = ""
    face: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A framing under a name. `mats` stand as in a code: of two, the lower one with the smaller window first.

    `border` is the mat around the smallest window, `reveal` what shows of the lower mat, both in inches on every side.
    `paper` is a media and its style, if they belong to it.
    """

    name: str
    frame: Part | None = None
    mats: tuple[Part, ...] = ()
    border: Decimal = MAT_BORDER
    reveal: Decimal = REVEAL
    glazing: Part | None = None
    paper: tuple[Part, Part] | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A piece in a recipe's framing, and as sentences what is not as the recipe has it. No piece: the last says why."""

    piece: Piece | None
    notes: tuple[str, ...] = ()


class _Row(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


_Found = TypeVar("_Found", bound=_Row)


def recipe_of(piece: Piece, catalog: Catalog, *, paper: bool = False) -> Recipe | None:
    """A piece's framing as a recipe, named after its parts; None where there is no framing that the catalog knows.

    A code that was typed may have other borders across than down: the recipe takes those across.
    """
    framed, part = piece.framing, piece.print
    if framed is None:
        return None
    frame, glazing = catalog.frame_by_id.get(framed.frame), catalog.glazing_by_id.get(framed.glazing)
    mats = [catalog.mat_by_id[mat.mat] for mat in framed.mats if mat.mat in catalog.mat_by_id]
    if frame is None and not mats:
        return None
    media = catalog.media_by_id.get(part.media) if part else None
    style = catalog.style_by_id.get(part.style) if part else None
    double = len(mats) > 1
    recipe = Recipe(
        "",
        Part(frame.id, frame.name, frame.color, frame.face) if frame else None,
        tuple(Part(mat.id, mat.name, mat.color) for mat in mats),
        piece.mat_border if mats else MAT_BORDER,
        (framed.mats[1].window.width - framed.mats[0].window.width) / 2 if double else REVEAL,
        Part(glazing.id, glazing.name) if glazing else None,
        (Part(media.id, media.name), Part(style.id, style.name)) if paper and media and style else None,
    )
    return replace(recipe, name=default_name(recipe))


def default_name(recipe: Recipe) -> str:
    """A short name made of the parts' own: Walnut, 2 in Warm White, Museum."""
    parts = [recipe.frame.name] if recipe.frame else []
    parts += [f"{inches(recipe.border)} in {recipe.mats[-1].name}"] if recipe.mats else []
    parts += [part.name for part in (recipe.glazing, *(recipe.paper or ())) if part]
    return ", ".join(parts)[:NAME_LIMIT]


def words(recipe: Recipe) -> str:
    """All of a recipe as sentences."""
    frame, mats = recipe.frame, recipe.mats
    said = [f"Frame {frame.name}, {inches(frame.face)} in wide." if frame else "No frame."]
    if mats:
        said.append(f"Mat {mats[-1].name}, {inches(recipe.border)} in.")
    else:
        said.append("No mat.")
    if len(mats) > 1:
        said.append(f"Under it {mats[0].name}, of which {inches(recipe.reveal)} in show.")
    said.append(f"Glazing {recipe.glazing.name}." if recipe.glazing else "No glazing.")
    if recipe.paper:
        said.append(f"On {recipe.paper[0].name}, {recipe.paper[1].name}.")
    return " ".join(said)


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it if there is such a recipe already."""
    used, made, number = set(taken), name, 2
    while made in used:
        ending = f" ({number})"
        made, number = f"{name[: NAME_LIMIT - len(ending)]}{ending}", number + 1
    return made


def serve(recipe: Recipe, piece: Piece, rules: Rules) -> Served:
    """The piece in a recipe's framing, on its own print and in its own size if there is any way to that."""
    notes: list[str] = []
    edited = _edited(recipe, piece, rules, notes)
    if edited.code.is_sku:
        return Served(None, (*notes, "Nothing would be left of the piece."))
    problems = rules.problems(edited.code)
    if not problems:
        return Served(edited, tuple(notes))
    mender = Mender(rules)
    keeps = (*(step for step in (Step.FRAME, Step.MAT) if chosen(edited, step)), Step.SIZE)
    for must in _wishes(edited):
        for keep in keeps:
            way, changes = mender.search(edited, [edited], keep, frozenset(), must)
            if way:
                return Served(way, (*notes, f"{problems[0].reason.rstrip('.')}: {joined(changes)}."))
    return Served(None, (*notes, problems[0].reason))


def _wishes(edited: Piece) -> tuple[Callable[[Piece], bool], ...]:
    """What should stay as it is, the most first: print, frame and mat; print and frame; size and frame; nothing."""
    held = Step.FRAME if chosen(edited, Step.FRAME) else Step.MAT

    def framed(way: Piece) -> bool:
        return bool(chosen(way, held))

    def whole(way: Piece) -> bool:
        return framed(way) and bool(chosen(way, Step.MAT)) == bool(chosen(edited, Step.MAT))

    return (
        lambda way: way.print == edited.print and whole(way),
        lambda way: way.print == edited.print and framed(way),
        lambda way: way.image == edited.image and framed(way),
        lambda _way: True,
    )


def _edited(recipe: Recipe, piece: Piece, rules: Rules, notes: list[str]) -> Piece:
    """The piece as the recipe has it, whether it can be made or not, of rows that the catalog has."""
    moved = _on_paper(recipe, piece, rules.catalog, notes)
    frame = _frame(recipe, moved, rules, notes)
    mats = [mat for part in recipe.mats if (mat := _mat(part, rules.catalog, notes))]
    glazing = _glazing(recipe, moved, rules.catalog, notes)
    window = rules.window_of(moved) if mats else moved.image
    if not mats:
        opening = window.grown(rules.border_of(moved))
        return moved.with_framing(FramePart(frame, opening, (), glazing))
    windows = (window, window.grown(recipe.reveal))
    boards = tuple(MatPart(mat.id, made) for mat, made in zip(mats, windows, strict=False))
    return moved.with_framing(FramePart(frame, window.grown(recipe.border), boards, glazing))


def _on_paper(recipe: Recipe, piece: Piece, shop: Catalog, notes: list[str]) -> Piece:
    """The piece on the recipe's media and style, if it names them and they are offered."""
    part = piece.print
    if recipe.paper is None or part is None:
        return piece
    wanted, wanted_style = recipe.paper
    media = _same(shop.media, wanted)
    styles = shop.styles_of(media) if media else ()
    kinds = [kind for kind in shop.product_types if media in shop.media_of(kind)]
    if media is None or not styles or not kinds:
        notes.append(f"{wanted.name} is not offered; the paper stays.")
        return piece
    style = _same(styles, wanted_style)
    if style is None:
        style = styles[0]
        notes.append(f"{media.name} does not come as {wanted_style.name}; it is {style.name} now.")
    kind = min(kinds, key=lambda kind: kind.id != part.product_type)
    return piece.with_print(product_type=kind.id, media=media.id, style=style.id)


def _frame(recipe: Recipe, piece: Piece, rules: Rules, notes: list[str]) -> int:
    wanted = recipe.frame
    if wanted is None:
        return NONE
    rows = rules.frames_for(piece.print) or rules.catalog.frames

    def unlike(row: Frame) -> tuple[bool, Decimal, bool]:
        return row.color != wanted.color, abs(row.face - wanted.face), row.id != wanted.id

    found = _same(rules.catalog.frames, wanted) or min(rows, key=unlike, default=None)
    return _told(wanted, found, "frame", notes)


def _mat(wanted: Part, shop: Catalog, notes: list[str]) -> Mat | None:
    color = lab(wanted.color)

    def unlike(row: Mat) -> tuple[float, bool]:
        other = lab(row.color)
        return difference(color, other) if color and other else float("inf"), row.id != wanted.id

    found = _same(shop.mats, wanted) or min(shop.mats, key=unlike, default=None)
    _told(wanted, found, "mat", notes)
    return found


def _glazing(recipe: Recipe, piece: Piece, shop: Catalog, notes: list[str]) -> int:
    """There is no nearest glass: names say too little. What the piece has stays."""
    if recipe.glazing is None:
        return NONE
    found = _same(shop.glazings, recipe.glazing)
    if found:
        return found.id
    notes.append(f"The glazing {recipe.glazing.name} is not offered; the glazing stays as it is.")
    return chosen(piece, Step.GLAZING)


def _same(rows: Sequence[_Found], wanted: Part) -> _Found | None:
    """The row with this name; among namesakes the one with the id. Another service has other ids."""
    named = [row for row in rows if row.name == wanted.name]
    return min(named, key=lambda row: row.id != wanted.id, default=None)


def _told(wanted: Part, found: Frame | Mat | None, what: str, notes: list[str]) -> int:
    if found is None:
        notes.append(f"The {what} {wanted.name} is not offered, nor any other.")
    elif found.name != wanted.name:
        notes.append(f"The {what} {wanted.name} is not offered; nearest to it is {found.name}.")
    return found.id if found else NONE
