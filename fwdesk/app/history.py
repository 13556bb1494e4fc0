"""What was done to the piece on the desk, and what was taken back: as long as memory lasts, each edit by its name."""

from __future__ import annotations

from fwdesk.domain.draft import Draft, Edit


class History:
    """Two stacks of edits; the last of each is what undo and redo would take."""

    def __init__(self, draft: Draft | None = None) -> None:
        """Empty, or the one of a draft."""
        self.done: list[Edit] = list(draft.done) if draft else []
        self.undone: list[Edit] = list(draft.undone) if draft else []

    @property
    def undo_name(self) -> str:
        """What undo would take back, in words; empty if nothing."""
        return self.done[-1].name if self.done else ""

    @property
    def redo_name(self) -> str:
        """What redo would do again, in words; empty if nothing."""
        return self.undone[-1].name if self.undone else ""

    def remember(self, before: Edit) -> None:
        """Something is about to be done: its name, and how things are before it. What was taken back is gone."""
        self.done.append(before)
        self.undone.clear()

    def undo(self, now: Edit) -> Edit | None:
        """Go back one edit; `now` is how things are. Returns how they were, None if nothing was done."""
        return _travel(self.done, self.undone, now)

    def redo(self, now: Edit) -> Edit | None:
        """Go forth again by one edit."""
        return _travel(self.undone, self.done, now)


def _travel(source: list[Edit], target: list[Edit], now: Edit) -> Edit | None:
    if not source:
        return None
    edit = source.pop()
    target.append(Edit(edit.name, now.piece, now.tray))
    return edit
