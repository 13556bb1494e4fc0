"""Catalog rows: product types, media, styles, collections, frames, mats, glazing (REFERENCE section 7)."""

from __future__ import annotations

from decimal import Decimal

from fwdesk.domain.options import Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.size import Size
from fwdesk.finerworks.wire.fields import Flag, Id, Ids, MaybeNumber, Number, Text, Whole, Wire, money, size_or_none

_NOTHING = Decimal(0)


class WireProductType(Wire):
    """Model product_type."""

    id: Id
    name: Text = ""
    description: Text = ""
    media_ids: Ids = ()

    def value(self) -> ProductType:
        """As a domain value."""
        return ProductType(self.id, self.name, self.description, self.media_ids)


class WireMedia(Wire):
    """Model media_type."""

    id: Id
    name: Text = ""
    product_type_id: Whole = 0
    description: Text = ""
    style_ids: Ids = ()

    def value(self) -> Media:
        """As a domain value."""
        return Media(self.id, self.product_type_id, self.name, self.description, self.style_ids)


class WireDimensions(Wire):
    """Model dimensions, in inches."""

    width: Number = _NOTHING
    height: Number = _NOTHING

    def value(self) -> Size | None:
        """As a size, or None where a side is missing or 0."""
        return size_or_none(self.width, self.height)


class WireStyle(Wire):
    """Model style_type. Empty `available_sizes` mean custom sizing, whatever `custom_sizing` says."""

    id: Id
    name: Text = ""
    description: Text = ""
    can_frame: Flag = None
    can_mat: Flag = None
    can_glaze: Flag = None
    frame_class_ids: Ids = ()
    custom_sizing: Flag = None
    min: WireDimensions | None = None
    max: WireDimensions | None = None
    available_sizes: tuple[WireDimensions, ...] = ()
    border_size: Number = _NOTHING
    bleed_amt: Number = _NOTHING
    depth: Number = _NOTHING
    allow_decimal: Flag = None
    allow_rotate: Flag = None

    def value(self) -> Style:
        """As a domain value. What the service does not say is taken as allowed, except fractions of an inch."""
        sizes = tuple(size for row in self.available_sizes if (size := row.value()) is not None)
        return Style(
            self.id,
            self.name,
            self.description,
            can_frame=self.can_frame is not False,
            can_mat=self.can_mat is not False,
            can_glaze=self.can_glaze is not False,
            custom_sizing=self.custom_sizing is not False or not sizes,
            smallest=self.min.value() if self.min else None,
            largest=self.max.value() if self.max else None,
            sizes=sizes,
            border=self.border_size,
            bleed=self.bleed_amt,
            depth=self.depth,
            allow_decimal=self.allow_decimal is True,
            allow_rotate=self.allow_rotate is not False,
            frame_class_ids=self.frame_class_ids,
        )


class WireFrame(Wire):
    """Model frame. Lengths in inches."""

    id: Id
    name: Text = ""
    thickness: MaybeNumber = None
    depth: MaybeNumber = None
    lip: MaybeNumber = None
    rabbet: Number = _NOTHING
    float_offset: Number = _NOTHING
    sample_image_url_1: Text = ""
    sample_image_url_2: Text = ""
    sample_image_url_3: Text = ""
    min_width: Number = _NOTHING
    min_height: Number = _NOTHING
    max_width: Number = _NOTHING
    max_height: Number = _NOTHING
    price_level: Whole = 0
    allow_glazing: Flag = None
    allow_matting: Flag = None
    color: Text = ""
    composite: Text = ""
    segment_url: Text = ""
    sample_length: Number = _NOTHING
    class_alias: Text = ""
    starting_price: MaybeNumber = None
    type: Text = ""
    type_description: Text = ""

    def value(self, collection_id: int = 0) -> Frame:
        """As a domain value; a length that the service leaves out is a usual one, for drawing only."""
        usual = Frame(self.id, self.name)
        return Frame(
            self.id,
            self.name,
            collection_id,
            face=usual.face if self.thickness is None else self.thickness,
            depth=usual.depth if self.depth is None else self.depth,
            lip=usual.lip if self.lip is None else self.lip,
            rabbet=self.rabbet,
            float_offset=self.float_offset,
            smallest=size_or_none(self.min_width, self.min_height),
            largest=size_or_none(self.max_width, self.max_height),
            allow_glazing=self.allow_glazing is not False,
            allow_matting=self.allow_matting is not False,
            color=self.color,
            composite=self.composite,
            kind=self.type,
            kind_note=self.type_description,
            class_alias=self.class_alias,
            price_level=self.price_level,
            picture_url=self.sample_image_url_1 or self.sample_image_url_2 or self.sample_image_url_3,
            segment_url=self.segment_url,
            sample_length=self.sample_length,
            starting_price=money(self.starting_price),
        )


class WireCollection(Wire):
    """Model frame_collection, without its frames: they are read one by one (`Answer.rows`)."""

    id: Id
    name: Text = ""
    description: Text = ""
    icon_url_1: Text = ""
    icon_url_2: Text = ""
    icon_url_3: Text = ""
    starting_price: MaybeNumber = None

    def value(self, frames: tuple[WireFrame, ...]) -> Collection:
        """As a domain value, with the collection's id in each frame."""
        return Collection(
            self.id,
            self.name,
            self.description,
            icon_url=self.icon_url_1 or self.icon_url_2 or self.icon_url_3,
            starting_price=money(self.starting_price),
            frames=tuple(frame.value(self.id) for frame in frames),
        )


class WireMat(Wire):
    """Model mat. `thickness` is in plies, everything else in inches."""

    id: Id
    name: Text = ""
    color: Text = ""
    core_color: Text = ""
    thickness: MaybeNumber = None
    min_width: Number = _NOTHING
    min_height: Number = _NOTHING
    max_width: Number = _NOTHING
    max_height: Number = _NOTHING
    composite: Text = ""
    starting_price: MaybeNumber = None

    def value(self) -> Mat:
        """As a domain value."""
        usual = Mat(self.id, self.name)
        return Mat(
            self.id,
            self.name,
            color=self.color or usual.color,
            core_color=self.core_color,
            plies=usual.plies if self.thickness is None else self.thickness,
            smallest=size_or_none(self.min_width, self.min_height),
            largest=size_or_none(self.max_width, self.max_height),
            composite=self.composite,
            starting_price=money(self.starting_price),
        )


class WireGlazing(Wire):
    """Model glazing. Its `composite` is a number whose meaning nobody has documented (GAPS 15); it is kept unread."""

    id: Id
    name: Text = ""
    description: Text = ""
    image_1: Text = ""
    starting_price: MaybeNumber = None

    def value(self) -> Glazing:
        """As a domain value."""
        return Glazing(self.id, self.name, self.description, self.image_1, money(self.starting_price))
