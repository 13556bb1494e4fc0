"""What the client answers with where the domain has no value of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from fwdesk.domain.code import ProductCode
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.price import Price


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
class ProductDetail:
    """One row of get_product_details. Lengths in inches, weight in ounces; `description` is plain text."""

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


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A print file as it lies behind its URL. `path` is a temporary file that the caller deletes."""

    url: str
    path: Path
    size: int
    content_type: str
    sha256: str
