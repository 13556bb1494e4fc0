from __future__ import annotations

import socket

import pytest

from fwdesk.finerworks import deadline as module
from fwdesk.finerworks.deadline import Deadline


def test_the_end_may_come_before_there_is_a_socket() -> None:
    left, right = socket.socketpair()
    with left, right, Deadline(60) as deadline:
        deadline.cancel()
        deadline.watch(left)
        assert left.recv(1) == b""
        deadline.connection_made()
        assert not deadline.connected, "nothing can leave through a socket that was shut before it was used"


def test_the_first_reason_counts_and_none_after_the_end() -> None:
    left, right = socket.socketpair()
    with left, right:
        with Deadline(60) as deadline:
            deadline.watch(left)
            deadline.watch(left)
            deadline.connection_made()
            deadline.cancel()
            deadline.stop("deadline")
            assert deadline.stopped == "cancelled"
        with Deadline(60) as late:
            late.watch(right)
        late.cancel()
        assert late.stopped == ""


def test_a_socket_that_is_gone_already_is_no_matter() -> None:
    with socket.socket() as never_connected, Deadline(60) as deadline:
        deadline.watch(never_connected)
        deadline.cancel()
        assert deadline.stopped == "cancelled"


def test_a_forked_child_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own test is in tests/contract; a child's coverage is not counted."""
    watchman, lookups = module._watchman, module._lookups
    monkeypatch.setattr(module, "_watchman", watchman)
    monkeypatch.setattr(module, "_lookups", lookups)
    module._begin_anew()
    assert module._watchman is not watchman
    assert module._lookups is not lookups
