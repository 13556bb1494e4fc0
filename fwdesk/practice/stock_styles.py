"""How a print is finished: styles with their size rules, as REFERENCE's model style_type describes them.

Styles 8 and 9 are live facts (REFERENCE section 8), 3 is a name of 2015, 37 a real id without a known name.
"""

from __future__ import annotations

from decimal import Decimal

from fwdesk.domain.options import Style
from fwdesk.domain.size import Size

FLOATERS = 9107
"""The collection of floating frames: the only frames for stretched canvas."""
ORDINARY_FRAMES = (1, 9101, 9102, 9103, 9104, 9105, 9106, 9108, 9109, 9110, 9111)
"""Every other collection. A style's frame_class_ids are collection ids here (GAPS 17: relation unknown)."""


def _size(width: float | str, height: float | str) -> Size:
    return Size.of(str(width), str(height))


def _sizes(*pairs: tuple[float, float]) -> tuple[Size, ...]:
    return tuple(_size(*pair) for pair in pairs)


def _style(
    style_id: int,
    name: str,
    description: str,
    *,
    low: tuple[float, float] = (4, 4),
    high: tuple[float, float] = (40, 90),
    sizes: tuple[Size, ...] = (),
    frames: tuple[int, ...] = ORDINARY_FRAMES,
    mat: bool = True,
    glaze: bool = True,
    border: str = "0",
    bleed: str = "0",
    depth: str = "0",
    decimals: bool = True,
) -> Style:
    return Style(
        id=style_id,
        name=name,
        description=description,
        can_frame=bool(frames),
        can_mat=mat,
        can_glaze=glaze,
        custom_sizing=not sizes,
        smallest=_size(*low),
        largest=_size(*high),
        sizes=sizes,
        border=Decimal(border),
        bleed=Decimal(bleed),
        depth=Decimal(depth),
        allow_decimal=decimals,
        allow_rotate=True,
        frame_class_ids=frames,
    )


_SMALL_PRINTS = _sizes((5, 7), (8, 8), (8, 10), (8, 12), (11, 14), (12, 12), (12, 16), (12, 18), (16, 20))
_POSTERS = _sizes((11, 17), (12, 18), (16, 20), (18, 24), (20, 30), (24, 36), (27, 40))

