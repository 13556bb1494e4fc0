"""Images, virtual inventory and galleries: bodies out, rows in (REFERENCE, models image, product_details_update)."""

from __future__ import annotations

from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.library import FileSelection, Gallery, GalleryTheme, ImageChange, ImageLibrary, NewImage
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.answers import LibraryImage
from fwdesk.finerworks.wire.fields import Flag, Ids, Text, Whole, Wire, plain_text
from fwdesk.finerworks.wire.prices import WireProductDetail


def library_body(library: ImageLibrary) -> dict[str, Writable]:
    """A library as model image_library."""
    return {
        "name": library.name,
        "session_id": library.session_id or None,
        "account_key": library.account_key,
        "site_id": library.site_id,
    }


def image_body(image: NewImage) -> dict[str, Writable]:
    """A picture to register as model add_image_details; file names that are not given are the original's."""
    body: dict[str, Writable] = {
        "title": image.title or None,
        "description": image.description or None,
        "file_name": image.file_name,
        "file_size": image.size,
        "thumbnail_file_name": image.thumbnail_name or image.file_name,
        "preview_file_name": image.preview_name or image.file_name,
        "hires_file_name": image.full_name or image.file_name,
        "public_thumbnail_uri": image.thumbnail_url,
        "public_preview_uri": image.preview_url,
        "private_hires_uri": image.full_url,
        "pix_w": image.pixel_width,
        "pix_h": image.pixel_height,
    }
    return body | {"guid": image.guid} if image.guid else body


def _said(body: dict[str, Writable]) -> dict[str, Writable]:
    """Only what is to change: nobody knows whether null would leave or clear a field."""
    return {name: value for name, value in body.items() if value is not None}


def image_change_body(change: ImageChange) -> dict[str, Writable]:
    """A change as model update_image_details."""
    return _said(
        {
            "guid": change.guid,
            "title": change.title,
            "description": change.description,
            "visible": change.visible,
            "assigned_gallery_subcategory_ids": _ids(change.subcategory_ids),
            "assigned_personal_gallery_ids": _ids(change.gallery_ids),
            "rank": change.rank,
        }
    )


def _ids(ids: tuple[int, ...] | None) -> Writable:
    return None if ids is None else list(ids)


def inventory_change_body(change: InventoryChange) -> dict[str, Writable]:
    """A change as model product_details_update."""
    return _said(
        {
            "sku": change.sku,
            "asking_price": None if change.asking_price is None else change.asking_price.amount,
            "name": change.name,
            "description": change.description,
            "quantity_in_stock": change.in_stock,
            "track_inventory": change.track_stock,
            "third_party_integrations": None if change.links is None else dict(change.links),
        }
    )


class WireImage(Wire):
    """Model image. Its GUID must be there: every other call asks by it."""

    guid: Text
    id: Whole = 0
    title: Text = ""
    description: Text = ""
    file_name: Text = ""
    file_size: Whole = 0
    public_thumbnail_uri: Text = ""
    public_preview_uri: Text = ""
    private_hires_uri: Text = ""
    pix_w: Whole = 0
    pix_h: Whole = 0
    date_added: Text = ""
    date_updated: Text = ""
    date_expires: Text = ""
    active: Flag = None
    products: tuple[WireProductDetail, ...] = ()
    assigned_gallery_subcategory_ids: Ids = ()
    assigned_personal_gallery_ids: Ids = ()

    def value(self) -> LibraryImage:
        """As an answer."""
        return LibraryImage(
            self.guid,
            self.id,
            plain_text(self.title),
            plain_text(self.description),
            self.file_name,
            self.file_size,
            self.pix_w,
            self.pix_h,
            self.public_thumbnail_uri,
            self.public_preview_uri,
            self.private_hires_uri,
            self.date_added,
            self.date_updated,
            self.date_expires,
            self.active,
            tuple(product.value() for product in self.products),
            self.assigned_personal_gallery_ids,
            self.assigned_gallery_subcategory_ids,
        )


class WireSelection(Wire):
    """The answer of the file selection calls. Either member may be missing (REFERENCE, update_file_selection)."""

    guid: Text = ""
    guids: tuple[Text, ...] = ()

    def value(self, asked: str) -> FileSelection:
        """As a domain value; a selection without its key is the one that was asked for."""
        return FileSelection(self.guid or asked, self.guids)


class WireGallery(Wire):
    """A row of list_galleries."""

    id: Whole = 0
    name: Text = ""
    alias: Text = ""
    personal: Flag = None
    visible: Flag = None
    url: Text = ""
    description: Text = ""
    keywords: Text = ""
    image_count: Whole = 0

    def value(self) -> Gallery:
        """As a domain value."""
        return Gallery(
            self.id,
            plain_text(self.name),
            self.alias,
            self.personal,
            self.visible,
            self.url,
            plain_text(self.description),
            plain_text(self.keywords),
            self.image_count,
        )


_COLORS = ("background", "foreground", "primary_color", "secondary_color", "accent_color", "surface", "muted")


class WireTheme(Wire):
    """A row of list_gallery_themes."""

    slug: Text = ""
    name: Text = ""
    description: Text = ""
    background: Text = ""
    foreground: Text = ""
    primary_color: Text = ""
    secondary_color: Text = ""
    accent_color: Text = ""
    surface: Text = ""
    muted: Text = ""

    def value(self) -> GalleryTheme:
        """As a domain value, with the colors the service named."""
        colors = ((name, getattr(self, name)) for name in _COLORS)
        description = plain_text(self.description)
        return GalleryTheme(self.slug, plain_text(self.name), description, tuple(pair for pair in colors if pair[1]))


class WireNumber(Wire):
    """The answer of add_update_gallery_collection."""

    id: Whole = 0


class WireCounts(Wire):
    """The members of a page beside its rows; `total_count` is list_orders' name for the count."""

    page_number: Whole = 0
    per_page: Whole = 0
    count: Whole | None = None
    total_count: Whole | None = None
