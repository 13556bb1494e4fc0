"""What can be chosen at each step, what would come of it, and the smallest change that would allow the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial

from fwdesk.domain.code import PrintPart, ProductCode
from fwdesk.domain.crop import Pixels, cropped_share
from fwdesk.domain.mend import NONE, Mender
from fwdesk.domain.neighbours import Neighbours, neighbours
from fwdesk.domain.options import Frame, Media
from fwdesk.domain.piece import REVEAL, Piece
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import best_size, offered

Mended = tuple[Piece | None, tuple[str, ...]]
INNER_MAT = "Inner mat "
"""What the name of a second mat's offer begins with."""
_PRINT_STEPS = (Step.PRODUCT_TYPE, Step.MEDIA, Step.STYLE, Step.SIZE)


def joined(changes: tuple[str, ...]) -> str:
    """Changes in one line; what is taken away is named together."""
    lost = [
        words.removeprefix("takes the ").removesuffix(" away") for words in changes if words.startswith("takes the ")
    ]
    kept = [words for words in changes if not words.startswith("takes the ")]
    if lost:
        kept.append(f"takes the {' and '.join([', '.join(lost[:-1]), lost[-1]] if lost[:-1] else lost)} away")
    return "; ".join(kept)


def _no_way() -> Mended:
    return None, ()


@dataclass(frozen=True, eq=False)
class Offer:
    """One row of a step: what would become of the piece if it were chosen.

    `chosen` is the piece with this option where nothing stands against it. For the other rows `reason` says why not;
    `piece` with `changes` is then the smallest change that would allow it (None if nothing would), looked for when
    it is first asked for: a list of two hundred rows need not know two hundred ways out. So are piece and reason
    where `becomes` and `why_not` are functions: a list of ten thousand shows twenty.
    """

    step: Step
    id: int
    name: str
    becomes: Piece | Callable[[], Piece] | None
    why_not: str | Callable[[], str] = ""
    size: Size | None = None
    look_for_way: Callable[[], Mended] = _no_way

    @property
    def available(self) -> bool:
        """True for a row that can be chosen outright."""
        return not self.why_not

    @cached_property
    def chosen(self) -> Piece | None:
        """The piece with this option; None where something stands against it."""
        return self.becomes() if callable(self.becomes) else self.becomes

    @cached_property
    def reason(self) -> str:
        """Why it cannot be chosen outright, as a sentence; empty if it can."""
        return self.why_not() if callable(self.why_not) else self.why_not

    @cached_property
    def _way(self) -> Mended:
        return self.look_for_way()

    @property
    def piece(self) -> Piece | None:
        """What choosing it, anyway if need be, makes of the piece."""
        return self.chosen if self.available else self._way[0]

    @property
    def changes(self) -> tuple[str, ...]:
        """What *Choose anyway* changes besides, in words."""
        return () if self.available else self._way[1]

    @property
    def fix(self) -> str:
        """What *Choose anyway* does, in words; empty when the row is available or nothing would help."""
        return joined(self.changes) if self.piece else ""


