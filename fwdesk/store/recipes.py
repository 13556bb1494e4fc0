"""Recipes in a file of their own, JSON: a framing under a name, in the order in which they were kept."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from fwdesk.domain.errors import StoreError
from fwdesk.domain.recipe import NAME_LIMIT, Part, Recipe
from fwdesk.domain.strict_json import Json, JsonError, Writable, read_json, write_json
from fwdesk.store.files import read_capped, set_aside, write_atomic

VERSION = 1
MOST = 500
"""Recipes that a file may hold."""
_LIMIT = 2_000_000
_TEXT = 1000
_WIDEST = Decimal(1000)


def save(path: Path, recipes: tuple[Recipe, ...]) -> None:
    """Write all of it or nothing. Raises `StoreError`, also for a file of a later fwdesk, which is left as it is."""
    if len(recipes) > MOST:
        raise StoreError(f"{MOST} recipes are the most that are kept. Delete some first.")
    with suppress(FileNotFoundError, JsonError):  # none yet, or one that cannot be read: there is nothing to spare
        _refuse_newer(read_json(read_capped(path, _LIMIT)))
    write_atomic(path, write_json({"version": VERSION, "recipes": [_raw(one) for one in recipes]}))


def load(path: Path) -> tuple[tuple[Recipe, ...], str]:
    """The recipes, and a sentence when a broken file had to be set aside. Raises `StoreError` if it cannot be used."""
    try:
        value = read_json(read_capped(path, _LIMIT))
        _refuse_newer(value)
        return _recipes(value), ""
    except FileNotFoundError:
        return (), ""
    except ValueError as error:
        aside = set_aside(path)
        return (), f"Your recipes could not be read ({error}). The file was kept as {aside.name}."


def _refuse_newer(value: Json) -> None:
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise StoreError("The recipes were written by a newer fwdesk. They are left as they are.")


# Writing


def _raw(recipe: Recipe) -> dict[str, Writable]:
    raw: dict[str, Writable] = {"name": recipe.name, "mats": [_raw_part(mat) for mat in recipe.mats]}
    raw |= {"border": recipe.border, "reveal": recipe.reveal}
    for name, part in (("frame", recipe.frame), ("glazing", recipe.glazing)):
        if part:
            raw[name] = _raw_part(part)
    if recipe.paper:
        raw["paper"] = [_raw_part(part) for part in recipe.paper]
    return raw


def _raw_part(part: Part) -> dict[str, Writable]:
    raw: dict[str, Writable] = {"id": part.id, "name": part.name}
    return {**raw, **({"color": part.color} if part.color else {}), **({"face": part.face} if part.face else {})}


# Reading: whatever is wrong is a ValueError


def _recipes(value: Json) -> tuple[Recipe, ...]:
    raw = _object(value)
    rows = _list(raw.get("recipes"))
    if raw.get("version") != VERSION or len(rows) > MOST:
        raise ValueError("not a file of recipes")
    found = tuple(_recipe(row) for row in rows)
    if len({one.name for one in found}) < len(found):
        raise ValueError("two recipes have one name")
    return found


def _recipe(value: Json) -> Recipe:
    raw = _object(value)
    mats = tuple(_part(mat) for mat in _list(raw.get("mats")))
    paper = [_part(part) for part in _list(raw["paper"])] if "paper" in raw else []
    recipe = Recipe(
        _text(raw.get("name"), NAME_LIMIT),
        _part(raw["frame"]) if "frame" in raw else None,
        mats,
        _length(raw.get("border")),
        _length(raw.get("reveal")),
        _part(raw["glazing"]) if "glazing" in raw else None,
        (paper[0], paper[1]) if len(paper) == 2 else None,
    )
    if not recipe.name.strip() or not (recipe.frame or mats) or len(mats) > 2 or len(paper) not in {0, 2}:
        raise ValueError("a recipe has a name, a frame or one or two mats")
    return recipe


def _part(value: Json) -> Part:
    raw = _object(value)
    number = raw.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError("an id is a whole number")  # noqa: TRY004 - one kind of error for a file
    return Part(number, _text(raw.get("name"), _TEXT), _text(raw.get("color", ""), _TEXT), _length(raw.get("face", 0)))


def _length(value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= _WIDEST:
        raise ValueError("a length is a number of inches")
    return Decimal(value)


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError("an object is missing")  # noqa: TRY004
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")  # noqa: TRY004
    return value


def _text(value: Json, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise ValueError("a text is missing or too long")
    return value