STYLES: tuple[Style, ...] = (
    _style(
        8,
        "Borderless",
        "The image runs to the edge of the paper. About 1/16 in on each side is trimmed away, so keep signatures "
        "clear of the edge.",
        bleed="0.06",
    ),
    _style(
        9,
        '1/2" Extra Border Added',
        "White paper, half an inch on every side, is added outside the size you order: 8 x 10 is cut as 9 x 11. "
        "Handy for hinging under a mat.",
        border="0.5",
    ),
    _style(
        9301,
        '1" Extra Border Added (practice)',
        "A full inch of white paper is added on every side, for signing in the margin or for a framer to hold.",
        high=(38, 88),
        border="1",
    ),
    _style(
        9302,
        '2" Museum Border (practice)',
        "Two inches of white paper on every side, whole-inch sizes only; the usual choice for limited editions.",
        low=(8, 8),
        high=(36, 60),
        border="2",
        decimals=False,
    ),
    _style(
        9303,
        "Whole-Inch Trim (practice)",
        "Borderless, cut to whole inches on an automatic trimmer. A little quicker and just as exact.",
        high=(40, 60),
        bleed="0.06",
        decimals=False,
    ),
    _style(
        9304,
        "Standard Sizes, Borderless (practice)",
        "A short list of sizes that fit ready-made frames from any shop.",
        low=(5, 7),
        high=(16, 20),
        sizes=_SMALL_PRINTS,
        bleed="0.06",
    ),
    _style(
        37,
        "Natural Deckle Edge 37 (practice)",
        "The paper keeps its feathered mill edge on all four sides. Float it in a wide mat so that the edge shows.",
        low=(5, 7),
        high=(22, 30),
    ),
    _style(
        9305,
        "Float Mount, Torn Edge (practice)",
        "The sheet is torn by hand and raised an eighth of an inch on a hidden board, so it casts a small shadow.",
        low=(6, 6),
        high=(30, 40),
        depth="0.125",
    ),
    _style(
        9306,
        'Mounted on 3/16" Foam Board (practice)',
        "The print is pressed flat on light foam board. It goes straight into a frame and never waves.",
        low=(5, 5),
        high=(40, 60),
        depth="0.1875",
    ),
    _style(
        9307,
        'Mounted on 1/2" Gatorboard (practice)',
        "A stiff half-inch board with a hanging slot in the back. It hangs as it is; no frame takes it.",
        low=(8, 8),
        high=(40, 60),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.5",
        decimals=False,
    ),
    _style(
        3,
        "Thin Gallery Wrap",
        "Canvas stretched over three-quarter-inch bars, staples out of sight. Hang it bare or set it in a floating "
        "frame.",
        low=(5, 5),
        high=(40, 60),
        frames=(FLOATERS,),
        mat=False,
        glaze=False,
        depth="0.75",
    ),
    _style(
        9310,
        'Deep Gallery Wrap 1-1/2" (practice)',
        "Canvas over inch-and-a-half bars that stay straight at large sizes. Floating frames only.",
        low=(8, 8),
        high=(54, 90),
        frames=(FLOATERS,),
        mat=False,
        glaze=False,
        depth="1.5",
    ),
    _style(
        9311,
        'Rolled Canvas, 2" White Border (practice)',
        "Unstretched canvas with two inches of white to grip. For your own stretcher bars; it travels in a tube.",
        low=(8, 8),
        high=(50, 90),
        frames=(),
        mat=False,
        glaze=False,
        border="2",
    ),
    _style(
        9312,
        'Canvas on 1/8" Panel (practice)',
        "Canvas glued to a thin rigid panel. It fits ordinary picture frames, without mat or glass.",
        low=(5, 7),
        high=(24, 36),
        mat=False,
        glaze=False,
        depth="0.125",
        frames=(*ORDINARY_FRAMES, FLOATERS),
    ),
    _style(
        9313,
        'Square Studio Wrap 1-1/2" (practice)',
        "Square canvases in five fixed sizes, ready to hang as a group. They are not framed.",
        low=(8, 8),
        high=(30, 30),
        sizes=_sizes((8, 8), (10, 10), (12, 12), (20, 20), (30, 30)),
        frames=(),
        mat=False,
        glaze=False,
        depth="1.5",
    ),
    _style(
        9320,
        "Metal, Float Hanger (practice)",
        "Rounded corners and a hidden back frame that holds the sheet half an inch off the wall. Not framed.",
        low=(5, 5),
        high=(40, 60),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.5",
        decimals=False,
    ),
    _style(
        9321,
        "Metal, Easel Back (practice)",
        "Small sheets with a fold-out foot for a desk or shelf, in four sizes.",
        low=(4, 6),
        high=(8, 10),
        sizes=_sizes((4, 6), (5, 7), (8, 8), (8, 10)),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.0625",
    ),
    _style(
        9330,
        'Acrylic 1/4", Standoffs (practice)',
        "The print sits behind a quarter inch of polished acrylic and hangs on four steel standoffs.",
        low=(8, 8),
        high=(40, 60),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.25",
        decimals=False,
    ),
    _style(
        9331,
        'Acrylic Block 1" (practice)',
        "A free-standing block an inch thick, in four sizes; all sides polished.",
        low=(4, 4),
        high=(8, 10),
        sizes=_sizes((4, 4), (4, 6), (5, 7), (8, 10)),
        frames=(),
        mat=False,
        glaze=False,
        depth="1",
    ),
    _style(
        9340,
        'Wood Panel 3/4", Keyhole (practice)',
        "Printed straight on the panel, so the grain shows in light areas. A keyhole in the back takes one nail.",
        low=(5, 5),
        high=(30, 40),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.75",
    ),
    _style(
        9341,
        "Wood Plaque, Beveled (practice)",
        "Fixed sizes with a hand-beveled, black-stained edge.",
        low=(5, 7),
        high=(16, 20),
        sizes=_sizes((5, 7), (8, 10), (11, 14), (16, 20)),
        frames=(),
        mat=False,
        glaze=False,
        depth="0.625",
    ),
    _style(
        9350,
        "Poster, Standard Sizes (practice)",
        "Trimmed to the sizes that poster frames come in. No border is added.",
        low=(11, 17),
        high=(27, 40),
        sizes=_POSTERS,
        bleed="0.125",
    ),
    _style(
        9351,
        'Poster, Any Size, 1/4" Border (practice)',
        "Whole inches up to 40 x 60, with a quarter inch of white all around.",
        low=(8, 8),
        high=(40, 60),
        border="0.25",
        decimals=False,
    ),
    _style(
        9360,
        "Flat Card (practice)",
        "A heavy single card, image on the front, blank on the back for writing.",
        low=(4, 6),
        high=(5, 7),
        sizes=_sizes((4, 6), (4.25, 5.5), (5, 7)),
        frames=(),
        mat=False,
        glaze=False,
        bleed="0.125",
    ),
    _style(
        9361,
        "Folded Card (practice)",
        "Scored and folded, with envelopes. The size is that of the closed card.",
        low=(4.25, 5.5),
        high=(5, 7),
        sizes=_sizes((4.25, 5.5), (5, 5), (5, 7)),
        frames=(),
        mat=False,
        glaze=False,
        bleed="0.125",
    ),
    _style(
        9362,
        "Postcard with Address Side (practice)",
        "Image on one side, address lines and a stamp box on the other.",
        low=(4, 6),
        high=(6, 9),
        sizes=_sizes((4, 6), (5, 7), (6, 9)),
        frames=(),
        mat=False,
        glaze=False,
        bleed="0.125",
    ),
)

STYLE_RATES: dict[int, Decimal] = {
    37: Decimal("0.03"),
    9305: Decimal("0.06"),
    9306: Decimal("0.045"),
    9307: Decimal("0.085"),
    3: Decimal("0.075"),
    9310: Decimal("0.11"),
    9312: Decimal("0.05"),
    9313: Decimal("0.1"),
    9320: Decimal("0.04"),
    9330: Decimal("0.09"),
    9331: Decimal("0.2"),
    9340: Decimal("0.05"),
    9341: Decimal("0.07"),
}
"""Dollars a square inch that mounting or stretching adds; borders and trims are free, as styles 8 and 9 are."""

RIGID_STYLES = frozenset((9306, 9307, 3, 9310, 9312, 9313, 9320, 9321, 9330, 9331, 9340, 9341))
"""Styles that cannot be rolled into a tube."""
FLOATED_STYLES = frozenset((37, 9305))
"""Styles whose sheet may be smaller than the window: it floats on a board."""
