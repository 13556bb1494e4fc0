"""What a product code says, in words: the name of each part, and what two codes have and have not in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from fwdesk.domain.code import FramePart, MatPart, ProductCode, Span, parse_code, spans
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.size import Size, inches


class _Named(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CodePart:
    """A stretch of a typed code with what it says: Frame 96, Standard Black, opening 20 × 24 in."""

    span: Span
    words: str


def _name(rows: Mapping[int, _Named], row_id: int) -> str:
    row = rows.get(row_id)
    return f"{row_id}, {row.name}" if row else f"{row_id}, not in this catalog"


def code_parts(text: str, catalog: Catalog) -> tuple[CodePart, ...]:
    """Every part of a code as typed, with its name for whoever points at it. Raises `CodeError`."""
    code, found = parse_code(text), list[CodePart]()
    mats = iter(code.frame.mats if code.frame else ())
    for span in spans(text):
        found.append(CodePart(span, _part_words(span.step, code, catalog, mats)))
    return tuple(found)


def _part_words(step: str, code: ProductCode, catalog: Catalog, mats: Iterator[MatPart]) -> str:
    part, framed = code.print, code.frame
    if part and step in _PRINT_WORDS:
        rows: Mapping[int, _Named] = getattr(catalog, f"{step}_by_id")
        return f"{_PRINT_WORDS[step]} {_name(rows, getattr(part, step))}"
    if part and step == "size":
        return f"Print {part.size.framer} in, {part.size.metric}"
    if framed and step == "frame":
        frame = f"Frame {_name(catalog.frame_by_id, framed.frame)}" if framed.frame else "No frame"
        return f"{frame}, opening {framed.opening.framer} in"
    if framed and step == "mat":
        mat = next(mats)
        return f"Mat {_name(catalog.mat_by_id, mat.mat)}, window {mat.window.framer} in"
    if framed and step == "glazing":
        return f"Glazing {_name(catalog.glazing_by_id, framed.glazing)}"
    return "An inventory SKU" if code.is_sku else "An ending that is not known; it is kept as it is"


_PRINT_WORDS = {"product_type": "Product type", "media": "Media", "style": "Style"}


_MOST_TOLD = 4


def difference_words(old: ProductCode, new: ProductCode, catalog: Catalog, price: Money | None = None) -> str:
    """The differences of two codes as one sentence, short enough to be read at a glance: of many only the first."""
    told = differences(old, new, catalog)
    words = list(told)
    if len(told) > _MOST_TOLD:
        words = [*told[: _MOST_TOLD - 1], f"and {len(told) - _MOST_TOLD + 1} more"]
    words += differences(old, new, catalog, price)[len(told) :]
    sentence = "; ".join(words)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def differences(old: ProductCode, new: ProductCode, catalog: Catalog, price: Money | None = None) -> tuple[str, ...]:
    """What makes two codes different, in words; what is the same in the print is said first.

    `price` is what the new one costs more (negative: less), if it is known.
    """
    if old == new:
        return ("no difference",)
    said = _print_words(old, new, catalog) + _frame_words(old.frame, new.frame, catalog)
    said += _measures(old, new)
    if old.tail != new.tail:
        said.append(f"ending {old.tail or 'none'} → {new.tail or 'none'}")
    if said in ([], ["same print"]):  # an empty package, which no desk makes but a code can say
        said.append(f"{old} → {new}")
    if price is not None:
        said.append(price.difference if price.rounded else "same price")
    return tuple(said)


def _print_words(old: ProductCode, new: ProductCode, catalog: Catalog) -> list[str]:
    if old.print == new.print:
        return ["same print"] if old.print else []
    if old.print is None:
        return ["adds a print"]
    if new.print is None:
        return ["takes the print away"]
    said: list[str] = []
    for step, words in _PRINT_WORDS.items():
        before, after = getattr(old.print, step), getattr(new.print, step)
        if before != after:
            rows: Mapping[int, _Named] = getattr(catalog, f"{step}_by_id")
            said.append(_arrow(words.lower(), rows, before, after))
    if old.print.size != new.print.size:
        turned = " (turned)" if old.print.size.turned == new.print.size else ""
        said.append(f"size {old.print.size.framer} → {new.print.size.framer} in{turned}")
    return said


def _arrow(what: str, rows: Mapping[int, _Named], before: int, after: int) -> str:
    names = [rows[row_id].name if row_id in rows else f"{row_id}" if row_id else "none" for row_id in (before, after)]
    return f"{what} {names[0]} → {names[1]}"


def _frame_words(old: FramePart | None, new: FramePart | None, catalog: Catalog) -> list[str]:
    said: list[str] = []
    was, now = (part.frame if part else 0 for part in (old, new))
    if was != now:
        said.append(_arrow("frame", catalog.frame_by_id, was, now))
    before, after = (part.mats if part else () for part in (old, new))
    if before and after:
        if before[-1].mat != after[-1].mat:
            said.append(_arrow("mat", catalog.mat_by_id, before[-1].mat, after[-1].mat))
        lower = [mats[0].mat if len(mats) > 1 else 0 for mats in (before, after)]
        if lower[0] != lower[1]:
            said.append(_arrow("second mat", catalog.mat_by_id, lower[0], lower[1]))
    elif before or after:
        said.append(_arrow("mat", catalog.mat_by_id, before[-1].mat if before else 0, after[-1].mat if after else 0))
    glass = [part.glazing if part else 0 for part in (old, new)]
    if glass[0] != glass[1]:
        said.append(_arrow("glazing", catalog.glazing_by_id, glass[0], glass[1]))
    return said


def _measures(old: ProductCode, new: ProductCode) -> list[str]:
    """Borders, windows, reveal and opening; what only follows the print's size is not said again."""
    before, after = old.frame, new.frame
    if before is None or after is None:
        return []
    said: list[str] = []
    if before.mats and after.mats:
        borders = [Piece(ProductCode(None, part)).mat_borders for part in (before, after)]
        if borders[0] != borders[1]:
            said.append(f"mat border {_lengths(borders[0])} → {_lengths(borders[1])} in")
        if _beside(before.mats[0].window, old, new) != _beside(after.mats[0].window, new, old):
            said.append(f"window {before.mats[0].window.framer} → {after.mats[0].window.framer} in")
        if len(before.mats) == len(after.mats) == 2:
            reveals = [
                ((mats[1].window.width - mats[0].window.width) / 2, (mats[1].window.height - mats[0].window.height) / 2)
                for mats in (before.mats, after.mats)
            ]
            if reveals[0] != reveals[1]:
                said.append(f"reveal {_lengths(reveals[0])} → {_lengths(reveals[1])} in")
        return said
    moved = _beside(before.opening, old, new) != _beside(after.opening, new, old)
    if not before.mats and not after.mats and moved:
        said.append(f"opening {before.opening.framer} → {after.opening.framer} in")
    return said


def _beside(size: Size, code: ProductCode, other: ProductCode) -> tuple[Decimal, Decimal]:
    """How much larger than its print a size is, where both codes have one; else the size itself."""
    if not (code.print and other.print):
        return size.width, size.height
    return size.width - code.print.size.width, size.height - code.print.size.height


def _lengths(pair: tuple[Decimal, Decimal]) -> str:
    across, down = pair
    return inches(across) if across == down else f"{inches(across)} × {inches(down)}"
