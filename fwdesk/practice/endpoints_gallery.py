"""Galleries of the vendor's own site: the public ones, and the personal ones of an account (REFERENCE 6b)."""

from __future__ import annotations

from fwdesk.practice.call import Answer, Call
from fwdesk.practice.endpoints_image import images
from fwdesk.practice.shelf import Record
from fwdesk.practice.wire import Refusal, Row

GALLERY = "gallery"
"""The kind of record on the shelf."""
_PUBLIC = ((9901, "Landscapes"), (9902, "Still life"), (9903, "Abstract"))
_THEMES = (
    ("gallery-white", "Gallery White", "#ffffff", "#1b1b1b", "#2f4858", "#86bbd8", "#f6ae2d", "#f5f5f2", "#8a8a86"),
    ("studio-dark", "Studio Dark", "#17181a", "#f1efe9", "#c9a66b", "#5c6b73", "#e07a5f", "#232528", "#9a9a94"),
    ("linen", "Linen", "#f3eee3", "#3b342b", "#7a5c3e", "#a3b18a", "#bc4749", "#fbf8f1", "#9c927f"),
)  # fmt: skip
_COLORS = ("background", "foreground", "primary_color", "secondary_color", "accent_color", "surface", "muted")


def _row(number: int, name: str, count: int, *, personal: bool, visible: bool, description: str | None) -> Row:
    return {
        "id": number,
        "name": name,
        "alias": "-".join(name.lower().split()),
        "personal": personal,
        "visible": visible,
        "url": None,
        "description": description,
        "keywords": None,
        "image_count": count,
    }


def _personal(call: Call) -> list[Record]:
    return call.shelf.all(call.account.name, GALLERY)


def list_galleries(call: Call) -> Answer:
    """Public and personal galleries, or only one kind; with `gallery_ids` only those."""
    model = call.model
    personal, wanted = model.either("personal"), model.ids("gallery_ids")
    model.text("account_key")
    model.done()
    pictures = images(call)

    def count(field: str, number: int) -> int:
        return sum(number in picture.content[field] for picture in pictures)

    rows = [
        _row(number, f"{name} (practice)", count("assigned_gallery_subcategory_ids", number), personal=False,
             visible=True, description=None)
        for number, name in _PUBLIC
    ]  # fmt: skip
    rows += [
        _row(row.id, row.content["name"], count("assigned_personal_gallery_ids", row.id), personal=True,
             visible=row.content["visible"], description=row.content["description"])
        for row in _personal(call)
    ]  # fmt: skip
    kept = [row for row in rows if personal in (None, row["personal"]) and (not wanted or row["id"] in wanted)]
    return Answer({"galleries": kept})


def list_gallery_themes(call: Call) -> Answer:
    """Color themes, or those whose slug was asked for."""
    model = call.model
    wanted = {text.strip().lower() for text in model.texts("filter")}
    model.done()
    rows: list[Row] = [
        {"slug": slug, "name": name, **dict(zip(_COLORS, colors, strict=True)), "description": None}
        for slug, name, *colors in _THEMES
        if not wanted or slug in wanted
    ]
    return Answer({"themes": rows})


def add_update_gallery_collection(call: Call) -> Answer:
    """Make a personal gallery, or change one; what is absent or null is left as it is."""
    model = call.model
    number, name = model.whole("id"), model.text("name", required=True)
    changes: Row = {"name": name, "description": model.text("description"), "visible": model.either("visible")}
    model.text("account_key")
    model.done()
    with call.shelf.exclusive:
        if number is None:
            first: Row = changes | {"visible": changes["visible"] is not False}
            return Answer({"id": call.shelf.add(call.account.name, GALLERY, [first])[0].id})
        found = next((row for row in _personal(call) if row.id == number), None)
        if found is None:
            raise Refusal(f"There is no personal gallery {number}.", 404)
        call.shelf.change([found.changed(**{key: value for key, value in changes.items() if value is not None})])
    return Answer({"id": number})
