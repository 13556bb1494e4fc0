"""The image library and file selections (REFERENCE section 6: add_images to update_file_selection).

Images are registered by URL; nothing is fetched. A URL that this very service serves is a file it knows, so that its
size and pixels are the file's own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fwdesk.practice.call import Answer, Call
from fwdesk.practice.files import local_place, pixel_size
from fwdesk.practice.goods import STORED, item_row
from fwdesk.practice.paging import SortKeys, read_page, read_span
from fwdesk.practice.shelf import Record
from fwdesk.practice.status import stamp
from fwdesk.practice.wire import Reader, Refusal, Row, reader

IMAGE, SELECTION = "image", "selection"
"""The kinds of records on the shelf."""
INVENTORY = "inventory"
_LIBRARIES = (INVENTORY, "temporary")
_KEPT = timedelta(days=30)
"""How long a temporary library keeps an image (inferred: REFERENCE only says that such images expire)."""
_NAMES = ("file_name", "thumbnail_file_name", "preview_file_name", "hires_file_name")
_URIS = ("public_thumbnail_uri", "public_preview_uri", "private_hires_uri")
_GALLERIES = ("assigned_gallery_subcategory_ids", "assigned_personal_gallery_ids")
_SORTS: SortKeys = {
    "id": lambda row: row.id,
    "title": lambda row: (row.content["title"] or "").lower(),
    "file_name": lambda row: row.content["file_name"].lower(),
    "file_size": lambda row: row.content["file_size"],
    "date_added": lambda row: row.content["added"],
}


@dataclass(frozen=True, slots=True)
class Library:
    """Which images are meant: those of the inventory, or those of a session."""

    name: str
    session: str | None

    def holds(self, record: Record) -> bool:
        """Whether an image is in it."""
        kept = record.content
        return kept["library"] == self.name and (self.name == INVENTORY or kept["session"] == self.session)


def _read_library(model: Reader, *, required: bool = True) -> Library | None:
    """A session_id of 8 to 50 characters; a temporary library cannot do without one (GAPS 39)."""
    at = model.one("library", required=required)
    if at is None:
        return None
    name = at.choice("name", _LIBRARIES, required=True)
    session = at.text("session_id", required=name == "temporary", limit=50)
    if session is not None and len(session) < 8 and (session or name == "temporary"):
        at.fail("session_id", "The field session_id must be a string with a minimum length of 8.")
    at.text("account_key")
    at.whole("site_id")
    return Library(name, session) if name else None


def _read_file(call: Call, at: Reader) -> Path | None:
    """The file of this service behind private_hires_uri, if that is where it points."""
    url = at.text("private_hires_uri")
    path = call.files.behind(call.host_url, url)
    if path is None and local_place(call.host_url, url):
        at.fail("private_hires_uri", "There is no such file at this service.")
    return path


def _read_uri(call: Call, at: Reader, name: str) -> str | None:
    url = at.text(name, required=True, limit=500)
    if url is not None and not url.strip().lower().startswith(("http://", "https://")):
        at.fail(name, f"The {name} field is not a valid fully-qualified http or https URL.")
    return url and (local_place(call.host_url, url.strip()) or url.strip())


def _read_image(call: Call, at: Reader) -> Row:
    """REFERENCE, model add_image_details, as it will be kept."""
    found: Row = {name: at.text(name, required=True, limit=200) for name in _NAMES}
    found |= {name: _read_uri(call, at, name) for name in _URIS}
    found |= {"title": at.text("title") or found["file_name"], "description": at.text("description", limit=300)}
    found["file_size"] = at.whole("file_size", required=True, low=0)
    for name in ("pix_w", "pix_h"):
        found[name] = at.whole(name, required=True, low=1)
    path = _read_file(call, at)
    if path:
        found["file_size"] = path.stat().st_size
        size = pixel_size(path)
        if size is None:
            at.fail("private_hires_uri", "The file is not a picture.")
        else:
            found["pix_w"], found["pix_h"] = size
    found["guid"] = at.guid("guid") or str(uuid.uuid4())
    return found


def image_row(call: Call, record: Record, products: list[Row] | None = None) -> Row:
    """REFERENCE, model image."""
    kept = record.content
    row: Row = {name: kept[name] for name in ("guid", "title", "description", *_NAMES, "file_size", "pix_w", "pix_h")}
    row |= {name: call.whole_url(kept[name]) for name in _URIS}
    expires = kept["expires"]
    return row | {
        "id": record.id,
        "personal_gallery_title": _gallery_title(call, kept["assigned_personal_gallery_ids"]),
        "members_gallery_category": None,
        "date_added": stamp(datetime.fromisoformat(kept["added"])),
        "date_updated": stamp(datetime.fromisoformat(kept["updated"])),
        "date_expires": stamp(datetime.fromisoformat(expires)) if expires else None,
        "active": kept["active"],
        "products": products,
        **{name: kept[name] for name in _GALLERIES},
        "username": call.account.username,
        "account_key": None,
        "artistname": call.account.artist,
        "rank": kept["rank"],
    }


def _gallery_title(call: Call, ids: list[int]) -> str | None:
    found = call.shelf.all(call.account.name, "gallery") if ids else []
    return next((row.content["name"] for row in found if row.id in ids), None)


def images(call: Call) -> list[Record]:
    """Every image of the account that has not expired."""
    now = call.book.now()
    return [
        row
        for row in call.shelf.all(call.account.name, IMAGE)
        if row.content["expires"] is None or now < datetime.fromisoformat(row.content["expires"])
    ]


def add_images(call: Call) -> Answer:
    """Up to 5 images into a library."""
    model = call.model
    found = [_read_image(call, at) for at in model.many("images", required=True, most=5)]
    library = _read_library(model)
    model.done()
    assert library is not None
    now = call.book.now()
    temporary = library.name != INVENTORY
    rest: Row = {
        "library": library.name, "session": library.session, "added": now.isoformat(), "updated": now.isoformat(),
        "expires": (now + _KEPT).isoformat() if temporary else None, "active": True, "rank": None,
        **{name: [] for name in _GALLERIES},
    }  # fmt: skip
    with call.shelf.exclusive:
        taken = {row.content["guid"] for row in call.shelf.all(call.account.name, IMAGE)}
        for at, image in enumerate(found):
            if image["guid"] in taken:
                model.fail(f"images[{at}].guid", "There is an image with this guid already.")
            taken.add(image["guid"])
        model.done()
        records = call.shelf.add(call.account.name, IMAGE, [image | rest for image in found])
    return Answer({"images": [image_row(call, record) for record in records]})


def _says(record: Record, words: str) -> bool:
    return words in f"{record.content['title'] or ''}\n{record.content['description'] or ''}".lower()


def _read_wanted(model: Reader) -> Callable[[Record], bool]:
    """The filters of list_images as one question; an empty filter lets everything through."""
    words = (model.text("search_filter") or "").strip().lower()
    guids, active, span = model.guids("guid_filter"), model.either("active"), read_span(model, "upload_date")
    public, personal = (set(model.ids(name)) for name in ("public_gallery_id_filter", "personal_gallery_id_filter"))

    def wanted(row: Record) -> bool:
        kept = row.content
        shown_in = zip((public, personal), _GALLERIES, strict=True)
        return (
            _says(row, words)
            and (not guids or kept["guid"] in guids)
            and (active is None or kept["active"] == active)
            and span.holds(kept["added"])
            and all(not ids or ids & set(kept[name]) for ids, name in shown_in)
        )

    return wanted


def list_images(call: Call) -> Answer:
    """Search, filter, sort and page through a library."""
    model = call.model
    library, wanted = _read_library(model), _read_wanted(model)
    page = read_page(model, tuple(_SORTS))
    products = model.flag("list_products")
    model.done()
    assert library is not None
    found = [row for row in images(call) if library.holds(row) and wanted(row)]
    of_image = _products_by_image(call) if products and library.name == INVENTORY else None
    rows = [
        image_row(call, row, of_image.get(row.content["guid"], []) if of_image is not None else None)
        for row in page.of(found, _SORTS)
    ]
    return Answer({"images": rows, **page.echo(len(found))})


def _products_by_image(call: Call) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for item in call.shelf.all(call.account.name, STORED):
        if item.content["image_guid"]:
            found.setdefault(item.content["image_guid"], []).append(item_row(call, item))
    return found


def _known(call: Call, guids: list[str], library: Library | None = None) -> list[Record]:
    """The images with these guids. Raises `Refusal` 404 when one is not there."""
    by_guid = {row.content["guid"]: row for row in images(call) if library is None or library.holds(row)}
    lost = [guid for guid in guids if guid not in by_guid]
    if lost:
        raise Refusal(f"There is no image {', '.join(lost)}.", 404)
    return [by_guid[guid] for guid in guids]


def _read_update(at: Reader) -> tuple[str, Row]:
    """REFERENCE, model update_image_details: what is absent or null is left as it is."""
    changes: Row = {"title": at.text("title"), "description": at.text("description", limit=300)}
    changes |= {"active": at.either("visible"), "rank": at.whole("rank")}
    changes |= {name: list(at.ids(name)) if at.raw(name) is not None else None for name in _GALLERIES}
    return at.guid("guid", required=True) or "", {name: value for name, value in changes.items() if value is not None}


def update_images(call: Call) -> Answer:
    """Change titles, descriptions, galleries; all images or none."""
    model = call.model
    model.text("account_key")
    asked = [_read_update(at) for at in model.many("images", required=True)]
    model.done()
    now = call.book.now().isoformat()
    with call.shelf.exclusive:
        known = _known(call, list({guid: None for guid, _changes in asked}))
        records = {row.content["guid"]: row for row in known}
        for guid, changes in asked:
            records[guid] = records[guid].changed(**changes, updated=now)
        call.shelf.change(list(records.values()))
    return Answer({"images": [image_row(call, row) for row in records.values()]})


def delete_images(call: Call) -> Answer:
    """Delete images, and the inventory products built on them; all or none."""
    model = call.model
    guids = model.guids("guids", required=True)
    library = _read_library(model, required=False)
    model.text("account_key")
    model.done()
    with call.shelf.exclusive:
        gone = _known(call, list(dict.fromkeys(guids)), library)
        built = [row for row in call.shelf.all(call.account.name, STORED) if row.content["image_guid"] in guids]
        call.shelf.drop([row.id for row in (*gone, *built)])
    return Answer()


def _selection(call: Call, guid: str) -> Record | None:
    return next((row for row in call.shelf.all(call.account.name, SELECTION) if row.content["guid"] == guid), None)


def list_file_selection(call: Call) -> Answer:
    """The images under a selection key; none under a key that was never used."""
    model = reader(call.query)
    guid = model.guid("guid", required=True) or ""
    model.done()
    found = _selection(call, guid)
    return Answer({"guids": found.content["guids"] if found else [], "guid": guid})


def update_file_selection(call: Call) -> Answer:
    """Replace the images under a selection key."""
    model = call.model
    guid = model.guid("guid", required=True) or ""
    if model.raw("guids") is None:
        model.missing("guids")
    guids = model.guids("guids")
    model.done()
    with call.shelf.exclusive:
        found = _selection(call, guid)
        if found:
            call.shelf.change([found.changed(guids=guids)])
        else:
            call.shelf.add(call.account.name, SELECTION, [{"guid": guid, "guids": guids}])
    return Answer({"guids": guids, "guid": guid})
