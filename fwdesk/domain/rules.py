"""What goes with what, and why not.

The one validator: the option lists, the code field, the preflight and the submission all ask `Rules`. It judges by the
catalog's own data; the service has the last word (`frame_builder`, `validate_product`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from fwdesk.domain.code import FramePart, PrintPart, ProductCode
from fwdesk.domain.options import Catalog, Frame, Style
from fwdesk.domain.piece import FLOAT_GAP, FLOAT_LEAST, Piece
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import in_limits, limits_words, why_not


class Step(StrEnum):
    """The seven steps, in their order. The values are the names in `options.<step>`."""

    PRODUCT_TYPE = "product_type"
    MEDIA = "media"
    STYLE = "style"
    SIZE = "size"
    FRAME = "frame"
    MAT = "mat"
    GLAZING = "glazing"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a piece that cannot be made: the step it belongs to, and why, as a sentence."""

    step: Step
    reason: str


@dataclass(frozen=True, slots=True)
class Admits:
    """What may go around a print: the style's flags, and the product's framing options where they are known.

    `may_float` lets a window be larger than the paper, `must_float` wants it so (our reading of the vendor's
    allow_float_matting and require_float_matting, which are not explained). `collections` are the only ones whose
    frames fit; None if no limit is known.
    """

    frame: bool = True
    mat: bool = True
    glazing: bool = True
    frame_required: bool = False
    may_float: bool = False
    must_float: bool = False
    collections: frozenset[int] | None = None


_ANYTHING = Admits()


