"""The five sizes of a piece and where each lies, in inches: image, sheet, window, opening, outside.

Coordinates have their origin at the outside's top left corner, x right, y down. Everything is centred, since a
product code cannot say anything else (GRAMMAR, question 9). The drawing code multiplies by its scale and adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import PieceError
from fwdesk.domain.options import Frame, Style
from fwdesk.domain.size import Size, inches

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in inches."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    @property
    def size(self) -> Size:
        """Its width and height."""
        return Size(self.width, self.height)

    @property
    def right(self) -> Decimal:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        """The y of its lower edge."""
        return self.y + self.height

    def inset(self, by: Decimal) -> Rect:
        """Smaller by so much on every side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


def centred(size: Size, inside: Size) -> Rect:
    """A rectangle of `size` in the middle of `inside`; it may stick out."""
    return Rect(
        (inside.width - size.width) / 2,
        (inside.height - size.height) / 2,
        size.width,
        size.height,
    )


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where everything lies.

    `image` is the printed picture, `sheet` the cut paper (image and border), `windows` the mats' windows, base
    mat (smallest) first, `opening` what the frame takes up (the mat's outer size), `sight` the opening less what
    the lip hides, `outside` the whole piece. `visible` is the part of the sheet one sees.
    """

    image: Rect
    sheet: Rect
    windows: tuple[Rect, ...]
    opening: Rect
    sight: Rect
    outside: Rect
    face: Decimal
    lip: Decimal
    depth: Decimal

    @property
    def visible(self) -> Rect:
        """What is seen through: the innermost window, else the sight opening, else the sheet itself."""
        return self.windows[0] if self.windows else self.sight

    @property
    def mat_borders(self) -> tuple[Decimal, Decimal]:
        """The mat's visible width left and right, and top and bottom, in inches (less what the lip hides)."""
        outer = self.windows[-1] if self.windows else self.sight
        return outer.x - self.sight.x, outer.y - self.sight.y


def measure(code: ProductCode, style: Style | None, frame: Frame | None) -> Geometry:
    """Lay a piece out. `frame` is None for no moulding. UX 4.2: outside = opening + 2 (face - lip).

    A frame package alone (no print) shows an image as large as its window. Raises `PieceError` when the code
    names neither a print nor a frame.
    """
    framed = code.frame
    if code.print is None and framed is None:
        raise PieceError("a piece needs a print, a frame, or both")
    border = style.border if style else _NOTHING
    if code.print:
        image = code.print.size
    else:
        assert framed is not None
        image = framed.mats[0].window if framed.mats else framed.opening
    sheet = image.grown(border) if code.print else image
    moulding = frame if framed and framed.frame else None
    face = moulding.face if moulding else _NOTHING
    lip = moulding.lip if moulding else _NOTHING
    depth = moulding.depth if moulding else (style.depth if style else _NOTHING)
    opening = framed.opening if framed else sheet
    outside = opening.grown(face - lip) if face > lip else opening
    windows = tuple(centred(mat.window, outside) for mat in framed.mats) if framed else ()
    lies = centred(opening, outside)
    return Geometry(
        image=centred(image, outside),
        sheet=centred(sheet, outside),
        windows=windows,
        opening=lies,
        sight=lies.inset(lip),
        outside=Rect(_NOTHING, _NOTHING, outside.width, outside.height),
        face=face,
        lip=lip,
        depth=depth,
    )


def describe(geometry: Geometry) -> str:
    """The sanity line (UX 4.2): print 16 × 20 · window 16 × 20 · package 20 × 24 · outside 21½ × 25½ · depth ¾ in."""
    parts = [f"print {geometry.image.size.framer}"]
    if geometry.sheet != geometry.image:
        parts.append(f"sheet {geometry.sheet.size.framer}")
    parts += [f"window {rect.size.framer}" for rect in geometry.windows]
    if geometry.opening != geometry.sheet:
        parts.append(f"package {geometry.opening.size.framer}")
    if geometry.outside != geometry.opening:
        parts.append(f"outside {geometry.outside.size.framer}")
    if geometry.depth:
        parts.append(f"depth {inches(geometry.depth)}")
    return " · ".join(parts) + " in"
