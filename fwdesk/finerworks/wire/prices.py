"""Prices, validations and product details: rows that answer to codes (REFERENCE, models price, product_validation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar, cast

from pydantic import Field

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.answers import Framing, ProductDetail, Validation
from fwdesk.finerworks.wire.fields import Flag, Ids, MaybeNumber, Number, Text, Whole, Wire, money, plain_text

_NOTHING = Decimal(0)
NO_PRICE = "The service gave no price for this code."


class Coded(Protocol):
    """A row that says which code or SKU it is about."""

    @property
    def product_code(self) -> str:
        """The code, or empty."""
        ...

    @property
    def product_sku(self) -> str:
        """The SKU or an echo of what was asked, or empty."""
        ...


CodedT = TypeVar("CodedT", bound=Coded)


def code_key(text: str) -> str:
    """One spelling for all spellings of a code (x or X, 7.5 or 7DD5), so that rows find their question."""
    try:
        return parse_code(text).wire.upper()
    except CodeError:
        return text.strip().upper()


def by_code(rows: Iterable[CodedT]) -> Mapping[str, CodedT]:
    """Rows by code and by SKU (REFERENCE, model price: match on either). The first row of a code counts."""
    found: dict[str, CodedT] = {}
    for row in rows:
        for text in (row.product_code, row.product_sku):
            if text:
                found.setdefault(code_key(text), row)
    return found


def price_items(codes: Iterable[ProductCode], quantity: int) -> list[Writable]:
    """The items of a get_prices request (model pricing_item)."""
    return [{"product_qty": quantity, "product_sku": code.wire} for code in codes]


def _exception(debug: object) -> str:
    found = cast("dict[str, object]", debug).get("Exception") if isinstance(debug, dict) else None
    return found if isinstance(found, str) else ""


class WirePrice(Wire):
    """Model price, in USD per copy. A client has seen reasons in `debug`, as its `Exception` text."""

    product_qty: Whole = 0
    product_code: Text = ""
    product_sku: Text = ""
    product_price: Number = _NOTHING
    add_frame_price: Number = _NOTHING
    add_mat_1_price: Number = _NOTHING
    add_mat_2_price: Number = _NOTHING
    add_glazing_price: Number = _NOTHING
    add_color_correct_price: Number = _NOTHING
    total_price: Number = _NOTHING
    info: Text = ""
    debug: object = None

    def value(self, code: str, quantity: int, asked_at: datetime | None) -> Price:
        """As a domain value for the code that was asked. A total of 0 or below is no price, and says why."""
        info = plain_text(self.info or _exception(self.debug))
        if self.total_price <= 0:
            return Price(code, quantity=quantity, info=info or NO_PRICE, asked_at=asked_at)
        return Price(
            code,
            print=Money(self.product_price),
            frame=Money(self.add_frame_price),
            mat_1=Money(self.add_mat_1_price),
            mat_2=Money(self.add_mat_2_price),
            glazing=Money(self.add_glazing_price),
            color_correct=Money(self.add_color_correct_price),
            total=Money(self.total_price),
            quantity=quantity,
            info=info,
            asked_at=asked_at,
        )


class WireValidation(Wire):
    """Model product_validation."""

    product_code: Text = ""
    product_sku: Text = ""
    valid: Flag = None
    validation_message: Text = ""

    def value(self, code: ProductCode) -> Validation:
        """As an answer. Only a plain "valid: true" makes a code orderable."""
        return Validation(code, self.valid is True, plain_text(self.validation_message))


class WireProductSize(Wire):
    """Model product_size: inches and ounces."""

    width: Number = _NOTHING
    height: Number = _NOTHING
    depth: Number = _NOTHING
    ounces: Number = _NOTHING
    is_rigid: Flag = None


class WireLabel(Wire):
    """Model label."""

    key: Text = ""
    value: Text = ""
    priority: Whole = 0


class WireFraming(Wire):
    """Model framing_options."""

    collection_ids: Ids = ()
    allow_frames: Flag = None
    allow_matting: Flag = None
    allow_glazing: Flag = None
    frame_required: Flag = None
    allow_float_matting: Flag = None
    require_float_matting: Flag = None

    def value(self) -> Framing:
        """As an answer."""
        return Framing(
            self.collection_ids,
            self.allow_frames,
            self.allow_matting,
            self.allow_glazing,
            self.frame_required,
            self.allow_float_matting,
            self.require_float_matting,
        )


class WireProductDetail(Wire):
    """Model product_details. One source has text for `product_size` (REFERENCE 10), which says nothing."""

    id: Whole = 0
    sku: Text = ""
    product_code: Text = ""
    quantity: Whole = 0
    quantity_in_stock: Whole = 0
    track_inventory: Flag = None
    per_item_price: MaybeNumber = None
    total_price: Number = _NOTHING
    asking_price: MaybeNumber = None
    name: Text = ""
    description_short: Text = ""
    description_long: Text = ""
    labels: tuple[WireLabel, ...] = ()
    image_url_1: Text = ""
    image_url_2: Text = ""
    image_url_3: Text = ""
    image_url_4: Text = ""
    image_url_5: Text = ""
    image_guid: Text = ""
    product_guid: Text = ""
    product_size: WireProductSize | Text = ""
    third_party_integrations: dict[str, object] = Field(default_factory=dict)
    framing_options: WireFraming | None = None
    artist: Text = ""
    updated: Text = ""
    valid: Flag = None

    def value(self) -> ProductDetail:
        """As an answer."""
        urls = (self.image_url_1, self.image_url_2, self.image_url_3, self.image_url_4, self.image_url_5)
        size = self.product_size if isinstance(self.product_size, WireProductSize) else WireProductSize()
        labels = sorted(self.labels, key=lambda label: label.priority)
        links = self.third_party_integrations.items()
        return ProductDetail(
            code=self.product_code or self.sku,
            name=plain_text(self.name),
            short_description=plain_text(self.description_short),
            description=plain_text(self.description_long),
            quantity=self.quantity,
            unit_price=Money(self.per_item_price or _NOTHING),
            total_price=Money(self.total_price),
            width=size.width,
            height=size.height,
            depth=size.depth,
            ounces=size.ounces,
            rigid=size.is_rigid,
            image_urls=tuple(url for url in urls if url),
            sku=self.sku,
            id=self.id,
            asking_price=money(self.asking_price),
            in_stock=self.quantity_in_stock,
            track_stock=self.track_inventory,
            labels=tuple((plain_text(label.key), plain_text(label.value)) for label in labels),
            links=tuple((name, one) for name, one in links if isinstance(one, int | str) and one != ""),
            framing=self.framing_options.value() if self.framing_options else None,
            image_guid=self.image_guid,
            product_guid=self.product_guid,
            artist=plain_text(self.artist),
            updated_at=self.updated,
            valid=self.valid,
        )


def unpriced(code: str, quantity: int, asked_at: datetime | None) -> Price:
    """The price of a code that the service left out of its answer."""
    return Price(code, quantity=quantity, info=NO_PRICE, asked_at=asked_at)
