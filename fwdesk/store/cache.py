"""Things that can be fetched again: catalog pictures and snapshots, by key, with their age and a limit to their sum."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fwdesk.domain.errors import StoreError
from fwdesk.store.files import read_capped, write_atomic
from fwdesk.store.folders import make_private

_DIGEST = hashlib.sha256().digest_size
_SUFFIX = ".cached"


@dataclass(frozen=True, slots=True)
class Cached:
    """What was kept, and how many seconds ago (never below 0, whatever the clock did)."""

    data: bytes
    age: float


class Cache:
    """A folder of files named by the hash of their key, so a key may be any text.

    Each file begins with the hash of its content: what a power cut left half written is not found. The oldest go
    first when the folder grows above `limit` bytes. Nothing here raises for a bad disk: a cache may always be empty.
    Safe to use from several threads.
    """

    def __init__(self, folder: Path, limit: int = 200_000_000, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()

    def get(self, key: str) -> Cached | None:
        """What was kept under this key, or None."""
        path = self._path(key)
        try:
            stored = read_capped(path, self._limit)
            age = self._clock() - path.stat().st_mtime
        except (OSError, StoreError):
            return None
        digest, data = stored[:_DIGEST], stored[_DIGEST:]
        if hashlib.sha256(data).digest() != digest:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return Cached(data, max(age, 0.0))

    def put(self, key: str, data: bytes) -> None:
        """Keep a copy, if there is room. Something larger than the whole limit is not kept."""
        if len(data) + _DIGEST > self._limit:
            return
        path, now = self._path(key), self._clock()
        with self._lock, contextlib.suppress(OSError, StoreError):
            make_private(self._folder)
            write_atomic(path, hashlib.sha256(data).digest() + data, durable=False)
            os.utime(path, (now, now))
            self._shrink()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock, contextlib.suppress(OSError):
            for path in self._folder.glob(f"*{_SUFFIX}"):
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / (hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest() + _SUFFIX)

    def _shrink(self) -> None:
        files = [(path.stat(), path) for path in self._folder.glob(f"*{_SUFFIX}")]
        files.sort(key=lambda pair: (pair[0].st_mtime_ns, pair[1].name), reverse=True)
        total = sum(stat.st_size for stat, _ in files)
        while total > self._limit:
            stat, path = files.pop()
            path.unlink(missing_ok=True)
            total -= stat.st_size
