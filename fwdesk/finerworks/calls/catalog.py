"""What can be chosen: product types, media, styles, collections, frames, mats, glazing."""

from __future__ import annotations

from collections.abc import Sequence

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.options import Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.strict_json import Json, Writable
from fwdesk.finerworks.gate import Answer
from fwdesk.finerworks.service import Service
from fwdesk.finerworks.wire import catalog


class CatalogCalls(Service):
    """The catalog of the service, level by level (REFERENCE section 6)."""

    def list_product_types(
        self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None
    ) -> tuple[ProductType, ...]:
        """Catalog level 1, all or by id (REFERENCE, list_product_types)."""
        answer = self._ask("list_product_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in self._rows(catalog.WireProductType, answer))

    def list_media_types(self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None) -> tuple[Media, ...]:
        """Catalog level 2, all or by id (REFERENCE, list_media_types)."""
        answer = self._ask("list_media_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in self._rows(catalog.WireMedia, answer))

    def list_style_types(self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None) -> tuple[Style, ...]:
        """Catalog level 3 with its size rules in inches, all or by id (REFERENCE, list_style_types)."""
        answer = self._ask("list_style_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in self._rows(catalog.WireStyle, answer))

    def list_collections(
        self, id: int | None = None, product_code: ProductCode | None = None, *, cancel: Cancel | None = None
    ) -> tuple[Collection, ...]:
        """All collections without frames, or one by its id with its frames (REFERENCE, list_collections).

        With a print's code only what fits it. Each frame knows its collection.
        """
        body: dict[str, Writable] = {"id": id, "product_code": product_code.wire if product_code else None}
        answer = self._ask("list_collections", body, cancel)
        found: list[Collection] = []
        for row in self._rows(catalog.WireCollection, answer):
            listed: Json = (row.model_extra or {}).get("frames")
            frames = Answer(answer.name, answer.status, {"frames": listed}).rows(catalog.WireFrame, "frames")
            found.append(row.value(frames))
        return tuple(found)

    def frame_details(self, id: int, *, cancel: Cancel | None = None) -> Frame:
        """One frame, lengths in inches (REFERENCE, frame_details). Raises `Refused` when the id is unknown."""
        return self._row(catalog.WireFrame, self._ask("frame_details", {"id": id}, cancel)).value()

    def list_mats(self, id: int | None = None, *, cancel: Cancel | None = None) -> tuple[Mat, ...]:
        """Mat boards, all or one by its id (REFERENCE, list_mats)."""
        answer = self._ask("list_mats", {} if id is None else {"id": id}, cancel)
        return tuple(row.value() for row in self._rows(catalog.WireMat, answer))

    def list_glazing(self, id: int | None = None, *, cancel: Cancel | None = None) -> tuple[Glazing, ...]:
        """Glazing, all or one by its id (REFERENCE, list_glazing)."""
        answer = self._ask("list_glazing", {} if id is None else {"id": id}, cancel)
        return tuple(row.value() for row in self._rows(catalog.WireGlazing, answer))
