"""Mats for a picture: five of the catalog's own, each with its reason.

Framers' habits (FEATURES E5): whites always go; a colored mat takes up a color that is in the picture but does not
rule it, the third or fourth commonest, and never the commonest; a mat should not be whiter than the paper (E7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fwdesk.domain.color import Lab, color_words, difference, lab
from fwdesk.domain.options import Mat

_WHITES = 3
_CLOSE = 12.0
"""CIEDE2000 up to which a mat is said to take up a color of the picture."""
_APART = 4.0
"""CIEDE2000 below which two mats look the same side by side on a list."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A color of the picture as #rrggbb, and its share of it, 0 to 1."""

    color: str
    share: float


@dataclass(frozen=True, slots=True)
class MatSuggestion:
    """A mat, and why it is suggested."""

    mat: Mat
    reason: str


def suggest_mats(
    palette: Sequence[Swatch], mats: Iterable[Mat], *, count: int = 5, paper: str = ""
) -> tuple[MatSuggestion, ...]:
    """Up to `count` mats for a picture: whites first, then accents. `paper` is the color of its white, if known."""
    seen = [(mat, color) for mat in mats if (color := lab(mat.color))]
    white = lab(paper) if paper else None
    picked = _whites(seen, palette, white)[:count]
    for suggestion, _ in _accents(seen, palette):
        if len(picked) >= count:
            break
        chosen = [lab(one.mat.color) for one in picked]
        own = lab(suggestion.mat.color)
        if all(own and other and difference(own, other) >= _APART for other in chosen):
            picked.append(suggestion)
    return tuple(picked)


def _whites(seen: Sequence[tuple[Mat, Lab]], palette: Sequence[Swatch], paper: Lab | None) -> list[MatSuggestion]:
    """The brightest white, and the two most unlike each other that go with the picture's warmth."""
    whites = [(mat, color) for mat, color in seen if color.lightness >= 86 and color.chroma < 16]
    if not whites:
        return []
    colors = [(color, swatch.share) for swatch in palette if (color := lab(swatch.color))]
    warm = sum(color.b * share for color, share in colors) >= 0
    brightest = max(whites, key=lambda one: (one[1].lightness, -one[1].chroma))
    warmest = max(whites, key=lambda one: one[1].b)
    coolest = min(whites, key=lambda one: one[1].b)
    picture = "warm" if warm else "cool"
    reasons = [
        (brightest, "the brightest white: nothing competes with the picture"),
        (warmest, f"the warmest white{', like the picture' if warm else f': a contrast to a {picture} picture'}"),
        (coolest, f"the coolest white{', like the picture' if not warm else f': a contrast to a {picture} picture'}"),
    ]
    middle = sorted(whites, key=lambda one: abs(one[1].b - (warmest[1].b + coolest[1].b) / 2))
    reasons += [(one, "a white between warm and cool") for one in middle]
    if not warm:
        reasons[1], reasons[2] = reasons[2], reasons[1]
    found: dict[int, MatSuggestion] = {}
    for (mat, color), reason in reasons:
        whiter = paper is not None and color.lightness > paper.lightness + 1
        warned = f"{reason}; it is whiter than the paper, which may look gray beside it" if whiter else reason
        found.setdefault(mat.id, MatSuggestion(mat, warned))
    return list(found.values())[:_WHITES]


def _accents(seen: Sequence[tuple[Mat, Lab]], palette: Sequence[Swatch]) -> list[tuple[MatSuggestion, float]]:
    """Mats that take up a color of the picture: its third commonest first, the fourth, the second, then the rest."""
    ranked = sorted(palette, key=lambda swatch: -swatch.share)
    order = [*ranked[2:4], *ranked[1:2], *ranked[4:]]  # never the commonest
    found: dict[int, tuple[MatSuggestion, float]] = {}
    for swatch in order:
        color = lab(swatch.color)
        if color is None:
            continue
        near = sorted((difference(color, own), mat.id, mat) for mat, own in seen if mat.id not in found)
        for apart, mat_id, mat in near[:1]:
            if apart <= _CLOSE:
                reason = f"takes up the {color_words(color)} in {swatch.share * 100:.0f} % of the picture"
                found[mat_id] = MatSuggestion(mat, reason), apart
    return list(found.values())
