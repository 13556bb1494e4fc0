"""Recipes on the desk: kept on disk at once, used in one step, and what gave way is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from fwdesk.app.recipes import Recipes
from fwdesk.domain.recipe import Part, Recipe
from fwdesk.domain.size import Size
from fwdesk.store import recipes as store
from tests.support.desks import LONG, Bench

BLACK = "5M6M9S16x20F1S20x24J1S16x20G1"
"""In a frame that takes at most 24 × 36 in."""


def at_rest(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)


def shelf(bench: Bench, qtbot: QtBot) -> Recipes:
    bench.desk.recipes.load()
    qtbot.waitUntil(lambda: bench.desk.recipes.loaded, timeout=LONG)
    return bench.desk.recipes


def test_kept_before_they_are_read_and_there_in_the_next_run(bench: Bench, qtbot: QtBot) -> None:
    recipes = bench.desk.recipes
    made = recipes.proposed(paper=True)
    assert made is not None
    assert made.paper is not None
    recipes.keep(made, "Mine")
    recipes.keep(made, "Mine")
    qtbot.waitUntil(lambda: len(recipes.all) == 2, timeout=LONG)
    at_rest(bench, qtbot)
    kept, words = store.load(bench.folders.recipes_file)
    assert (kept, words) == (recipes.all, "")
    assert [one.name for one in kept] == ["Mine", "Mine (2)"]


def test_renamed_deleted_and_brought_back(bench: Bench, qtbot: QtBot) -> None:
    recipes = shelf(bench, qtbot)
    made = recipes.proposed()
    assert made is not None
    for name in ("One", "Two", "Three"):
        recipes.keep(made, name)
    recipes.rename(recipes.all[1], "  One ")
    recipes.rename(recipes.all[2], "   ")
    assert [one.name for one in recipes.all] == ["One", "One (2)", "Three"]
    recipes.bring_back()
    recipes.delete(recipes.all[1])
    recipes.delete(made)
    assert [one.name for one in recipes.all] == ["One", "Three"]
    assert recipes.deleted is not None
    recipes.bring_back()
    assert recipes.deleted is None
    assert [one.name for one in recipes.all] == ["One", "One (2)", "Three"]
    recipes.save_now()
    assert store.load(bench.folders.recipes_file)[0] == recipes.all


def test_used_in_one_step_that_says_what_gave_way(bench: Bench, qtbot: QtBot) -> None:
    session, recipes = bench.session, shelf(bench, qtbot)
    session.set_code(BLACK)
    made = recipes.proposed()
    assert made is not None
    assert recipes.use(made)
    assert bench.notes[-1].text.endswith("the piece is framed so already.")
    session.set_code("5M6M9S30x40")
    before = session.piece
    assert before is not None
    assert recipes.proposed() is None, "no framing, nothing to keep"
    assert recipes.use(made)
    said = bench.notes[-1]
    assert said.text.startswith(f"{made.name}: Standard Black takes 4 × 4 to 24 × 36 in, not 34 × 44 in: frame becomes")
    assert said.undo
    assert session.piece
    assert session.piece.image == Size.of(30, 40)
    assert session.problems == ()
    assert session.undo_name == made.name
    session.undo()
    assert session.piece == before
    session.set_code("5M6M9S8x10")
    assert recipes.use(made)
    assert str(session.piece.code if session.piece else "") == "5M6M9S8x10F1S12x14J1S8x10G1"


def test_what_cannot_be_used_is_said_and_changes_nothing(bench: Bench, qtbot: QtBot) -> None:
    session, recipes = bench.session, shelf(bench, qtbot)
    made = recipes.proposed()
    assert made is not None
    shop = session.catalog
    session.set_code("F96S20x24")
    alone = session.piece
    session.set_catalog(replace(shop, product_types=(), media=(), styles=(), collections=(), mats=(), glazings=()))
    assert not recipes.use(replace(made, glazing=None))
    assert session.piece == alone
    assert "cannot be used here" in bench.notes[-1].text


def test_without_a_piece_there_is_nothing_to_keep_or_use(benches: Callable[..., Bench]) -> None:
    recipes = benches().desk.recipes
    assert recipes.proposed() is None
    assert not recipes.use(Recipe("Mine", mats=(Part(1, "Snow White"),)))


def test_what_the_disk_did_not_take_is_said_and_tried_again_at_the_end(bench: Bench, qtbot: QtBot) -> None:
    recipes = shelf(bench, qtbot)
    made = recipes.proposed()
    assert made is not None
    file = bench.folders.recipes_file
    file.mkdir()
    recipes.keep(made, "Mine")
    qtbot.waitUntil(lambda: any("recipes could not be used" in note.text for note in bench.notes), timeout=LONG)
    file.rmdir()
    recipes.save_now()
    assert store.load(file) == (recipes.all, "")


def test_a_file_of_a_newer_fwdesk_is_said_and_left(bench: Bench, qtbot: QtBot) -> None:
    newer = '{"version": 9}'
    bench.folders.recipes_file.write_text(newer)
    made = bench.desk.recipes.proposed()
    assert made is not None
    bench.desk.recipes.keep(made, "Mine")
    qtbot.waitUntil(lambda: any("newer fwdesk" in note.text for note in bench.notes), timeout=LONG)
    assert not bench.desk.recipes.loaded
    assert bench.folders.recipes_file.read_text() == newer


def test_a_broken_file_is_said(bench: Bench, qtbot: QtBot) -> None:
    bench.folders.recipes_file.write_text("{")
    shelf(bench, qtbot)
    assert any("kept as recipes.json.broken-1" in note.text for note in bench.notes)
