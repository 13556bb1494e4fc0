"""What goes with what, and why not.

The one validator: the option lists, the code field, the preflight and the submission all ask `Rules`. It judges by the
catalog's own data; the service has the last word (`frame_builder`, `validate_product`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fwdesk.domain.code import FramePart, PrintPart, ProductCode
from fwdesk.domain.options import Catalog, Frame, Style
from fwdesk.domain.piece import Piece
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


class Rules:
    """The rules over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """`catalog` is not changed; make new rules for a new one."""
        self.catalog = catalog

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
        framed = code.frame
        if framed is None:
            return
        shop = self.catalog
        image = code.print.size if code.print else None
        style = shop.style_by_id.get(code.print.style) if code.print else None
        frame = shop.frame_by_id.get(framed.frame)
        if framed.frame and frame is None:
            yield Problem(Step.FRAME, f"Frame {framed.frame} is not in this catalog.")
        if framed.frame and style and not style.can_frame:
            yield Problem(Step.FRAME, f"{style.name} cannot be framed.")
        if frame and not in_limits(framed.opening, frame.smallest, frame.largest):
            limits = limits_words(frame.smallest, frame.largest)
            yield Problem(
                Step.FRAME,
                f"{frame.name} takes {limits}, not {framed.opening.framer} in.",
            )
        if image and not framed.mats and not image.within(framed.opening):
            yield Problem(Step.FRAME, f"The opening {framed.opening.framer} in is smaller than the print.")
        sheet = image.grown(style.border) if image and style else None
        yield from self._mat_problems(framed, style, frame, sheet)
        yield from self._glazing_problems(framed, style, frame)

    def _mat_problems(
        self, framed: FramePart, style: Style | None, frame: Frame | None, sheet: Size | None
    ) -> Iterable[Problem]:
        if not framed.mats:
            return
        if style and not style.can_mat:
            yield Problem(Step.MAT, f"{style.name} cannot be matted.")
        if frame and not frame.allow_matting:
            yield Problem(Step.MAT, f"{frame.name} does not take a mat.")
        window = framed.mats[0].window
        if sheet and not window.within(sheet):
            yield Problem(
                Step.MAT, f"The window {window.framer} in is larger than the paper; the print would fall through."
            )
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
        if not window.within(framed.mats[-1].window):
            yield Problem(Step.MAT, "The second mat's window must be the larger one.")

    def _glazing_problems(self, framed: FramePart, style: Style | None, frame: Frame | None) -> Iterable[Problem]:
        if not framed.glazing:
            return
        glazing = self.catalog.glazing_by_id.get(framed.glazing)
        if glazing is None:
            yield Problem(Step.GLAZING, f"Glazing {framed.glazing} is not in this catalog.")
        if not framed.frame:
            yield Problem(Step.GLAZING, "Glazing needs a frame to hold it.")
        if frame and not frame.allow_glazing:
            yield Problem(Step.GLAZING, f"{frame.name} does not take glazing.")
        if style and not style.can_glaze:
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
