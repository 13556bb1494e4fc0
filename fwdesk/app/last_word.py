"""One file that several workers write: what is older is never written over what is newer."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable


class LastWord:
    """Gives a number to each state as it is taken, and lets it be written only if no later one was.

    A lane of `Tasks` keeps an older answer back, but not the work itself: on a slow disk two writers run side by side.
    """

    def __init__(self) -> None:
        """Nothing was taken or written yet."""
        self._numbers = itertools.count(1)
        self._written = 0
        self._lock = threading.Lock()

    def take(self) -> int:
        """The number of the state that is taken now. On the UI thread."""
        return next(self._numbers)

    def write(self, number: int, write: Callable[[], None]) -> None:
        """Write a state unless a later one is on the disk; waits for who writes just now. Raises what `write` does."""
        with self._lock:
            if number > self._written:
                write()
                self._written = number
