"""Recipes on disk: what was saved is what is read; a broken file is set aside and said, a newer one is left alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.domain.recipe import Part, Recipe
from fwdesk.store.recipes import MOST, load, save

RECIPES = (
    Recipe(
        "Oak “à la carte”",
        Part(96, "Oak", "#c8a070", Decimal("1.25")),
        (Part(1, "Snow", "#ffffff"), Part(2, "Cream")),
        Decimal("2.125"),
        Decimal("0.375"),
        Part(3, "Museum"),
        (Part(6, "Matte"), Part(9, "Half-inch")),
    ),
    Recipe("Only a mat", mats=(Part(1, "Snow"),)),
    Recipe("Only a frame", Part(4, "Ash")),
)
FRAME = '"frame": {"id": 1, "name": "Oak"}'
REST = '"mats": [], "border": 2, "reveal": 0.25'


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "recipes.json"
    assert load(path) == ((), "")
    save(path, RECIPES)
    assert load(path) == (RECIPES, "")
    save(path, RECIPES[:1])
    assert load(path) == (RECIPES[:1], "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 1, "version": 1, "recipes": []}',
        '{"version": 0, "recipes": []}',
        '{"version": true, "recipes": 3}',
        '{"version": 1, "recipes": [3]}',
        f'{{"version": 1, "recipes": [{{"name": " ", {FRAME}, {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "{"x" * 121}", {FRAME}, {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x\\u0000", {FRAME}, {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {FRAME}, "paper": [{{"id": 1, "name": "x"}}], {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {FRAME}, "mats": [], "border": -1, "reveal": 0}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {FRAME}, "mats": [], "border": true, "reveal": 0}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {FRAME}, "mats": [], "border": "2", "reveal": 0}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", "frame": {{"id": true, "name": "Oak"}}, {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", "frame": {{"id": "1", "name": "Oak"}}, {REST}}}]}}',
        f'{{"version": 1, "recipes": [{{"name": "x", {FRAME}, {REST}}}, {{"name": "x", {FRAME}, {REST}}}]}}',
    ],
)
def test_a_broken_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recipes.json"
    path.write_text(text)
    found, words = load(path)
    assert found == ()
    assert words.startswith("Your recipes could not be read (")
    assert words.endswith("The file was kept as recipes.json.broken-1.")
    assert (tmp_path / "recipes.json.broken-1").read_text() == text
    save(path, RECIPES)
    assert load(path) == (RECIPES, "")


def test_a_newer_file_is_neither_read_nor_written_over(tmp_path: Path) -> None:
    path = tmp_path / "recipes.json"
    path.write_text('{"version": 2, "recipes": "in another way"}')
    with pytest.raises(StoreError, match="newer fwdesk"):
        load(path)
    with pytest.raises(StoreError, match="newer fwdesk"):
        save(path, RECIPES)
    assert path.read_text() == '{"version": 2, "recipes": "in another way"}'


def test_there_is_an_end_to_them_and_what_is_broken_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "recipes.json"
    with pytest.raises(StoreError, match="500 recipes"):
        save(path, RECIPES * MOST)
    assert not path.exists()
    path.write_text("{")
    save(path, RECIPES)
    assert load(path) == (RECIPES, "")
