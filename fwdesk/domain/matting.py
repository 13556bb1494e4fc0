"""Mat arithmetic: what the window leaves, what the frame's lip hides, what shows of the picture and of a second mat.

All lengths are inches. Vendor's facts are from GRAMMAR (geometry) and PRINT-FACTS; advice is general framing practice
(FEATURES D4, E4, E6) and never forbids anything: limits are `rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.geometry import Geometry, measure
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules
from fwdesk.domain.size import inches

_NOTHING = Decimal(0)
CUT_SMALLER = Decimal("0.125")
"""Windows are cut about 1/8 in smaller than nominal, so that they overlap the print (GRAMMAR, geometry)."""
SKINNY, GENEROUS = Decimal("0.75"), Decimal(2)
"""Mat in view below which a border looks like a mistake, and from which it looks generous (FEATURES E6, UX 4.2)."""
REVEALS = tuple(Decimal(eighths) / 8 for eighths in range(1, 5))
"""The reveals offered for a second mat: 1/8 to 1/2 in."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A length left and right, and the same length top and bottom."""

    across: Decimal
    down: Decimal

    @property
    def words(self) -> str:
        """2 in; or 2 in at the sides and 3 in above and below, without what is 0."""
        if self.across == self.down:
            return f"{inches(self.across)} in"
        both = ((self.across, "at the sides"), (self.down, "above and below"))
        return " and ".join(f"{inches(length)} in {where}" for length, where in both if length)


@dataclass(frozen=True, slots=True)
class MatMeasures:
    """A mat around a print.

    `border` is what the code says: half of opening less window; `hidden` is what the lip covers of it, `in_view` the
    rest of the outer mat. `reveal` is how much of the base mat shows, for two mats. `covered` is how far the window
    lies over the image, `paper` how much white paper shows inside the window, `gap` how far a floated sheet's edge is
    from it; each is 0 where it does not apply. `covered_share` is the share of the picture that is hidden, 0 to 1.
    """

    border: Pair
    hidden: Decimal
    in_view: Pair
    reveal: Pair | None
    covered: Pair
    covered_share: Decimal
    paper: Pair
    gap: Pair


def mat_measures(piece: Piece, rules: Rules) -> MatMeasures | None:
    """The measures of a piece's mats; None without a mat."""
    framed = piece.framing
    if framed is None or not framed.mats:
        return None
    laid = measure(piece.code, rules.style_of(piece), rules.frame_of(piece))
    inner, outer = laid.windows[0], laid.windows[-1]
    window, image, sheet = inner.size, laid.image.size, laid.sheet.size
    shown = min(window.width, image.width) * min(window.height, image.height)
    across, down = piece.mat_borders
    return MatMeasures(
        border=Pair(across, down),
        hidden=laid.lip,
        in_view=Pair(*laid.mat_borders),
        reveal=Pair(inner.x - outer.x, inner.y - outer.y) if len(laid.windows) > 1 else None,
        covered=_over(image.width - window.width, image.height - window.height),
        covered_share=1 - shown / image.area,
        paper=_over(
            min(window.width, sheet.width) - image.width,
            min(window.height, sheet.height) - image.height,
        ),
        gap=_over(window.width - sheet.width, window.height - sheet.height),
    )


def _over(across: Decimal, down: Decimal) -> Pair:
    return Pair(max(across, _NOTHING) / 2, max(down, _NOTHING) / 2)


def measure_words(found: MatMeasures) -> tuple[str, ...]:
    """The window's arithmetic as an artist reads it, a sentence for each thing that is there."""
    lip = f", {found.in_view.words} in view: the frame's lip hides {inches(found.hidden)} in" if found.hidden else ""
    said = [f"Mat {found.border.words}{lip}."]
    if found.reveal:
        said.append(f"The base mat shows {found.reveal.words} around the window.")
    if found.covered_share:
        said.append(
            f"The window covers {found.covered.words} of the picture, {found.covered_share * 100:.1f} % of it: "
            "look for a signature there."
        )
    if found.paper.across or found.paper.down:
        said.append(f"{found.paper.words} of white paper shows inside the window.")
    if found.gap.across or found.gap.down:
        said.append(f"The paper floats: its edge shows, {found.gap.words} inside the window.")
    elif not found.paper.across and not found.paper.down:
        said.append(
            f"Windows are cut about {inches(CUT_SMALLER)} in smaller than named, so that they overlap the print."
        )
    return tuple(said)


def hints(found: MatMeasures, laid: Geometry) -> tuple[str, ...]:
    """Gentle advice on proportions; empty where nothing looks odd."""
    least = min(found.in_view.across, found.in_view.down)
    said: list[str] = []
    if least < SKINNY:
        said.append(
            f"A mat under {inches(SKINNY)} in looks like a mistake; from {inches(GENEROUS)} in it looks generous."
        )
    elif laid.face > least:
        said.append("The frame is wider than the mat; most framers keep it narrower.")
    elif looks(least) == "generous":
        said.append("This looks generous.")
    return tuple(said)


def looks(in_view: Decimal) -> str:
    """Where a mat's visible width lies: skinny, narrow or generous."""
    return "skinny" if in_view < SKINNY else "narrow" if in_view < GENEROUS else "generous"


@dataclass(frozen=True, slots=True)
class BottomWeighting:
    """A wider border below, as framers like it: how wide it would be here, and why it cannot be ordered."""

    usual: Decimal
    weighted: Decimal

    orderable = False

    @property
    def words(self) -> str:
        """What it is, and that the code has no place for it."""
        return (
            f"Framers often leave more mat below than above, here {inches(self.weighted)} in instead of "
            f"{inches(self.usual)} in, because the middle looks too low to the eye. A product code says how large the "
            "window is but not where, so it is always cut in the middle: this cannot be ordered, and the preview does "
            "not show it. A margin inside your picture file, wider below, comes nearest."
        )


def bottom_weighting(found: MatMeasures) -> BottomWeighting:
    """Bottom weighting for these borders: a tenth more, to the next eighth and at least an eighth of an inch."""
    eighths = max((found.border.down * Decimal("0.8")).to_integral_value(), Decimal(1))
    return BottomWeighting(found.border.down, found.border.down + eighths / 8)


def eighths_words(length: Decimal) -> str:
    """A reveal in eighths, as framers say it: ⅛, ¼, ⅜ or ½ in; anything else as it is."""
    return f"{inches(length)} in"
