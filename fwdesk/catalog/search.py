"""Type to find: one box over names, ids, colors and sizes of everything in the catalog.

Takes `96`, `walnut`, `wal bur`, `1 1/4`, `dark blue`, `#ffffff` and `<20$`; all words must be found, the best finds
come first. Where nothing has a word as it was typed, one slip of the fingers is forgiven (`wlanut`). A mat is found by
the words for its color too, whatever its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from fwdesk.domain.color import color_words, lab
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.size import inches, plain

_FRACTIONS = str.maketrans(
    {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8"},
)
_WHOLE_AND_FRACTION = re.compile(r"(\d)\s*[-\s]\s*(\d+/\d+)")
_NOT_WORDS = re.compile(r"[^\w/.#]+|\.(?!\d)")
_PRICE = re.compile(r"([<>])\s*(=?)\s*\$?\s*(\d{1,6}(?:\.\d{1,4})?)\s*\$?")
# A whole number and a fraction are one term; the join keeps them together while the text is cut into words.
_JOIN = "_"

_PLACES = 1 << 24
_SHORTEST, _ALIKE = 4, 0.75

# How good a find is: lower is better. Steps are far apart, so that one exact word beats many partial ones.
_ID, _NAME_WHOLE, _NAME_WORD, _NAME_START, _WORD, _START, _NAME_PART, _PART = 0, 1, 2, 4, 8, 10, 16, 20


def _words(text: str) -> str:
    """The text as lower-case words with a blank before, between and after; 1-1/4" becomes one word."""
    text = _WHOLE_AND_FRACTION.sub(rf"\1{_JOIN}\2", text.translate(_FRACTIONS).casefold())
    return f" {_NOT_WORDS.sub(' ', text).strip()} "


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its step (product_type, media, style, collection, frame, mat, glazing), id and name."""

    step: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class _Row:
    hit: Hit
    id: str
    name: str
    rest: str
    price: Decimal | None

    def rank(self, term: _Term) -> int:
        """How well one word is found here; -1 when it is not."""
        if term.bare == self.id:
            return _ID
        if term.bare in self.name:
            if term.start not in self.name:
                return _NAME_PART
            if term.whole not in self.name:
                return _NAME_START
            return _NAME_WHOLE if self.name == term.whole else _NAME_WORD
        if term.bare in self.rest:
            if term.start not in self.rest:
                return _PART
            return _WORD if term.whole in self.rest else _START
        return _START if self.id.startswith(term.bare) else -1


class _Term:
    """One word of a question, as it stands at the start of a word and as a whole word."""

    __slots__ = ("bare", "start", "whole")

    def __init__(self, bare: str) -> None:
        self.bare, self.start, self.whole = bare, f" {bare}", f" {bare} "


class CatalogIndex:
    """An index of one catalog; build it once per catalog. 10,000 rows are searched within 50 ms."""

    def __init__(self, catalog: Catalog) -> None:
        self._rows = tuple(_rows(catalog))
        # The words of names, without numbers: what a slip of the fingers can have meant.
        words = (word for row in self._rows for word in row.name.split() + row.rest.split())
        self._vocabulary = sorted({word for word in words if len(word) >= _SHORTEST and word.isalpha()})

    def search(self, text: str, *, steps: Collection[str] = (), limit: int | None = None) -> tuple[Hit, ...]:
        """What fits, best first, then in the catalog's order; everything for an empty text.

        `steps` keeps to some steps. Prices such as `<20$` and `>= 35` are starting prices in USD; what has none
        is left out then.
        """
        text, fits = _price_filter(text)
        words = _words(text).split()
        found = self._found([_Term(word) for word in words], steps, fits)
        if not found and (meant := [self._meant(word) for word in words]) != words:
            found = self._found([_Term(word) for word in meant], steps, fits)
        return tuple(self._rows[one % _PLACES].hit for one in sorted(found)[:limit])

    def _found(
        self, terms: list[_Term], steps: Collection[str], fits: Callable[[Decimal | None], bool] | None
    ) -> list[int]:
        """The rows that hold every term, each as one number: how good a find it is, then its place."""
        found: list[int] = []
        for place, row in enumerate(self._rows):
            if (steps and row.hit.step not in steps) or (fits and not fits(row.price)):
                continue
            total = 0
            for term in terms:
                rank = row.rank(term)
                if rank < 0:
                    break
                total += rank
            else:
                found.append(total * _PLACES + place)  # one number sorts faster than a pair
        return found

    def _meant(self, word: str) -> str:
        """The word of this catalog that was probably meant: one slip away, or the word itself."""
        if len(word) < _SHORTEST or not word.isalpha():
            return word
        near = [known for known in self._vocabulary if abs(len(known) - len(word)) <= 1]
        if any(word in known for known in self._vocabulary):
            return word
        return next(iter(get_close_matches(word, near, 1, _ALIKE)), word)


def _price_filter(text: str) -> tuple[str, Callable[[Decimal | None], bool] | None]:
    """The text without its price conditions, and, if it had any, a test for a row's starting price."""
    low, high = Decimal(-1), Decimal(10**9)
    conditions = _PRICE.findall(text)
    for sign, equal, amount in conditions:
        bound, step = Decimal(amount), Decimal(0) if equal else Decimal("0.0001")
        if sign == "<":
            high = min(high, bound - step)
        else:
            low = max(low, bound + step)
    if not conditions:
        return text, None
    return _PRICE.sub(" ", text), lambda price: price is not None and low <= price <= high


def _rows(catalog: Catalog) -> Iterator[_Row]:
    def row(step: str, id: int, name: str, *rest: str, price: Money | None = None) -> _Row:
        amount = price.amount if price else None
        return _Row(Hit(step, id, name), str(id), _words(name), _words(" ".join(rest)), amount)

    for type_ in catalog.product_types:
        yield row("product_type", type_.id, type_.name, type_.description)
    for media in catalog.media:
        yield row("media", media.id, media.name, media.description)
    for style in catalog.styles:
        yield row("style", style.id, style.name, style.description)
    for group in catalog.collections:
        yield row("collection", group.id, group.name, group.description, price=group.starting_price)
    groups = catalog.collection_by_id
    for frame in catalog.frames:
        group = groups.get(frame.collection_id)
        widths = (inches(frame.face), plain(frame.face))
        yield row(
            "frame",
            frame.id,
            frame.name,
            *(frame.color, frame.composite, frame.kind, frame.class_alias, group.name if group else "", *widths),
            price=frame.starting_price,
        )
    for mat in catalog.mats:
        seen = lab(mat.color)
        words = color_words(seen) if seen else ""
        yield row("mat", mat.id, mat.name, mat.color, words, mat.core_color, mat.composite, price=mat.starting_price)
    for glazing in catalog.glazings:
        yield row("glazing", glazing.id, glazing.name, glazing.description, price=glazing.starting_price)
