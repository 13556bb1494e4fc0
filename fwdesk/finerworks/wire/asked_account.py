"""What requests about the account, its images and its inventory may carry, as `asked` says for all others."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from fwdesk.finerworks.wire import limits
from fwdesk.finerworks.wire.asked import (
    Address,
    Direction,
    Filter,
    Item,
    Paged,
    Positive,
    Said,
    Text200,
    Text300,
    Text500,
)
from fwdesk.finerworks.wire.limits import Asked


class Library(Asked):
    """Model image_library."""

    name: Literal["inventory", "temporary"]
    session_id: Annotated[str, Field(min_length=8, max_length=50)] | None = None
    site_id: int | None = None


class NewImage(Asked):
    """Model add_image_details."""

    description: Text300 | None = None
    file_name: Text200
    file_size: Annotated[int, Field(ge=0)]
    thumbnail_file_name: Text200
    preview_file_name: Text200
    hires_file_name: Text200
    public_thumbnail_uri: Text500
    public_preview_uri: Text500
    private_hires_uri: Text500
    pix_w: Positive
    pix_h: Positive


class AddImages(Asked):
    """add_images."""

    images: Annotated[list[NewImage], Field(min_length=1, max_length=limits.MAX_IMAGES)]
    library: Library


class ListImages(Paged):
    """list_images."""

    library: Library
    sort_field: Literal["id", "title", "file_name", "file_size", "date_added"] | None = None
    sort_direction: Direction | None = None


class ImageChange(Asked):
    """Model update_image_details."""

    guid: Said


class UpdateImages(Asked):
    """update_images."""

    images: Annotated[list[ImageChange], Field(min_length=1)]


class DeleteImages(Asked):
    """delete_images."""

    guids: Annotated[list[str], Field(min_length=1)]
    library: Library | None = None


class SelectionKey(Asked):
    """list_file_selection."""

    guid: Said


class UpdateSelection(SelectionKey):
    """update_file_selection."""

    guids: list[str]


class UpdateUser(Asked):
    """update_user."""

    billing_info: Address | None = None
    business_info: Address | None = None
    shipping_preferences: Annotated[list[int], Field(max_length=3)] | None = None


class UpdateApp(Asked):
    """update_app_details."""

    app_details: dict[str, object]


class ListInventory(Paged):
    """list_virtual_inventory."""

    sku_filter: Filter | None = None
    product_code_filter: Filter | None = None
    sort_direction: Direction | None = None


class InventoryChange(Asked):
    """Model product_details_update."""

    sku: Said
    asking_price: Decimal | int | None = None


class UpdateInventory(Asked):
    """update_virtual_inventory."""

    virtual_inventory: Annotated[list[InventoryChange], Field(min_length=1, max_length=limits.MAX_ITEMS)]


class Skus(Asked):
    """delete_virtual_inventory."""

    skus: Annotated[list[str], Field(min_length=1)]


class Platform(Asked):
    """disconnect_virtual_inventory."""

    platform: Said


class PaymentProfile(Asked):
    """get_payment_tokens."""

    payment_profile_id: Said = Field(repr=False)


class OrderKey(Asked):
    """get_order."""

    order_guid: Said
    order_email: Said


class SubmitProduct(Asked):
    """submit_product."""

    order_key: Said
    cart_id: Decimal | int
    product: Item
    mode: Literal["order", "store"]


class Template(Asked):
    """create_template."""

    product: Item


class GalleryName(Asked):
    """add_update_gallery_collection."""

    name: Said
    id: int | None = None
