"""A piece: one configured print, immutable, and the plain edits that make the next one.

An edit keeps what the artist decided: a new size keeps the mat's border, a new frame keeps the mats. Whether the
result can be made is not decided here; that is `rules`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from fwdesk.domain.code import FramePart, MatPart, PrintPart, ProductCode
from fwdesk.domain.crop import MIDDLE, Crop
from fwdesk.domain.size import Size

MAT_BORDER = Decimal(2)
"""Inches of mat around the window: both of the vendor's documented examples have 2 in (GRAMMAR, geometry)."""
REVEAL = Decimal("0.25")
"""Inches of the base mat that the mat over it leaves in view."""
FLOAT_GAP = Decimal("0.25")
"""Inches between a floated sheet and its window on every side, as the desk proposes."""
FLOAT_LEAST = Decimal("0.125")
"""Inches that gap must have: windows are cut about 1/8 in smaller than nominal (GRAMMAR, geometry), half on a side."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One configured print: the product code's parts, and which part of the picture is kept."""

    code: ProductCode
    crop: Crop = MIDDLE

    @property
    def print(self) -> PrintPart | None:
        """The print, absent in a frame package alone."""
        return self.code.print

    @property
    def framing(self) -> FramePart | None:
        """The frame package, absent in a print alone."""
        return self.code.frame

    @property
    def image(self) -> Size:
        """The printed image's size, or for a frame package alone what shows in it."""
        if self.code.print:
            return self.code.print.size
        framed = self.code.frame
        assert framed is not None, "a piece has a print or a frame"
        return framed.mats[0].window if framed.mats else framed.opening

    @property
    def mat_border(self) -> Decimal:
        """Inches from the base mat's window to the opening's edge, left and right; 0 without mats."""
        return self.mat_borders[0]

    @property
    def mat_borders(self) -> tuple[Decimal, Decimal]:
        """The mat border left and right, and top and bottom; a typed code may have two different ones."""
        framed = self.code.frame
        if not framed or not framed.mats:
            return Decimal(0), Decimal(0)
        opening, window = framed.opening, framed.mats[0].window
        return (opening.width - window.width) / 2, (opening.height - window.height) / 2

    def with_print(self, **changes: object) -> Piece:
        """Another product type, media or style (and nothing else)."""
        assert self.code.print is not None
        return replace(self, code=replace(self.code, print=replace(self.code.print, **changes)))

    def with_framing(self, framing: FramePart | None) -> Piece:
        """Another frame package, or none. A package that holds nothing any more is none."""
        if framing and not (framing.frame or framing.mats or framing.glazing):
            framing = None
        return replace(self, code=replace(self.code, frame=framing))

    def sized(self, size: Size, border: Decimal) -> Piece:
        """Another image size: windows move with it and mat borders stay. `border` is the style's own, in inches."""
        assert self.code.print is not None
        old, framing = self.code.print.size, self.code.frame
        resized = replace(self, code=replace(self.code, print=replace(self.code.print, size=size)))
        if framing is None:
            return resized
        if not framing.mats:
            return resized.with_framing(replace(framing, opening=size.grown(border)))
        wider, taller = size.width - old.width, size.height - old.height
        if all(mat.window.width + wider > 0 and mat.window.height + taller > 0 for mat in framing.mats):
            windows = [Size(mat.window.width + wider, mat.window.height + taller) for mat in framing.mats]
        else:
            windows = [size] * len(framing.mats)
        mats = tuple(replace(mat, window=window) for mat, window in zip(framing.mats, windows, strict=True))
        across = max(framing.opening.width - framing.mats[-1].window.width, Decimal(0))
        down = max(framing.opening.height - framing.mats[-1].window.height, Decimal(0))
        opening = Size(windows[-1].width + across, windows[-1].height + down)
        return resized.with_framing(replace(framing, opening=opening, mats=mats))

    def refitted(self, border: Decimal, window: Size | None = None) -> Piece:
        """The package made to the image again: windows as large as it, with the mat's border and the reveal around.

        `window` stands in for the image where the print is floated in a larger one.
        """
        framing = self.code.frame
        if framing is None:
            return self
        if not framing.mats:
            return self.with_framing(replace(framing, opening=self.image.grown(border)))
        width = self.mat_border if self.mat_border > 0 else MAT_BORDER
        least = window or self.image
        windows = least, least.grown(REVEAL)
        mats = tuple(replace(mat, window=made) for mat, made in zip(framing.mats, windows, strict=False))
        return self.with_framing(replace(framing, mats=mats, opening=least.grown(width)))

    def framed(self, frame: int, border: Decimal) -> Piece:
        """Another frame, or none (0). The first frame goes around the sheet, or around the mats if there are any."""
        framing = self.code.frame
        if framing:
            keep = replace(framing, frame=frame)
            if not frame:
                keep = replace(keep, glazing=0)
            return self.with_framing(keep)
        return self.with_framing(FramePart(frame, self.image.grown(border))) if frame else self

    def matted(self, mat: int, border: Decimal, *, width: Decimal | None = None, window: Size | None = None) -> Piece:
        """Another mat (the one in full view), or none (0). A first one has 2 in borders around the image (GRAMMAR).

        `window` stands in for the image where the print is floated in a larger one.
        """
        framing = self.code.frame
        if framing and framing.mats:
            if mat:
                top = replace(framing.mats[-1], mat=mat)
                piece = self.with_framing(replace(framing, mats=(*framing.mats[:-1], top)))
                return piece.mat_width(width) if width is not None else piece
            bare = replace(framing, mats=(), opening=self.image.grown(border))
            return self.with_framing(bare if framing.frame else None)
        if not mat:
            return self
        window = window or self.image
        opening = window.grown(MAT_BORDER if width is None else width)
        begun = framing or FramePart(0, opening)
        return self.with_framing(replace(begun, opening=opening, mats=(MatPart(mat, window),)))

    def mat_width(self, width: Decimal) -> Piece:
        """Another border around the base mat's window, in inches; a second window keeps its reveal."""
        framing = self.code.frame
        if not framing or not framing.mats:
            return self
        return self.with_framing(replace(framing, opening=framing.mats[0].window.grown(width)))

    def second_mat(self, mat: int, reveal: Decimal = REVEAL) -> Piece:
        """A second mat under the first, of which `reveal` inches show around the window; 0 takes it away.

        In the code it is the base mat: it comes first and has the smaller window.
        """
        framing = self.code.frame
        if not framing or not framing.mats:
            return self
        window, main = framing.mats[0].window, framing.mats[-1].mat
        if not mat:
            return self.with_framing(replace(framing, mats=(MatPart(main, window),)))
        mats = MatPart(mat, window), MatPart(main, window.grown(reveal))
        return self.with_framing(replace(framing, mats=mats))

    def glazed(self, glazing: int, border: Decimal = Decimal(0)) -> Piece:
        """Another glazing, or none (0). A print alone gets a package that still wants a frame."""
        framing = self.code.frame or FramePart(0, self.image.grown(border))
        return self.with_framing(replace(framing, glazing=glazing))

    def turned(self) -> Piece:
        """Portrait to landscape and back: print, windows and opening together."""
        code = self.code
        printed = replace(code.print, size=code.print.size.turned) if code.print else None
        framing = code.frame
        if framing:
            mats = tuple(replace(mat, window=mat.window.turned) for mat in framing.mats)
            framing = replace(framing, opening=framing.opening.turned, mats=mats)
        return replace(self, code=replace(code, print=printed, frame=framing))
