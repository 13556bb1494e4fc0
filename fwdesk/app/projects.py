"""Project files: the open pieces saved in a file of the artist's own, and such a file opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.copies import SIDE, copies_of
from fwdesk.app.pieces import Pieces
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.draft import Draft, Drafts, PictureRef

if TYPE_CHECKING:
    from fwdesk.store.project_file import Project

_SIDES = (SIDE, 800, 500, 0)
"""Longest sides in pixels that are tried for the small copies until the file is small enough; 0 is none at all."""
LANE = "project"


class Projects(QObject):
    """Saves and opens project files, on a worker.

    Signals:
        changed(): another project file is in use, or it was saved.
        failed(Exception): a file could not be saved or opened; nothing on the desk has changed.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, pieces: Pieces) -> None:
        """No project is in use."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._pieces = session, tasks, workshop, pieces
        self._path: Path | None = None
        self._written = Drafts()

    @property
    def path(self) -> Path | None:
        """The file that was saved or opened last; None without one."""
        return self._path

    @property
    def saved(self) -> bool:
        """Whether that file holds the pieces as they are now."""
        return self._path is not None and self._written == self._pieces.drafts

    def save(self, path: Path) -> None:
        """Write all open pieces to a file, with small copies of their pictures."""
        drafts, workshop = self._pieces.drafts, self._workshop

        def work(cancel: Cancel) -> bool:
            return _write(workshop, path, drafts, cancel)

        def done(whole: bool) -> None:
            self._path, self._written = path, drafts
            words = "" if whole else " It holds no copies of the pictures: they would not fit."
            self._session.note(f"{path.name} is saved: {_count(drafts)}.{words}")
            self.changed.emit()

        self._tasks.run(work, done, self.failed.emit, lane=LANE)

    def open(self, path: Path) -> None:
        """Open the pieces of a file beside those that are open. Their pictures are looked for by their content."""
        workshop = self._workshop
        known = {draft.picture.sha256: draft.picture for draft in self._pieces.drafts.open if draft.picture}

        def work(_cancel: Cancel) -> tuple[Drafts, int]:
            from fwdesk.store import project_file

            return _linked(workshop, path, project_file.load(path), known)

        def done(answer: tuple[Drafts, int]) -> None:
            drafts, missing = answer
            opened = self._pieces.add(drafts)
            # A file of which only a part is open is not written over with that part.
            self._path = path if opened == len(drafts.open) else None
            alone = len(self._pieces.drafts.open) == opened
            self._written = self._pieces.drafts if self._path and alone else Drafts()
            self._session.note(_opened_words(path, drafts, opened, missing), "warn" if missing else "info")
            self.changed.emit()

        self._tasks.run(work, done, self.failed.emit, lane=LANE)


def _write(workshop: Workshop, path: Path, drafts: Drafts, cancel: Cancel) -> bool:
    """Save with copies as large as fit; False if none do. Runs on a worker."""
    from fwdesk.store import project_file

    hashes = {draft.picture.sha256 for draft in drafts.open if draft.picture}
    for side in _SIDES:
        copies = copies_of(workshop, hashes, side, cancel) if side else {}
        try:
            project_file.save(path, project_file.Project(drafts, copies))
        except project_file.TooLargeError:
            if not side:
                raise
        else:
            return bool(side)
    raise AssertionError("the last try returns or raises")


def _linked(workshop: Workshop, path: Path, project: Project, known: Mapping[str, PictureRef]) -> tuple[Drafts, int]:
    """The drafts with every picture that can be found, and how many cannot. Runs on a worker."""
    found: dict[str, PictureRef | None] = {}
    for draft in project.drafts.open:
        if draft.picture and draft.picture.sha256 not in found:
            found[draft.picture.sha256] = _link(path, draft.picture, known)
    for sha256, data in project.copies.items():
        if not found.get(sha256):
            workshop.copies.put(sha256, data)

    def linked(draft: Draft) -> Draft:
        picture = draft.picture
        here = found[picture.sha256] if picture else None
        return replace(draft, picture=here or (replace(picture, path="") if picture else None))

    drafts = replace(project.drafts, open=tuple(map(linked, project.drafts.open)))
    return drafts, sum(here is None for here in found.values())


def _link(path: Path, picture: PictureRef, known: Mapping[str, PictureRef]) -> PictureRef | None:
    from fwdesk.store import project_file, relink
    from fwdesk.store.files import sha256_of

    here = project_file.picture_file(path, picture.path)
    if here and sha256_of(here) == picture.sha256:
        return replace(picture, path=str(here))
    if picture.sha256 in known:
        return known[picture.sha256]
    found = relink.find_picture(replace(picture, path=""), [path.parent])
    return replace(picture, path=str(found)) if found else None


def _count(drafts: Drafts) -> str:
    return "1 piece" if len(drafts.open) == 1 else f"{len(drafts.open)} pieces"


def _opened_words(path: Path, drafts: Drafts, opened: int, missing: int) -> str:
    words = [
        f"{path.name}: {_count(drafts)} opened." if opened == len(drafts.open) else _too_many(path, drafts, opened)
    ]
    if missing:
        which = "One picture is" if missing == 1 else f"{missing} pictures are"
        words.append(f"{which} not on this computer: a small copy is shown. Open the file itself to order it.")
    return " ".join(words)


def _too_many(path: Path, drafts: Drafts, opened: int) -> str:
    return f"{opened} of the {len(drafts.open)} pieces in {path.name} are open. Close some, and open it again."
