"""What changed between two readings of a catalog, in words, and which saved pieces it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fwdesk.domain.code import ProductCode
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Problem, Rules
from fwdesk.domain.size import Size, inches
from fwdesk.domain.sizing import limits_words


class Kind(Enum):
    """What happened to a row."""

    GONE = "gone"
    NEW = "new"
    RENAMED = "renamed"
    PRICE = "price"
    LIMITS = "limits"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about one row: its step (as in `search.Hit`), id and name, what happened, and a sentence."""

    step: str
    id: int
    name: str
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A saved piece that the changes touch. `problems` are new: the piece could be made before and cannot now."""

    code: ProductCode
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def words(self) -> str:
        """What it means for the piece, in one line."""
        if self.problems:
            return f"Cannot be made any more: {' '.join(problem.reason for problem in self.problems)}"
        return " ".join(change.words for change in self.changes)


# Steps, and where their rows are.
_ROWS: tuple[tuple[str, Callable[[Catalog], Iterable[Any]]], ...] = (
    ("product_type", lambda catalog: catalog.product_types),
    ("media", lambda catalog: catalog.media),
    ("style", lambda catalog: catalog.styles),
    ("collection", lambda catalog: catalog.collections),
    ("frame", lambda catalog: catalog.frames),
    ("mat", lambda catalog: catalog.mats),
    ("glazing", lambda catalog: catalog.glazings),
)
# What a row's flags mean once they are set, and once they are not.
_FLAGS = {
    "can_frame": ("can be framed now", "cannot be framed any more"),
    "can_mat": ("can be matted now", "cannot be matted any more"),
    "can_glaze": ("can be put behind glazing now", "cannot be put behind glazing any more"),
    "allow_glazing": ("takes glazing now", "does not take glazing any more"),
    "allow_matting": ("takes a mat now", "does not take a mat any more"),
    "allow_decimal": ("comes in fractions of an inch now", "comes in whole inches only now"),
    "allow_rotate": ("can be turned now", "cannot be turned any more"),
    "custom_sizing": ("comes in any size now", "comes in fixed sizes only now"),
}
_MEASURES = {
    "face": "width", "depth": "depth", "lip": "lip", "border": "white border", "bleed": "trim", "plies": "plies",
}  # fmt: skip
_VERBS = {"frame": ("takes", "took"), "mat": ("is cut", "was cut")}


def changes(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """Everything that changed, step by step: what is gone first, then what is different, then what is new."""
    found: list[Change] = []
    for step, rows in _ROWS:
        before, after = ({row.id: row for row in rows(catalog)} for catalog in (old, new))
        for row_id, row in before.items():
            if row_id not in after:
                found.append(Change(step, row_id, row.name, Kind.GONE, f"{row.name} is not offered any more."))
        for row_id, row in before.items():
            if row_id in after and row != after[row_id]:
                found += _row_changes(step, row, after[row_id])
        for row_id, row in after.items():
            if row_id not in before:
                found.append(Change(step, row_id, row.name, Kind.NEW, f"{row.name} is new."))
    return tuple(found)


def _row_changes(step: str, old: Any, new: Any) -> Iterator[Change]:  # noqa: ANN401 - any row of a catalog
    def said(kind: Kind, words: str) -> Change:
        return Change(step, new.id, new.name, kind, words)

    if old.name != new.name:
        yield said(Kind.RENAMED, f"{old.name} is called {new.name} now.")
    before, after = (getattr(row, "starting_price", None) for row in (old, new))
    if before != after:
        yield said(Kind.PRICE, f"{new.name} {_price_words(before, after)}.")
    limits = [
        (getattr(row, "smallest", None), getattr(row, "largest", None), getattr(row, "sizes", ())) for row in (old, new)
    ]
    if limits[0] != limits[1]:
        now, was = _VERBS.get(step, ("is made", "was made"))
        yield said(Kind.LIMITS, f"{new.name} {now} {_limits(*limits[1])} now; it {was} {_limits(*limits[0])}.")
    for words in _rule_words(old, new):
        yield said(Kind.RULES, f"{new.name} {words}.")


def _price_words(before: Money | None, after: Money | None) -> str:
    if before is None or after is None:
        return f"starts at {after} now" if after else "has no starting price any more"
    return f"starts at {before} → {after} ({(after - before).difference})"


def _limits(smallest: Size | None, largest: Size | None, sizes: tuple[Size, ...]) -> str:
    limits = limits_words(smallest, largest) or "any size"
    if not sizes:
        return limits
    return f"{limits}, in {', '.join(size.framer for size in sizes[:6])}{' …' if len(sizes) > 6 else ''} in"


def _rule_words(old: Any, new: Any) -> Iterator[str]:  # noqa: ANN401 - any row of a catalog
    for field, (now, not_now) in _FLAGS.items():
        if getattr(old, field, None) != (flag := getattr(new, field, None)):
            yield now if flag else not_now
    for field, name in _MEASURES.items():
        before: Any = getattr(old, field, None)
        after: Any = getattr(new, field, None)
        if before != after:
            yield f"has another {name}: {inches(before)} → {inches(after)}"
    for field, name in (("media_ids", "media"), ("style_ids", "styles"), ("frame_class_ids", "frame classes")):
        had, has = set(getattr(old, field, ())), set(getattr(new, field, ()))
        if had != has:
            yield f"has other {name}: {len(has - had)} more, {len(had - has)} fewer"


def touched(
    saved: Iterable[ProductCode], old: Catalog, new: Catalog, found: tuple[Change, ...] | None = None
) -> tuple[Touched, ...]:
    """The saved pieces that a new catalog treats otherwise, those that cannot be made any more first.

    A piece is touched by changes of what it is made of, and by any change that gives it problems it had not. `found`
    are the changes between the two catalogs where they are known already.
    """
    by_row: dict[tuple[str, int], list[Change]] = {}
    for change in changes(old, new) if found is None else found:
        by_row.setdefault((change.step, change.id), []).append(change)
    before, after = Rules(old), Rules(new)
    pieces: list[Touched] = []
    for code in dict.fromkeys(saved):
        own = tuple(change for row in _made_of(code, old) for change in by_row.get(row, ()))
        known = {problem.reason for problem in before.problems(code)}
        fresh = tuple(problem for problem in after.problems(code) if problem.reason not in known)
        if own or fresh:
            pieces.append(Touched(code, own, fresh))
    return tuple(sorted(pieces, key=lambda one: not one.problems))


def _made_of(code: ProductCode, catalog: Catalog) -> Iterator[tuple[str, int]]:
    """The rows a code names, and the collections that hold its frame."""
    if code.print:
        yield from (("product_type", code.print.product_type), ("media", code.print.media), ("style", code.print.style))
    if code.frame:
        yield "frame", code.frame.frame
        yield from (("collection", group) for group in sorted(catalog.collections_of_frame.get(code.frame.frame, ())))
        yield from (("mat", mat) for mat in dict.fromkeys(part.mat for part in code.frame.mats))
        yield "glazing", code.frame.glazing
