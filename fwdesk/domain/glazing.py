"""What glazing does for a picture, in three facts: reflection, ultraviolet light, weight (FEATURES F2).

The API gives a name and a description and nothing else, so the facts are read off the vendor's own words. What the
words do not say is said to be unknown; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from fwdesk.domain.options import Glazing

_MUSEUM = ("museum", "anti-reflect", "antireflect", "invisible")
_NON_GLARE = ("non-glare", "non glare", "nonglare", "anti-glare", "scatters reflections", "reflection control")
_FILTERS = (
    "uv filter", "uv-filter", "filters uv", "uv protect", "uv-protect", "uv acrylic", "uv glass",
    "stops nearly all ultra",
)  # fmt: skip
HAZY = "Hazy over two mats"
"""The hint in three words, for a row of a list."""
_ACRYLIC = ("acrylic", "plexi", "styrene")


@dataclass(frozen=True, slots=True)
class GlazingFacts:
    """How much it reflects, whether it keeps ultraviolet light off, and how heavy it is, each in a few words."""

    reflection: str
    uv: str
    weight: str

    @property
    def words(self) -> str:
        """All three: Reflects like a window, no UV filter named, light (acrylic)."""
        return f"{self.reflection}, {self.uv}, {self.weight}"


def glazing_facts(glazing: Glazing) -> GlazingFacts:
    """The three facts of a glazing, as far as its name and description tell them."""
    words = f"{glazing.name} {glazing.description}".casefold()
    reflection = "Reflects like a window"
    if any(word in words for word in _MUSEUM):
        reflection = "Hardly reflects"
    elif is_non_glare(glazing):
        reflection = "Scatters reflections"
    uv = "filters UV" if any(word in words for word in _FILTERS) else "no UV filter named"
    if any(word in words for word in _ACRYLIC):
        weight = "light (acrylic)"
    else:
        weight = "heavy (glass)" if "glass" in words else "weight not said"
    return GlazingFacts(reflection, uv, weight)


def is_non_glare(glazing: Glazing) -> bool:
    """True for a matte face, which is clear only where it lies close to the print."""
    words = f"{glazing.name} {glazing.description}".casefold()
    return any(word in words for word in _NON_GLARE) and not any(word in words for word in _MUSEUM)


def glazing_hint(glazing: Glazing | None, mats: int) -> str:
    """What is to be said about a glazing over so many mats; empty for nothing."""
    if glazing is None or mats < 2 or not is_non_glare(glazing):
        return ""
    return f"{HAZY}: non-glare glazing wants to lie close to the print."
