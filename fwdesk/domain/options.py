"""What can be chosen: the catalog's rows as values, and the whole catalog as one immutable value.

Lengths are inches. Fields are the vendor's (REFERENCE section 7), under the trade's names where the vendor's
word is ambiguous: the moulding's `thickness` is `face` here, a style's `border_size` is `border`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from fwdesk.domain.money import Money
from fwdesk.domain.size import Size

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProductType:
    """Catalog level 1: paper prints, canvas, metal. `media_ids` lists the media it is made on."""

    id: int
    name: str
    description: str = ""
    media_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """Catalog level 2: the substrate. `style_ids` lists the styles it comes in."""

    id: int
    product_type_id: int
    name: str
    description: str = ""
    style_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """Catalog level 3: border, wrap or mounting, with the size rules.

    `smallest` and `largest` are portrait way up; `sizes` are the only ones allowed unless `custom_sizing`.
    `border` is white paper added on every side outside the image, `bleed` what trimming takes, per side.
    """

    id: int
    name: str
    description: str = ""
    can_frame: bool = True
    can_mat: bool = True
    can_glaze: bool = True
    custom_sizing: bool = True
    smallest: Size | None = None
    largest: Size | None = None
    sizes: tuple[Size, ...] = ()
    border: Decimal = _NOTHING
    bleed: Decimal = _NOTHING
    depth: Decimal = _NOTHING
    allow_decimal: bool = False
    allow_rotate: bool = True
    frame_class_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A moulding. `face` is its visible width, `lip` how far it covers what lies in it, `rabbet` the depth of the step.

    `smallest` and `largest` limit the opening, either way round. `segment_url` is a picture of `sample_length`
    inches of it; all URLs may be relative to the service.
    """

    id: int
    name: str
    collection_id: int = 0
    face: Decimal = Decimal(1)
    depth: Decimal = Decimal("0.75")
    lip: Decimal = Decimal("0.25")
    rabbet: Decimal = _NOTHING
    float_offset: Decimal = _NOTHING
    smallest: Size | None = None
    largest: Size | None = None
    allow_glazing: bool = True
    allow_matting: bool = True
    color: str = ""
    composite: str = ""
    kind: str = ""
    kind_note: str = ""
    class_alias: str = ""
    price_level: int = 0
    picture_url: str = ""
    segment_url: str = ""
    sample_length: Decimal = _NOTHING
    starting_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A group of frames. `frames` is empty until the collection was asked for by its id."""

    id: int
    name: str
    description: str = ""
    icon_url: str = ""
    starting_price: Money | None = None
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Mat:
    """A mat board. `color` is CSS-usable, usually #rrggbb; `smallest` and `largest` limit its outer size."""

    id: int
    name: str
    color: str = "#ffffff"
    core_color: str = ""
    plies: Decimal = Decimal(4)
    smallest: Size | None = None
    largest: Size | None = None
    composite: str = ""
    starting_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Glazing:
    """Glass or acrylic."""

    id: int
    name: str
    description: str = ""
    image_url: str = ""
    starting_price: Money | None = None


@dataclass(frozen=True, slots=True)
class FrameClasses:
    """Which collections the service gave for prints whose style names these frame classes.

    How `frame_class_ids` relate to collections is not documented (GAPS 17), so the service is asked with a print's
    code instead of guessing; what it answered is kept here.
    """

    ids: tuple[int, ...]
    collection_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FramingOptions:
    """What framing one product admits (REFERENCE, model framing_options); an empty `collection_ids` names no limit."""

    product_type: int
    media: int
    style: int
    collection_ids: tuple[int, ...] = ()
    allow_frames: bool = True
    allow_matting: bool = True
    allow_glazing: bool = True
    frame_required: bool = False
    allow_float_matting: bool = False
    require_float_matting: bool = False


