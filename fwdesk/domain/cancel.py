"""A way to stop work that somebody no longer waits for. Made by the one who asks, looked at by the one who works."""

from __future__ import annotations

import threading
from collections.abc import Callable

from fwdesk.domain.errors import Cancelled


class Cancel:
    """A flag with listeners. Safe to use from several threads; once cancelled it stays so."""

    def __init__(self) -> None:
        """Not cancelled yet."""
        self._lock = threading.Lock()
        self._cancelled = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Set the flag and call every listener, once, on this thread."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def check(self) -> None:
        """Raise `Cancelled` if the work is no longer wanted. Call it between stages."""
        if self._cancelled:
            raise Cancelled("no longer wanted")

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called at the cancellation (at once if that has passed). Returns a way to stop listening."""
        with self._lock:
            if not self._cancelled:
                self._listeners.append(listener)
                return lambda: self._forget(listener)
        listener()
        return lambda: None

    def _forget(self, listener: Callable[[], None]) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
