"""What a media is, in four facts: surface, weight, what it is good for, what to avoid it for (FEATURES B3).

The API gives a name and a description and nothing else, so the facts are the vendor's own words, taken where they say
so plainly. What they do not say stays empty; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fwdesk.domain.options import Media

_SURFACES = re.compile(
    r"\b(semi-gloss|high gloss|gloss|glossy|luster|lustre|satin|matte|smooth|velvet|velvety|textured|texture|toothed"
    r"|dimpled|metallic|pearly|brushed|baryta|non-glare|frosted|translucent|weave|linen)\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"\b\d{2,4}(?:\.\d+)? ?(?:gsm|g/m²|g/m2|lbs?\b)|\b\d{1,2}(?:\.\d+)? ?mils?\b"
    r"|\b(?:extra |very )?(?:heavy|heavyweight|lightweight|light stock|light poster stock)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:good|great|ideal|perfect|best|excellent|wonderful|well suited|suited|suitable|recommended|strong|choice"
    r"|made|all-rounder) for (?P<a>[^.;:]+)|\bsuits (?P<b>[^.;:]+)|, for (?P<c>[^.;:]+)",
    re.IGNORECASE,
)
_AVOID = re.compile(
    r"\bavoid (?:it )?(?:for |in |with )?(?P<a>[^.;:]+)"
    r"|\b(?:not|never|less|un)(?: |-)?(?:recommended|suitable|suited|meant|made|intended|ideal|good) for (?P<b>[^.;:]+)"
    r"|\bnot for (?P<c>[^.;:]+)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:without|no|not|nor|less) (?:a |any )?\w+", re.IGNORECASE)
_NOT = re.compile(r"\bnot (?:archival|acid-free|acid free|waterproof|water resistant)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The facts in the description's own words; empty where it does not say."""

    surface: str = ""
    weight: str = ""
    good_for: str = ""
    avoid_for: str = ""


def paper_facts(media: Media) -> PaperFacts:
    """The facts of a media, as far as its name and description tell them."""
    told = " ".join(media.description.split())
    # A description may name other surfaces to compare with; the name does not.
    plain = _NEGATED.sub("", told)
    surface = _all(_SURFACES.findall(media.name)) or _all(_SURFACES.findall(plain))
    avoid = _all([*_phrases(_AVOID, told), *_NOT.findall(told)])
    return PaperFacts(
        surface,
        _all(_WEIGHT.findall(f"{media.name}. {plain}")),
        _all(_phrases(_GOOD, _AVOID.sub("", told))),
        avoid,
    )


def _phrases(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(part for part in found.groups() if part) for found in pattern.finditer(text)]


def _all(said: Iterable[str]) -> str:
    """Each once, in the order in which they are said."""
    return ", ".join({words.strip(" ,").casefold(): words.strip(" ,") for words in said}.values())