@dataclass(frozen=True)
class Catalog:
    """Everything one service offers, as read at one time. Rows keep the service's order.

    `frame_classes` and `framing` hold what was asked for about single products; what was not asked is not there.
    """

    product_types: tuple[ProductType, ...] = ()
    media: tuple[Media, ...] = ()
    styles: tuple[Style, ...] = ()
    collections: tuple[Collection, ...] = ()
    mats: tuple[Mat, ...] = ()
    glazings: tuple[Glazing, ...] = ()
    frame_classes: tuple[FrameClasses, ...] = ()
    framing: tuple[FramingOptions, ...] = ()

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Every frame of every collection, each once, in the collections' order."""
        seen = {frame.id: frame for group in self.collections for frame in group.frames}
        return tuple(seen.values())

    @cached_property
    def product_type_by_id(self) -> Mapping[int, ProductType]:
        """Product types by id."""
        return MappingProxyType({row.id: row for row in self.product_types})

    @cached_property
    def media_by_id(self) -> Mapping[int, Media]:
        """Media by id."""
        return MappingProxyType({row.id: row for row in self.media})

    @cached_property
    def style_by_id(self) -> Mapping[int, Style]:
        """Styles by id."""
        return MappingProxyType({row.id: row for row in self.styles})

    @cached_property
    def collection_by_id(self) -> Mapping[int, Collection]:
        """Collections by id."""
        return MappingProxyType({row.id: row for row in self.collections})

    @cached_property
    def frame_by_id(self) -> Mapping[int, Frame]:
        """Frames by id. Frame 0 (none) is not among them."""
        return MappingProxyType({row.id: row for row in self.frames})

    @cached_property
    def mat_by_id(self) -> Mapping[int, Mat]:
        """Mats by id."""
        return MappingProxyType({row.id: row for row in self.mats})

    @cached_property
    def glazing_by_id(self) -> Mapping[int, Glazing]:
        """Glazings by id. Glazing 0 (none) is not among them."""
        return MappingProxyType({row.id: row for row in self.glazings})

    @cached_property
    def collections_of_frame(self) -> Mapping[int, frozenset[int]]:
        """The ids of all collections that hold a frame, by the frame's id."""
        held: dict[int, set[int]] = {}
        for group in self.collections:
            for frame in group.frames:
                held.setdefault(frame.id, set()).add(group.id)
        return MappingProxyType({frame: frozenset(groups) for frame, groups in held.items()})

    @cached_property
    def frame_kinds(self) -> tuple[int, ...]:
        """A number for each frame, in their order; frames of one number differ in nothing that a rule looks at.

        Ten thousand frames have a few dozen of them: what goes for one of a kind goes for all.
        """
        kinds: dict[tuple[object, ...], int] = {}
        held = self.collections_of_frame
        return tuple(
            kinds.setdefault(
                (
                    row.smallest, row.largest, row.lip, row.float_offset, row.allow_matting, row.allow_glazing,
                    held[row.id],
                ),
                len(kinds),
            )
            for row in self.frames
        )  # fmt: skip

    def warm(self) -> None:
        """Look everything up once, so that the first list need not. For whoever reads a catalog, off the UI thread."""
        for name in ("frame_by_id", "mat_by_id", "style_by_id", "media_by_id", "frame_kinds"):
            getattr(self, name)

    @cached_property
    def framing_by_product(self) -> Mapping[tuple[int, int, int], FramingOptions]:
        """Framing options by product type, media and style, as far as they were asked for."""
        return MappingProxyType({(row.product_type, row.media, row.style): row for row in self.framing})

    @cached_property
    def collections_by_classes(self) -> Mapping[tuple[int, ...], frozenset[int]]:
        """The collections that fit a style's frame classes, as far as the service was asked."""
        return MappingProxyType({row.ids: frozenset(row.collection_ids) for row in self.frame_classes})

    def media_of(self, product_type: ProductType) -> tuple[Media, ...]:
        """The media a product type is made on: by its own list, else by the media's parent."""
        listed = set(product_type.media_ids)
        return tuple(m for m in self.media if m.id in listed or (not listed and m.product_type_id == product_type.id))

    def styles_of(self, media: Media) -> tuple[Style, ...]:
        """The styles a media comes in."""
        listed = set(media.style_ids)
        return tuple(style for style in self.styles if style.id in listed)
