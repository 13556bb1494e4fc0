"""What a shop can make, found by trying everything; and shops with rules as nasty as a catalog can say them.

`Prover` shares no rule with `fwdesk.domain`: it counts in quarter inches, lays every image size of every print into
every frame and mat, and says what it found. Every length of the nasty shops is a whole number of quarter inches where
it counts (borders, lips and gaps count twice), so trying each quarter inch is trying everything.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from fwdesk.domain.code import ProductCode
from fwdesk.domain.options import (
    Catalog,
    Collection,
    Frame,
    FrameClasses,
    FramingOptions,
    Glazing,
    Mat,
    Media,
    ProductType,
    Style,
)
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size
from fwdesk.practice import stock

Pair = tuple[float, float]
Lengths = tuple[Decimal | int, Decimal | int]
NONE = 0
LARGEST_TRIED = 4 * 15
"""Quarter inches; beyond every length in a nasty shop, so that what has no limit of its own is tried far enough."""


def quarters(length: Decimal) -> int:
    """A length that is a whole number of quarter inches."""
    whole = length * 4
    assert whole == int(whole), length
    return int(whole)


def upright(size: Size | None, missing: float) -> Pair:
    """Short and long side in quarter inches."""
    if size is None:
        return missing, missing
    return tuple(sorted((quarters(size.width), quarters(size.height))))  # type: ignore[return-value]


class Prover:
    """Tries everything a catalog holds."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.tried = 0
        self.witness = cache(self._witness)

    def _witness(self, step: Step | None, option: int, size: Size | None = None) -> str:
        """A piece with this option, in words; empty if there is none."""
        for kind, media, style in self._prints():
            ids: dict[Step | None, int] = {Step.PRODUCT_TYPE: kind.id, Step.MEDIA: media.id, Step.STYLE: style.id}
            if ids.get(step, option) != option:
                continue
            told = next(
                (
                    t
                    for t in self.catalog.framing
                    if (t.product_type, t.media, t.style) == (kind.id, media.id, style.id)
                ),
                FramingOptions(kind.id, media.id, style.id),
            )
            for image in self._images(style, size):
                for frame in self._frames(style, told, step, option):
                    for mat in self._mats(style, told, frame, step, option):
                        self.tried += 1
                        if self._fits(image, style, told, frame, mat):
                            return f"{kind.id}M{media.id}M{style.id} {image} F{frame and frame.id} J{mat and mat.id}"
        return ""

    def _prints(self) -> Iterator[tuple[ProductType, Media, Style]]:
        for kind in self.catalog.product_types:
            for media in self.catalog.media:
                listed = media.id in kind.media_ids if kind.media_ids else media.product_type_id == kind.id
                for style in self.catalog.styles if listed else ():
                    if style.id in media.style_ids:
                        yield kind, media, style

    def _images(self, style: Style, only: Size | None) -> Iterator[Lengths]:
        if only:
            tried = [(4 * only.width, 4 * only.height)]  # any length: only the shop's own are whole quarters
        elif style.sizes and not style.custom_sizing:
            pairs = [(quarters(size.width), quarters(size.height)) for size in style.sizes]
            tried = pairs + [(height, width) for width, height in pairs]
        else:
            sides = range(1 if style.allow_decimal else 4, LARGEST_TRIED + 1, 1 if style.allow_decimal else 4)
            tried = ((width, height) for width in sides for height in sides)
        return (pair for pair in tried if self._made(style, *pair))

    def _made(self, style: Style, width: Decimal | int, height: Decimal | int) -> bool:
        if style.sizes and not style.custom_sizing:
            listed = [(quarters(size.width), quarters(size.height)) for size in style.sizes]
            return (width, height) in listed or (style.allow_rotate and (height, width) in listed)
        if not style.allow_decimal and (width % 4 or height % 4):
            return False
        if style.allow_rotate:
            low, high = upright(style.smallest, 0), upright(style.largest, math.inf)
            short, long = sorted((width, height))
            return low[0] <= short <= high[0] and low[1] <= long <= high[1]
        over = style.smallest is None or (
            quarters(style.smallest.width) <= width and quarters(style.smallest.height) <= height
        )
        return over and (
            style.largest is None
            or (width <= quarters(style.largest.width) and height <= quarters(style.largest.height))
        )

    def _frames(self, style: Style, told: FramingOptions, step: Step | None, option: int) -> Iterator[Frame | None]:
        glazed = step is Step.GLAZING and option != NONE
        if not glazed and not told.frame_required and not (step is Step.FRAME and option != NONE):
            yield None
        if not (style.can_frame and told.allow_frames) or (step is Step.FRAME and option == NONE):
            return
        classes = next(
            (row.collection_ids for row in self.catalog.frame_classes if row.ids == style.frame_class_ids), None
        )
        groups = told.collection_ids or classes
        for group in self.catalog.collections:
            for frame in group.frames if groups is None or group.id in groups else ():
                if step is Step.FRAME and frame.id != option:
                    continue
                if not glazed or (frame.allow_glazing and style.can_glaze and told.allow_glazing):
                    yield frame

    def _mats(
        self, style: Style, told: FramingOptions, frame: Frame | None, step: Step | None, option: int
    ) -> Iterator[Mat | None]:
        if step is not Step.MAT or option == NONE:
            yield None
        if style.can_mat and told.allow_matting and (frame is None or frame.allow_matting):
            yield from (mat for mat in self.catalog.mats if step is not Step.MAT or mat.id == option)

    def _fits(self, image: Lengths, style: Style, told: FramingOptions, frame: Frame | None, mat: Mat | None) -> bool:
        """An image in a frame, a mat or both: is there an opening?"""
        rows = [row for row in (frame, mat) if row]
        if not rows:
            return True
        border, lip = quarters(2 * style.border), quarters(2 * (frame.lip if frame else Decimal(0)))
        sides: list[Pair] = []
        for side in map(float, image):
            low, high = side, math.inf
            if mat is None:
                high = side + border + quarters(2 * (frame.float_offset if frame else Decimal(0)))
            elif told.require_float_matting:
                low = side + border + 1 + lip  # an eighth of an inch on each side
            else:
                low = max(side, lip + 0.01)
            sides.append((low, high))
        if mat is None and frame is None:
            return True
        for (short_low, short_high), (long_low, long_high) in (sides, sides[::-1]):
            shortest, longest = float(short_low), float(long_high)
            for row in rows:
                low, high = upright(row.smallest, 0), upright(row.largest, math.inf)
                shortest, longest = max(shortest, low[0]), min(longest, high[1])
                long_low, short_high = max(long_low, low[1]), min(short_high, high[0])
            if shortest <= short_high and longest >= long_low and shortest <= longest:
                return True
        return False


