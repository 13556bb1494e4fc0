"""What the client answers with where the domain has no value of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from fwdesk.domain.code import ProductCode
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.price import Price
from fwdesk.domain.strict_json import Json

T = TypeVar("T")

Members: TypeAlias = Mapping[str, Json]
"""What an answer holds beside its status, as it came, where nobody has documented its layout (GAPS 41)."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a long list. `total` is how many there are altogether, None when the service does not say."""

    rows: tuple[T, ...]
    number: int
    per_page: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class FrameBuild:
    """The answer of frame_builder (REFERENCE, "frame_builder"; GAPS 1 and 2).

    `picture` holds the encoded file (`picture_type` is png, jpeg, gif or webp), None only when none was asked for.
    The starting prices may be those of an 8 x 10: show prices from get_prices, not from here.
    """

    picture: bytes | None = field(default=None, repr=False)
    picture_type: str = ""
    code: ProductCode | None = None
    price: Price | None = None
    frame_price: Money | None = None
    mat_prices: tuple[Money | None, ...] = ()
    glazing_price: Money | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Validation:
    """Whether one code can be ordered, in the service's own words (REFERENCE, "validate_product")."""

    code: ProductCode
    valid: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Framing:
    """What framing a product admits; None where the service does not say (REFERENCE, model framing_options)."""

    collection_ids: tuple[int, ...] = ()
    frames: bool | None = None
    matting: bool | None = None
    glazing: bool | None = None
    frame_required: bool | None = None
    float_matting: bool | None = None
    float_matting_required: bool | None = None


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product, or an item of virtual inventory (REFERENCE, model product_details).

    Lengths in inches, weight in ounces, amounts in USD; `description` is plain text. `labels` are pairs in their
    order, `links` the storefront ids by the API's names. `updated_at` is as it came.
    """

    code: str
    name: str
    short_description: str = ""
    description: str = ""
    quantity: int = 1
    unit_price: Money = ZERO
    total_price: Money = ZERO
    width: Decimal = Decimal(0)
    height: Decimal = Decimal(0)
    depth: Decimal = Decimal(0)
    ounces: Decimal = Decimal(0)
    rigid: bool | None = None
    image_urls: tuple[str, ...] = ()
    sku: str = ""
    id: int = 0
    asking_price: Money | None = None
    in_stock: int = 0
    track_stock: bool | None = None
    labels: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, int | str], ...] = ()
    framing: Framing | None = None
    image_guid: str = ""
    product_guid: str = ""
    artist: str = ""
    updated_at: str = ""
    valid: bool | None = None


@dataclass(frozen=True, slots=True)
class LibraryImage:
    """A picture in the image library (REFERENCE, model image). `size` is in bytes, times are as they came.

    `products` are the virtual-inventory items built on it, where they were asked for.
    """

    guid: str
    id: int = 0
    title: str = ""
    description: str = ""
    file_name: str = ""
    size: int = 0
    pixel_width: int = 0
    pixel_height: int = 0
    thumbnail_url: str = ""
    preview_url: str = ""
    full_url: str = ""
    added_at: str = ""
    updated_at: str = ""
    expires_at: str = ""
    active: bool | None = None
    products: tuple[ProductDetail, ...] = ()
    gallery_ids: tuple[int, ...] = ()
    subcategory_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A print file as it lies behind its URL. `path` is a temporary file that the caller deletes."""

    url: str
    path: Path
    size: int
    content_type: str
    sha256: str
