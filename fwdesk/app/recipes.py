"""Recipes as the window sees them: read when first asked for, every change at once to the disk, used in one step."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.domain.recipe import Recipe, Served

    Shelf = tuple[Recipe, ...]

LANE = "recipes"


class Recipes(QObject):
    """Framings under names. They know no prices.

    Signals:
        changed(): they were read, or are others.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop) -> None:
        """Reads nothing until `load`."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._shelf: Shelf | None = None
        self._waiting: list[Callable[[Shelf], Shelf]] = []
        self._dirty = False
        self._writing = threading.Lock()
        self._deleted: tuple[int, Recipe] | None = None

    @property
    def loaded(self) -> bool:
        """Whether they have been read."""
        return self._shelf is not None

    @property
    def all(self) -> tuple[Recipe, ...]:
        """Every recipe, the one kept first first; none before `load` answered."""
        return self._shelf or ()

    @property
    def deleted(self) -> Recipe | None:
        """What was deleted last and can be brought back."""
        return self._deleted[1] if self._deleted else None

    def load(self) -> None:
        """Read them, if that has not been done."""
        if self._shelf is None and not self._tasks.waits(LANE):
            path = self._workshop.folders.recipes_file

            def read(_cancel: Cancel) -> tuple[Shelf, str]:
                from fwdesk.store import recipes

                return recipes.load(path)

            self._tasks.run(read, self._read, self._failed, lane=LANE, near=True)

    def proposed(self, *, paper: bool = False) -> Recipe | None:
        """The framing on the desk as a recipe, under a name that is still free; None without any framing."""
        from fwdesk.domain.recipe import free_name, recipe_of

        piece = self._session.piece
        made = recipe_of(piece, self._session.catalog, paper=paper) if piece else None
        return replace(made, name=free_name(made.name, [one.name for one in self.all])) if made else None

    def keep(self, recipe: Recipe, name: str) -> None:
        """Put a recipe behind the others; a name that is taken gets a number."""
        from fwdesk.domain.recipe import free_name

        self._change(lambda all_: (*all_, replace(recipe, name=free_name(name, [one.name for one in all_]))))

    def rename(self, recipe: Recipe, name: str) -> None:
        """Another name; one that is taken gets a number, an empty one changes nothing."""
        from fwdesk.domain.recipe import NAME_LIMIT, free_name

        name = " ".join(name.split())[:NAME_LIMIT]
        if name and name != recipe.name:
            new = replace(recipe, name=free_name(name, [one.name for one in self.all if one != recipe]))
            self._change(lambda all_: tuple(new if one == recipe else one for one in all_))

    def delete(self, recipe: Recipe) -> None:
        """Take a recipe away; `bring_back` undoes it."""
        if recipe in self.all:
            self._deleted = self.all.index(recipe), recipe
            self._change(lambda all_: tuple(one for one in all_ if one != recipe))

    def bring_back(self) -> None:
        """Undo the last deletion: where it was, under its name if that is free."""
        from fwdesk.domain.recipe import free_name

        if self._deleted:
            (place, gone), self._deleted = self._deleted, None
            back = replace(gone, name=free_name(gone.name, [one.name for one in self.all]))
            self._change(lambda all_: (*all_[:place], back, *all_[place:]))

    def served(self, recipe: Recipe) -> Served | None:
        """The piece on the desk in a recipe's framing, and what would give way; None without a piece."""
        from fwdesk.domain.recipe import serve

        piece = self._session.piece
        return serve(recipe, piece, self._session.rules) if piece else None

    def use(self, recipe: Recipe) -> bool:
        """Put the piece into a recipe's framing: one step to undo, and what gave way is said. False if it cannot."""
        served = self.served(recipe)
        if served is None:
            return False
        said = " ".join(served.notes)
        if served.piece is None:
            self._session.note(f"{recipe.name} cannot be used here. {said}", "warn")
            return False
        if served.piece == self._session.piece:
            self._session.note(f"{recipe.name}: the piece is framed so already. {said}".strip())
            return True
        return self._session.put(served.piece, recipe.name, said)

    def save_now(self) -> None:
        """Write what is not on the disk yet, now: the desk closes. Raises `StoreError`."""
        if self._dirty:
            self._write()

    # Inside

    def _read(self, answer: tuple[Shelf, str]) -> None:
        self._shelf, words = answer
        if words:
            self._session.note(words, "warn")
        waiting, self._waiting = self._waiting, []
        for edit in waiting:
            self._change(edit)
        self.changed.emit()

    def _change(self, edit: Callable[[Shelf], Shelf]) -> None:
        if self._shelf is None:
            self._waiting.append(edit)
            self.load()
            return
        self._shelf, self._dirty = edit(self._shelf), True
        self.changed.emit()
        self._tasks.run(lambda _cancel: self._write(), lambda _nothing: None, self._failed, lane=LANE, near=True)

    def _write(self) -> None:
        """The newest state, whoever comes last. On a worker, or when all ends."""
        from fwdesk.store import recipes

        with self._writing:
            self._dirty = False
            try:
                recipes.save(self._workshop.folders.recipes_file, self.all)
            except BaseException:
                self._dirty = True
                raise

    def _failed(self, error: Exception) -> None:
        if self._shelf is None:
            self._waiting.clear()  # it is said, and asked for again
        self._session.note(f"Your recipes could not be used. {error}", "error")