class Rules:
    """The rules over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """`catalog` is not changed; make new rules for a new one."""
        self.catalog = catalog
        self._admits: dict[tuple[int, int, int], Admits] = {}
        self._frames: dict[Admits, tuple[Frame, ...]] = {}

    # What a product admits

    def admits(self, part: PrintPart | None) -> Admits:
        """What may go around a print; anything if there is none, or its style is not in this catalog."""
        if part is None:
            return _ANYTHING
        key = (part.product_type, part.media, part.style)
        if key not in self._admits:
            style = self.catalog.style_by_id.get(part.style)
            self._admits[key] = self._admitted(key, style) if style else _ANYTHING
        return self._admits[key]

    def _admitted(self, key: tuple[int, int, int], style: Style) -> Admits:
        collections = self.catalog.collections_by_classes.get(style.frame_class_ids)
        told = self.catalog.framing_by_product.get(key)
        if told is None:
            return Admits(style.can_frame, style.can_mat, style.can_glaze, collections=collections)
        return Admits(
            frame=style.can_frame and told.allow_frames,
            mat=style.can_mat and told.allow_matting,
            glazing=style.can_glaze and told.allow_glazing,
            frame_required=told.frame_required,
            may_float=told.allow_float_matting or told.require_float_matting,
            must_float=told.require_float_matting,
            collections=frozenset(told.collection_ids) if told.collection_ids else collections,
        )

    def frames_for(self, part: PrintPart | None) -> tuple[Frame, ...]:
        """The frames that are made for a product; of any size, in the service's order."""
        admits = self.admits(part)
        if admits not in self._frames:
            self._frames[admits] = tuple(row for row in self.catalog.frames if self._takes(admits, row))
        return self._frames[admits]

    def _takes(self, admits: Admits, frame: Frame) -> bool:
        held, only = self.catalog.collections_of_frame[frame.id], admits.collections
        return admits.frame and (only is None or not held.isdisjoint(only))

    # What is wrong with a code

    def problems(self, code: ProductCode) -> tuple[Problem, ...]:
        """Everything that keeps this code from being made, in the order of the steps."""
        return (*self._print_problems(code.print), *self._frame_problems(code))

    def _print_problems(self, part: PrintPart | None) -> Iterable[Problem]:
        if part is None:
            return
        shop = self.catalog
        kind = shop.product_type_by_id.get(part.product_type)
        media = shop.media_by_id.get(part.media)
        style = shop.style_by_id.get(part.style)
        if kind is None:
            yield Problem(
                Step.PRODUCT_TYPE,
                f"Product type {part.product_type} is not in this catalog.",
            )
        if media is None:
            yield Problem(Step.MEDIA, f"Media {part.media} is not in this catalog.")
        elif kind and media not in shop.media_of(kind):
            yield Problem(Step.MEDIA, f"{kind.name} is not made on {media.name}.")
        if style is None:
            yield Problem(Step.STYLE, f"Style {part.style} is not in this catalog.")
            return
        if media and style.id not in media.style_ids:
            yield Problem(Step.STYLE, f"{media.name} does not come as {style.name}.")
        reason = why_not(style, part.size)
        if reason:
            yield Problem(Step.SIZE, reason)

    def _frame_problems(self, code: ProductCode) -> Iterable[Problem]:
        style = self.catalog.style_by_id.get(code.print.style) if code.print else None
        admits, framed = self.admits(code.print), code.frame
        if style and admits.frame_required and not (framed and framed.frame):
            yield Problem(Step.FRAME, f"{style.name} comes in a frame only.")
        if framed is None:
            return
        frame = self.catalog.frame_by_id.get(framed.frame)
        if framed.frame and frame is None:
            yield Problem(Step.FRAME, f"Frame {framed.frame} is not in this catalog.")
        if framed.frame and style and not admits.frame:
            yield Problem(Step.FRAME, f"{style.name} cannot be framed.")
        elif frame and style and not self._takes(admits, frame):
            yield Problem(Step.FRAME, f"{frame.name} is not made for {style.name}.")
        if frame and not in_limits(framed.opening, frame.smallest, frame.largest):
            limits = limits_words(frame.smallest, frame.largest)
            yield Problem(
                Step.FRAME,
                f"{frame.name} takes {limits}, not {framed.opening.framer} in.",
            )
        image = code.print.size if code.print else None
        sheet = image.grown(style.border) if image and style else None
        if image and not image.within(framed.opening):
            yield Problem(Step.FRAME, f"The opening {framed.opening.framer} in is smaller than the print.")
        elif sheet and frame and not framed.mats and not framed.opening.within(sheet.grown(frame.float_offset)):
            yield Problem(
                Step.FRAME,
                f"The opening {framed.opening.framer} in is larger than the paper; without a mat the print lies loose.",
            )
        yield from self._mat_problems(framed, style, frame, sheet, admits)
        yield from self._glazing_problems(framed, style, frame, admits)

    def _mat_problems(
        self, framed: FramePart, style: Style | None, frame: Frame | None, sheet: Size | None, admits: Admits
    ) -> Iterable[Problem]:
        if not framed.mats:
            return
        if style and not admits.mat:
            yield Problem(Step.MAT, f"{style.name} cannot be matted.")
        if frame and not frame.allow_matting:
            yield Problem(Step.MAT, f"{frame.name} does not take a mat.")
        window = framed.mats[0].window
        if style and sheet and admits.must_float and not sheet.grown(FLOAT_LEAST).within(window):
            yield Problem(
                Step.MAT,
                f"{style.name} is floated: its window must be at least {sheet.grown(FLOAT_LEAST).framer} in, "
                "so that the paper's edge shows.",
            )
        if sheet and not admits.may_float and not window.within(sheet):
            yield Problem(
                Step.MAT, f"The window {window.framer} in is larger than the paper; the print would fall through."
            )
        yield from self._board_problems(framed, frame)

    def _board_problems(self, framed: FramePart, frame: Frame | None) -> Iterable[Problem]:
        lip = frame.lip if frame else Decimal(0)
        for part in framed.mats:
            mat = self.catalog.mat_by_id.get(part.mat)
            if mat is None:
                yield Problem(Step.MAT, f"Mat {part.mat} is not in this catalog.")
            elif not in_limits(framed.opening, mat.smallest, mat.largest):
                limits = limits_words(mat.smallest, mat.largest)
                yield Problem(Step.MAT, f"{mat.name} is cut {limits}, not {framed.opening.framer} in.")
            if not part.window.grown(lip).within(framed.opening):
                yield Problem(Step.MAT, f"The window {part.window.framer} in leaves no mat in view.")
        if not framed.mats[0].window.within(framed.mats[-1].window):
            yield Problem(Step.MAT, "The second mat's window must be the larger one.")

    def _glazing_problems(
        self, framed: FramePart, style: Style | None, frame: Frame | None, admits: Admits
    ) -> Iterable[Problem]:
        if not framed.glazing:
            return
        glazing = self.catalog.glazing_by_id.get(framed.glazing)
        if glazing is None:
            yield Problem(Step.GLAZING, f"Glazing {framed.glazing} is not in this catalog.")
        if not framed.frame:
            yield Problem(Step.GLAZING, "Glazing needs a frame to hold it.")
        if frame and not frame.allow_glazing:
            yield Problem(Step.GLAZING, f"{frame.name} does not take glazing.")
        if style and not admits.glazing:
            yield Problem(Step.GLAZING, f"{style.name} is not put behind glazing.")

    # Looking up

    def style_of(self, piece: Piece) -> Style | None:
        """The style of a piece's print."""
        return self.catalog.style_by_id.get(piece.print.style) if piece.print else None

    def frame_of(self, piece: Piece) -> Frame | None:
        """The moulding of a piece, None for no frame."""
        return self.catalog.frame_by_id.get(piece.framing.frame) if piece.framing else None

    def border_of(self, piece: Piece) -> Decimal:
        """The white border, in inches, that the style adds on every side."""
        style = self.style_of(piece)
        return style.border if style else Decimal(0)

    def with_print(self, code: ProductCode, piece: Piece | None) -> ProductCode:
        """A frame package alone goes around the print of a piece, sized to its window; other codes stay as they are."""
        if code.print or not code.frame or not piece or not piece.print:
            return code
        framed = code.frame
        window = framed.mats[0].window if framed.mats else framed.opening.grown(-self.border_of(piece))
        return replace(code, print=replace(piece.print, size=window))

    def window_of(self, piece: Piece) -> Size:
        """The window a first mat gets: as large as the image, or leaving a floated sheet's edge in view."""
        if self.admits(piece.print).must_float:
            return piece.image.grown(self.border_of(piece) + FLOAT_GAP)
        return piece.image