class Offers:
    """Makes the option lists, and mends pieces, by one set of rules."""

    def __init__(self, rules: Rules) -> None:
        """`rules` decide; this only proposes."""
        self.rules = rules
        self._mend = Mender(rules)
        self._known_for: tuple[ProductCode, Step] | None = None
        self._known_problems: frozenset[str] = frozenset()

    # What can be chosen

    def offers(self, step: Step, piece: Piece, pixels: Pixels) -> tuple[Offer, ...]:
        """Every option of a step for this piece, in the service's order; none for a part the piece has not got."""
        if piece.code.is_sku or (step in _PRINT_STEPS and piece.print is None):
            return ()
        if step is Step.SIZE:
            return self.size_offers(piece, pixels)
        if step is Step.FRAME:
            return tuple(self._frame_offers(piece))
        return tuple(self.offer(step, row_id, name, piece) for row_id, name in self._rows(step, piece))

    def _frame_offers(self, piece: Piece) -> Iterator[Offer]:
        """No frame and every frame. One frame of each kind is judged, the others of its kind as it is."""
        shop, border, fits = self.rules.catalog, self.rules.border_of(piece), dict[int, bool]()
        yield self.offer(Step.FRAME, NONE, "No frame", piece)
        held = self.rules.frame_of(piece)
        known = self._known(piece.code, Step.FRAME)
        for row, kind in zip(shop.frames, shop.frame_kinds, strict=True):
            if held and row.name == held.name:
                # What is wrong with the present frame is known, and no reason against it or its namesake.
                yield self.offer(Step.FRAME, row.id, row.name, piece)
                continue
            fit = fits.get(kind)
            if fit is None:
                fit = fits[kind] = not self._mend.fresh(piece.framed(row.id, border), known)
            if fit:
                yield Offer(Step.FRAME, row.id, row.name, partial(piece.framed, row.id, border))
            else:
                yield self._unfit(row, piece, known)

    def _unfit(self, row: Frame, piece: Piece, known: frozenset[str]) -> Offer:
        def edited() -> Piece:
            return piece.framed(row.id, self.rules.border_of(piece))

        def why_not() -> str:
            return self._mend.fresh(edited(), known)[0].reason

        def way() -> Mended:
            return self._mend.search(piece, [edited()], Step.FRAME, known)

        return Offer(Step.FRAME, row.id, row.name, None, why_not, look_for_way=way)

    def _rows(self, step: Step, piece: Piece) -> Sequence[tuple[int, str]]:
        shop, part = self.rules.catalog, piece.print
        match step:
            case Step.MEDIA:
                kind = shop.product_type_by_id.get(part.product_type) if part else None
                rows = shop.media_of(kind) if kind else shop.media
            case Step.STYLE:
                media = shop.media_by_id.get(part.media) if part else None
                rows = shop.styles_of(media) if media else shop.styles
            case Step.FRAME:
                return ((NONE, "No frame"), *((row.id, row.name) for row in shop.frames))
            case Step.MAT:
                return ((NONE, "No mat"), *((row.id, row.name) for row in shop.mats))
            case Step.GLAZING:
                return ((NONE, "No glazing"), *((row.id, row.name) for row in shop.glazings))
            case _:
                rows = shop.product_types
        return [(row.id, row.name) for row in rows]

    def size_offers(self, piece: Piece, pixels: Pixels) -> tuple[Offer, ...]:
        """The sizes to show; the one the piece has is always among them."""
        style = self.rules.style_of(piece)
        if style is None:
            return ()
        sizes = offered(style, pixels)
        if piece.image not in sizes:
            sizes = (piece.image, *sizes)
        return tuple(self.size_offer(size, piece, index) for index, size in enumerate(sizes))

    def fitted(self, piece: Piece, pixels: Pixels) -> Piece:
        """The piece in the size that crops a picture least and is most like its own, with everything else as it is.

        Only the size may follow a picture; anything else is the artist's to change. The piece itself if no size goes.
        """
        style = self.rules.style_of(piece)
        if style is None:
            return piece
        best = self.size_offer(best_size(style, pixels, piece.image), piece).chosen
        if best:
            return best
        area = piece.image.width * piece.image.height

        def strays(made: Piece) -> tuple[Decimal, Decimal]:
            return cropped_share(pixels, made.image), abs(made.image.width * made.image.height - area)

        return min(
            (offer.chosen for offer in self.size_offers(piece, pixels) if offer.chosen), key=strays, default=piece
        )

    def size_offer(self, size: Size, piece: Piece, index: int = 0) -> Offer:
        """What becomes of the piece in another size."""
        edited = piece.sized(size, self.rules.border_of(piece))
        return self._judge(Step.SIZE, index, size.framer, piece, [edited], size=size)

    def turn_offer(self, piece: Piece) -> Offer:
        """What becomes of the piece turned by 90 degrees, with its windows and opening."""
        turned = piece.turned()
        return self._judge(Step.SIZE, 0, f"Turned: {turned.image.framer}", piece, [turned], size=turned.image)

    def neighbours(self, size: Size, piece: Piece) -> Neighbours | None:
        """Where a typed size stands among those that the style and what is around the print allow."""
        style = self.rules.style_of(piece)
        return neighbours(style, size, self._mend.rooms(piece)) if style else None

    def second_mat_offer(self, piece: Piece, mat: int, reveal: Decimal = REVEAL) -> Offer:
        """What becomes of the piece with a second mat under the first, or none (0); a way out keeps both mats."""
        edited = piece.second_mat(mat, reveal)
        row = self.rules.catalog.mat_by_id.get(mat)
        offer = self._judge(Step.MAT, mat, f"{INNER_MAT}{row.name if row else mat or 'none'}", piece, [edited])

        def both(way: Piece) -> bool:
            framed = way.framing
            return framed is not None and len(framed.mats) == 2 and framed.mats[0].mat == mat

        if offer.available or not mat:
            return offer
        known = self._known(piece.code, Step.MAT)
        return replace(offer, look_for_way=partial(self._mend.search, piece, [edited], Step.MAT, known, both))

    def offer(self, step: Step, row_id: int, name: str, piece: Piece) -> Offer:
        """What becomes of the piece if one option is chosen."""
        return self._judge(step, row_id, name, piece, self._edits(step, row_id, piece))

    def found(self, step: Step, row_id: int, piece: Piece) -> Offer | None:
        """What becomes of the piece with an option that is on no list of it, such as a media of another product type.

        As `offer` where it is on one. None where the catalog has no such row, or the piece nothing it could be part of.
        """
        shop = self.rules.catalog
        names = {
            Step.PRODUCT_TYPE: shop.product_type_by_id, Step.MEDIA: shop.media_by_id, Step.STYLE: shop.style_by_id,
            Step.FRAME: shop.frame_by_id, Step.MAT: shop.mat_by_id, Step.GLAZING: shop.glazing_by_id,
        }  # fmt: skip
        row = names[step].get(row_id) if step in names else None
        if row is None or piece.code.is_sku or (step in _PRINT_STEPS and piece.print is None):
            return None
        if step not in {Step.MEDIA, Step.STYLE} or any(row_id == listed for listed, _ in self._rows(step, piece)):
            return self.offer(step, row_id, row.name, piece)
        edits = list(self._elsewhere(step, row_id, piece))
        return self._judge(step, row_id, row.name, piece, edits) if edits else None

    def _elsewhere(self, step: Step, row_id: int, piece: Piece) -> Iterator[Piece]:
        """The piece with a media or style that its product type or media has not, on each that has it."""
        part, shop = piece.print, self.rules.catalog
        assert part is not None
        # Its own product type and media come first: a style of another paper is nearer than one of canvas.
        for kind in sorted(shop.product_types, key=lambda kind: kind.id != part.product_type):
            for media in sorted(shop.media_of(kind), key=lambda media: media.id != part.media):
                styles = [style.id for style in shop.styles_of(media)]
                moved = piece.with_print(product_type=kind.id, media=media.id)
                if step is Step.STYLE and row_id in styles:
                    yield self._mend.styled(moved, row_id)
                elif step is Step.MEDIA and media.id == row_id:
                    yield from (
                        self._mend.styled(moved, style) for style in ([part.style] if part.style in styles else styles)
                    )

    def _edits(self, step: Step, row_id: int, piece: Piece) -> list[Piece]:
        """The piece with this option, in every way that the steps after it can follow; the most alike first."""
        border = self.rules.border_of(piece)
        match step:
            case Step.FRAME:
                return [piece.framed(row_id, border)]
            case Step.MAT:
                return [self._mend.matted(piece, row_id)]
            case Step.GLAZING:
                return [piece.glazed(row_id, border)]
            case Step.STYLE:
                return [self._mend.styled(piece, row_id)]
            case _:
                return self._followed(piece.with_print(**{step.value: row_id}))

    def _followed(self, piece: Piece) -> list[Piece]:
        """A media that the product type is not made on gives way to one that it is, and a style likewise."""
        part, shop = piece.print, self.rules.catalog
        assert part is not None
        kind, now = shop.product_type_by_id.get(part.product_type), shop.media_by_id.get(part.media)
        made_on: Sequence[Media] = shop.media_of(kind) if kind else ()
        if now and (kind is None or now in made_on):
            made_on = (now,)
        ways: list[Piece] = []
        for media in made_on:
            moved = piece.with_print(media=media.id)
            styles = [style.id for style in shop.styles_of(media)]
            ways += [self._mend.styled(moved, style) for style in ([part.style] if part.style in styles else styles)]
        return ways or [piece]

    def _judge(
        self, step: Step, row_id: int, name: str, before: Piece, edits: list[Piece], *, size: Size | None = None
    ) -> Offer:
        # A typed code may be broken elsewhere, and stay so: only this step and what the choice brings about count.
        known = self._known(before.code, step)
        fresh = [self._mend.fresh(edited, known) for edited in edits]
        for edited, problems in zip(edits, fresh, strict=True):
            if not problems:
                return Offer(step, row_id, name, edited, size=size)
        way = partial(self._mend.search, before, edits, step, known)
        return Offer(step, row_id, name, None, fresh[0][0].reason, size, way)

    def _known(self, code: ProductCode, step: Step) -> frozenset[str]:
        """What is wrong with a piece at other steps; remembered, since every row of a list asks for the same."""
        if self._known_for != (code, step):
            found = self.rules.problems(code)
            self._known_for = (code, step)
            self._known_problems = frozenset(problem.reason for problem in found if problem.step is not step)
        return self._known_problems

    def mend(self, piece: Piece, keep: Step) -> tuple[Piece, tuple[str, ...]]:
        """The least changed piece that can be made, with the option of step `keep` as it is, and the changes in words.

        The piece itself and no words if there is nothing to mend, or no way to.
        """
        if not self._mend.fresh(piece, frozenset()):
            return piece, ()
        mended, changes = self._mend.search(piece, [piece], keep, frozenset())
        return mended or piece, changes

    def first_piece(self, pixels: Pixels) -> Piece | None:
        """A complete piece to begin with, framed if any can be; None if the catalog offers no print at all."""
        shop = self.rules.catalog
        made: Piece | None = None
        likely: Piece | None = None
        for kind in shop.product_types:
            for media in shop.media_of(kind):
                for style in shop.styles_of(media):
                    part = PrintPart(kind.id, media.id, style.id, best_size(style, pixels))
                    bare = Piece(ProductCode(part))
                    framed = self._first(Step.FRAME, bare) if self.rules.admits(part).frame else bare
                    if framed != bare:
                        return self._first(Step.GLAZING, self._first(Step.MAT, framed))
                    if made is None and not self.rules.problems(bare.code):
                        made = bare
                    likely = likely or bare
        return made or (self._mend.anything(likely) if likely else None)

    def _first(self, step: Step, piece: Piece) -> Piece:
        """The piece with the first option of a step that goes with it; as it was if none does."""
        tried = (self._edits(step, row_id, piece)[0] for row_id, _ in self._rows(step, piece) if row_id != NONE)
        return next((made for made in tried if not self.rules.problems(made.code)), piece)
