"""Of two states of one file the later one stays, whoever comes to write first."""

from __future__ import annotations

import pytest

from fwdesk.app.last_word import LastWord


def test_what_is_older_is_not_written_over_what_is_newer() -> None:
    file, written = LastWord(), list[str]()
    older, newer = file.take(), file.take()
    file.write(newer, lambda: written.append("newer"))
    file.write(older, lambda: written.append("older"))
    file.write(file.take(), lambda: written.append("newest"))
    assert written == ["newer", "newest"]


def test_what_could_not_be_written_keeps_nobody_back() -> None:
    file, written = LastWord(), list[str]()
    older, newer = file.take(), file.take()

    def full() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        file.write(newer, full)
    file.write(older, lambda: written.append("older"))
    assert written == ["older"]
