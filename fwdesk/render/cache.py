"""A small least-recently-used store for finished layers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Lru(Generic[_Value]):
    """Keeps the `limit` values used last. `made` and `found` count, for tests. Not locked: its owner is.

    With `weigh` the values kept weigh `most` together, whatever their number; the newest is kept in any case.
    """

    def __init__(self, limit: int, most: int = 0, weigh: Callable[[_Value], int] | None = None) -> None:
        """Empty."""
        self._kept: OrderedDict[Hashable, _Value] = OrderedDict()
        self._limit, self._most, self._weigh = limit, most, weigh
        self._weight = 0
        self.made = 0
        self.found = 0

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value kept under `key`, made now if it is not there."""
        if key in self._kept:
            self.found += 1
            self._kept.move_to_end(key)
            return self._kept[key]
        value = make()
        self.made += 1
        self._kept[key] = value
        self._weight += self._weigh(value) if self._weigh else 0
        while len(self._kept) > self._limit or (self._weight > self._most > 0 and len(self._kept) > 1):
            _, oldest = self._kept.popitem(last=False)
            self._weight -= self._weigh(oldest) if self._weigh else 0
        return value

    def clear(self) -> None:
        """Forget everything; the counts stay."""
        self._kept.clear()
        self._weight = 0

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._kept)
