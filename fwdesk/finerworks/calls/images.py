"""The image library, selections of images, and the gallery site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.library import FileSelection, Gallery, GalleryTheme, ImageChange, ImageLibrary, NewImage
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.answers import LibraryImage, Page
from fwdesk.finerworks.gate import Answer
from fwdesk.finerworks.pages import page
from fwdesk.finerworks.service import Service, whole, write_in_parts
from fwdesk.finerworks.wire import asked_account, limits
from fwdesk.finerworks.wire import library as wire

INVENTORY = ImageLibrary()
"""The library that lasts, of the keys' own account."""

ImageSort = Literal["id", "title", "file_name", "file_size", "date_added"]
Direction = Literal["ASC", "DESC"]


class ImageCalls(Service):
    """Pictures that the service knows by their addresses; bytes are never uploaded here (REFERENCE, add_images).

    Writes are sent once. After an error that is not `Refused` or `RequestError`, `list_images` tells what was done.
    """

    def add_images(
        self, images: Sequence[NewImage], library: ImageLibrary = INVENTORY, *, cancel: Cancel | None = None
    ) -> tuple[LibraryImage, ...]:
        """Register hosted pictures, 5 per call (REFERENCE, add_images).

        The whole list is checked before the first part is sent. Raises `PartlyDone` when a later part fails.
        """
        bodies = [wire.image_body(image) for image in images]
        to = wire.library_body(library)
        for index, body in enumerate(bodies):
            limits.check("add_images", asked_account.NewImage, body, f"images[{index}]")

        def add(part: Sequence[dict[str, Writable]]) -> tuple[LibraryImage, ...]:
            return self._images(self._ask("add_images", {"images": list(part), "library": to}, cancel))

        return write_in_parts(bodies, limits.MAX_IMAGES, add)

    def list_images(
        self,
        library: ImageLibrary = INVENTORY,
        *,
        search: str = "",
        guids: Sequence[str] = (),
        gallery_ids: Sequence[int] = (),
        public_gallery_ids: Sequence[int] = (),
        sort_field: ImageSort = "id",
        sort_direction: Direction = "DESC",
        uploaded_from: date | None = None,
        uploaded_to: date | None = None,
        with_products: bool = False,
        active: bool | None = None,
        page_number: int = 1,
        per_page: int = limits.MAX_PER_PAGE,
        cancel: Cancel | None = None,
    ) -> Page[LibraryImage]:
        """One page of the images that fit, at most 50 (REFERENCE, list_images); `pages.every` goes through all.

        `search` is in titles and descriptions. `with_products` adds the virtual-inventory items built on each image.
        `active` None means both. The gallery filters are of v2.
        """
        body: dict[str, Writable] = {
            "library": wire.library_body(library),
            "search_filter": search or None,
            "guid_filter": list(guids) or None,
            "page_number": page_number,
            "per_page": per_page,
            "sort_field": sort_field,
            "sort_direction": sort_direction,
            "upload_date_from": uploaded_from.isoformat() if uploaded_from else None,
            "upload_date_to": uploaded_to.isoformat() if uploaded_to else None,
            "list_products": with_products,
            "active": active,
        }
        if gallery_ids:
            body["personal_gallery_id_filter"] = list(gallery_ids)
        if public_gallery_ids:
            body["public_gallery_id_filter"] = list(public_gallery_ids)
        answer = self._ask("list_images", body, cancel)
        return page(answer, self._images(answer), page_number, per_page)

    def update_images(
        self, changes: Sequence[ImageChange], *, cancel: Cancel | None = None
    ) -> tuple[LibraryImage, ...]:
        """Change what is said about images, in one call (REFERENCE, update_images).

        Returns the changed images, or nothing where the service answers with its status alone.
        """
        bodies: list[Writable] = [wire.image_change_body(change) for change in changes]
        return self._images(self._ask("update_images", {"images": bodies}, cancel))

    def _images(self, answer: Answer) -> tuple[LibraryImage, ...]:
        missing = answer.name == "update_images"
        return tuple(row.value() for row in self._rows(wire.WireImage, answer, or_none=missing))

    def delete_images(
        self, guids: Sequence[str], library: ImageLibrary | None = None, *, cancel: Cancel | None = None
    ) -> str:
        """Delete images, and with them the inventory products built on them (REFERENCE, delete_images).

        It cannot be undone. Returns the service's words, often none.
        """
        within = wire.library_body(library) if library else None
        return self._words(self._ask("delete_images", {"guids": list(guids), "library": within}, cancel))

    def list_file_selection(self, guid: str, *, cancel: Cancel | None = None) -> FileSelection:
        """The images grouped under a key (REFERENCE, list_file_selection)."""
        return _selection(self._ask("list_file_selection", None, cancel, query={"guid": guid}), guid)

    def update_file_selection(
        self, guid: str, image_guids: Sequence[str], *, cancel: Cancel | None = None
    ) -> FileSelection:
        """Put these images under a key in place of those that were there (REFERENCE, update_file_selection)."""
        answer = self._ask("update_file_selection", {"guid": guid, "guids": list(image_guids)}, cancel)
        return _selection(answer, guid)

    def list_galleries(
        self, ids: Sequence[int] = (), *, personal: bool | None = None, cancel: Cancel | None = None
    ) -> tuple[Gallery, ...]:
        """Galleries of the vendor's gallery site (REFERENCE, list_galleries; v2)."""
        body: dict[str, Writable] = {"personal": personal, "gallery_ids": list(ids) or None}
        answer = self._ask("list_galleries", body, cancel)
        return tuple(row.value() for row in self._rows(wire.WireGallery, answer))

    def list_gallery_themes(
        self, slugs: Sequence[str] = (), *, cancel: Cancel | None = None
    ) -> tuple[GalleryTheme, ...]:
        """Color themes of galleries (REFERENCE, list_gallery_themes; v2)."""
        answer = self._ask("list_gallery_themes", {"filter": list(slugs) or None}, cancel)
        return tuple(row.value() for row in self._rows(wire.WireTheme, answer))

    def add_update_gallery_collection(
        self,
        name: str,
        *,
        id: int | None = None,
        description: str | None = None,
        visible: bool | None = None,
        cancel: Cancel | None = None,
    ) -> int:
        """Make a personal gallery, or change the one with this id (REFERENCE, add_update_gallery_collection; v2).

        Returns its id, 0 when the service does not say.
        """
        said: dict[str, Writable] = {"id": id, "name": name, "description": description, "visible": visible}
        body = {field: value for field, value in said.items() if value is not None}
        answer = self._ask("add_update_gallery_collection", body, cancel)
        return whole(answer, wire.WireNumber).id


def _selection(answer: Answer, guid: str) -> FileSelection:
    return whole(answer, wire.WireSelection).value(guid)
