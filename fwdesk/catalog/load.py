"""Reading everything that can be chosen from a service, one list after the other, telling how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import PrintPart, ProductCode
from fwdesk.domain.errors import Cancelled, ServiceError, Unreachable
from fwdesk.domain.options import Catalog, Collection, FrameClasses, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import nearest


class CatalogClient(Protocol):
    """What `load_catalog` asks. `fwdesk.finerworks.client.FinerWorks` is one."""

    def list_product_types(self, *, cancel: Cancel | None = None) -> tuple[ProductType, ...]:
        """All product types."""
        ...

    def list_media_types(self, *, cancel: Cancel | None = None) -> tuple[Media, ...]:
        """All media."""
        ...

    def list_style_types(self, *, cancel: Cancel | None = None) -> tuple[Style, ...]:
        """All styles."""
        ...

    def list_collections(
        self, id: int | None = None, product_code: ProductCode | None = None, *, cancel: Cancel | None = None
    ) -> tuple[Collection, ...]:
        """All collections without frames, or one with its frames, or only those that fit a print."""
        ...

    def list_mats(self, *, cancel: Cancel | None = None) -> tuple[Mat, ...]:
        """All mats."""
        ...

    def list_glazing(self, *, cancel: Cancel | None = None) -> tuple[Glazing, ...]:
        """All glazing."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far loading is: `done` of `total` requests, what was just read, and what went wrong with it, if anything."""

    done: int
    total: int
    what: str
    problem: ServiceError | None = None


_LISTS = 6
# Prints of these sizes are asked about: one every shop frames, and one for collections that begin large.
_ASKED = (Size.of(11, 14), Size.of(24, 30))


def load_catalog(
    client: CatalogClient,
    *,
    cancel: Cancel | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    last: Catalog | None = None,
) -> Catalog:
    """Read every list, then each collection with its frames, then which collections go with which frame classes.

    `progress` is called on this thread. A collection that fails keeps the frames it has in the `last` catalog of the
    same service (none without one) and is told to `progress` as a problem; frame classes that fail stay as they were
    in it, or unknown, which limits nothing, and are told too. Everything else that fails is raised as it came from the
    client, so is a lost network or a cancellation, and so is the last problem when no collection could be read at all.
    """
    done, total = 0, _LISTS

    def told(what: str, problem: ServiceError | None = None) -> None:
        nonlocal done
        done += 1
        progress(Progress(done, total, what, problem))

    product_types = client.list_product_types(cancel=cancel)
    told("product types")
    media = client.list_media_types(cancel=cancel)
    told("media")
    styles = client.list_style_types(cancel=cancel)
    told("styles")
    mats = client.list_mats(cancel=cancel)
    told("mats")
    glazings = client.list_glazing(cancel=cancel)
    told("glazing")
    bare = client.list_collections(cancel=cancel)
    total += len(bare)
    told("collections")

    collections: list[Collection] = []
    problem: ServiceError | None = None
    known = last or Catalog()
    read = False
    for group in bare:
        failed: ServiceError | None = None
        try:
            collections.append(_with_frames(group, client.list_collections(group.id, cancel=cancel)))
            read = read or bool(collections[-1].frames)
        except (Cancelled, Unreachable):
            raise
        except ServiceError as error:
            before = known.collection_by_id.get(group.id)
            collections.append(replace(group, frames=before.frames) if before else group)
            problem = failed = error
        told(group.name, failed)
    catalog = Catalog(product_types, media, styles, tuple(collections), mats, glazings)
    if problem is not None and not read:
        raise problem
    asked = _witnesses(catalog) if catalog.frames else {}
    total += len(asked)
    classes: list[FrameClasses] = []
    for ids, codes in asked.items():
        failed = None
        try:
            found = {group.id for code in codes for group in client.list_collections(None, code, cancel=cancel)}
            # An answer without any collection says nothing about a style that can be framed.
            classes += [FrameClasses(ids, tuple(sorted(found)))] if found else []
        except (Cancelled, Unreachable):
            raise
        except ServiceError as error:
            classes += [row for row in known.frame_classes if row.ids == ids]
            failed = error
        told("frames by style", failed)
    return replace(catalog, frame_classes=tuple(classes))


def _witnesses(catalog: Catalog) -> dict[tuple[int, ...], tuple[ProductCode, ...]]:
    """For each set of frame classes a framable style names, the codes of one print to ask about."""
    found: dict[tuple[int, ...], tuple[ProductCode, ...]] = {}
    for kind in catalog.product_types:
        for media in catalog.media_of(kind):
            for style in catalog.styles_of(media):
                if style.can_frame and style.frame_class_ids not in found:
                    sizes = {nearest(style, size): None for size in _ASKED}
                    parts = (PrintPart(kind.id, media.id, style.id, size) for size in sizes)
                    found[style.frame_class_ids] = tuple(ProductCode(part) for part in parts)
    return found


def _with_frames(group: Collection, found: tuple[Collection, ...]) -> Collection:
    """The collection as first listed, with the frames of its own answer."""
    same = next((one for one in found if one.id == group.id), None)
    return replace(group, frames=same.frames) if same else group