def nasty_shop(seed: int) -> Catalog:
    """A catalog with any rules at all: styles without sizes, frames that fit nothing, media without styles."""
    pick = random.Random(seed)

    def limits() -> tuple[Size | None, Size | None]:
        low, more = (sorted((pick.randint(2, 8), pick.randint(2, 8))) for _ in range(2))
        least = Size.of(*low) if pick.random() < 0.6 else None
        most = Size.of(low[0] + more[0] - 2, low[1] + more[1] - 2) if pick.random() < 0.6 else None
        if least and most and pick.random() < 0.1:
            least, most = most, least  # no size at all
        return least, most

    def some(ids: range, most: int) -> tuple[int, ...]:
        return tuple(pick.sample(list(ids), min(pick.randint(0, most), len(ids))))

    def lengths(*texts: str) -> Decimal:
        return Decimal(pick.choice(texts))

    styles: list[Style] = []
    for number in range(1, pick.randint(1, 5) + 1):
        least, most = limits()
        fixed = tuple(
            Size(Decimal(pick.randint(4, 24)) / 2, Decimal(pick.randint(4, 24)) / 2) for _ in range(pick.randint(0, 3))
        )
        styles.append(
            Style(
                number, f"Style {number}", can_frame=pick.random() < 0.7, can_mat=pick.random() < 0.7,
                can_glaze=pick.random() < 0.7, custom_sizing=pick.random() < 0.7, smallest=least, largest=most,
                sizes=fixed, border=lengths("0", "0", "0.5", "1"), allow_decimal=pick.random() < 0.5,
                allow_rotate=pick.random() < 0.7, frame_class_ids=some(range(1, 4), 2),
            )
        )  # fmt: skip
    media = tuple(
        Media(number, pick.randint(1, 3), f"Media {number}", style_ids=some(range(1, len(styles) + 2), 3))
        for number in range(1, pick.randint(1, 5) + 1)
    )
    kinds = tuple(
        ProductType(number, f"Type {number}", media_ids=some(range(1, len(media) + 1), 3))
        for number in range(1, pick.randint(1, 3) + 1)
    )
    frames: list[Frame] = []
    for number in range(1, pick.randint(0, 5) + 1):
        least, most = limits()
        frames.append(
            Frame(
                number, f"Frame {number}", pick.randint(1, 3), lip=lengths("0", "0.125", "0.25", "2.5"),
                float_offset=lengths("0", "0", "0.25"), smallest=least, largest=most,
                allow_glazing=pick.random() < 0.7, allow_matting=pick.random() < 0.7,
                color=pick.choice(["black", "white"]),
            )
        )  # fmt: skip
    groups = tuple(
        Collection(number, f"Group {number}", frames=tuple(row for row in frames if row.collection_id == number))
        for number in (1, 2, 3)
    )
    mats = []
    for number in range(1, pick.randint(0, 3) + 1):
        least, most = limits()
        mats.append(Mat(number, f"Mat {number}", smallest=least, largest=most))
    classes = tuple(
        FrameClasses(ids, some(range(1, 4), 2))
        for ids in {style.frame_class_ids for style in styles}
        if pick.random() < 0.5
    )
    framing = tuple(
        FramingOptions(
            kind.id, row.id, style, some(range(1, 4), 2), pick.random() < 0.8, pick.random() < 0.8, pick.random() < 0.8,
            pick.random() < 0.3, pick.random() < 0.4, pick.random() < 0.3,
        )
        for kind in kinds for row in media for style in row.style_ids if pick.random() < 0.3
    )  # fmt: skip
    glazings = tuple(Glazing(number, f"Glazing {number}") for number in range(1, pick.randint(0, 2) + 1))
    return Catalog(kinds, media, tuple(styles), groups, tuple(mats), glazings, classes, framing)


class PracticeLists:
    """The practice service's lists, without a socket."""

    def list_product_types(self, *, cancel: object = None) -> tuple[ProductType, ...]:
        return stock.PRODUCT_TYPES

    def list_media_types(self, *, cancel: object = None) -> tuple[Media, ...]:
        return stock.MEDIA

    def list_style_types(self, *, cancel: object = None) -> tuple[Style, ...]:
        return stock.STYLES

    def list_collections(
        self, id: int | None = None, product_code: ProductCode | None = None, *, cancel: object = None
    ) -> tuple[Collection, ...]:
        found = stock.collections_for(product_code)
        return tuple(found) if id is None else tuple(group for group in found if group.id == id)

    def list_mats(self, *, cancel: object = None) -> tuple[Mat, ...]:
        return tuple(item.mat for item in stock.MATS.values())

    def list_glazing(self, *, cancel: object = None) -> tuple[Glazing, ...]:
        return tuple(item.glazing for item in stock.GLAZINGS.values())
