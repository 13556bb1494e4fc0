"""Which calls may be tried again, how often, and how long to wait between (RELIABILITY 3, table of classes)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

STATUSES = frozenset({408, 429, 500, 502, 503, 504})
"""HTTP statuses after which a read is tried again (REFERENCE 1.5, the vendor app's own policy)."""

RETRY_AFTER_CAP_S = 60
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0


@dataclass(frozen=True, slots=True)
class Policy:
    """How one class of calls behaves. Times are seconds and hold for one attempt.

    `connect_s` bounds each connection attempt, `stall_s` the silence between two pieces, `total_s` the whole attempt.
    `fresh` means a connection of its own, made for this call and closed after it, and an uncompressed answer.
    `breaks` means that a `Breaker` may hold the call back. A call that a person confirmed is never held back.
    """

    attempts: int
    connect_s: float
    total_s: float
    stall_s: float
    fresh: bool = False
    breaks: bool = False


READ = Policy(attempts=3, connect_s=5, total_s=30, stall_s=30, breaks=True)
"""Pure reads, POST by verb or not."""
MONEY = Policy(attempts=1, connect_s=10, total_s=120, stall_s=120, fresh=True)
"""Submitting an order: exactly one attempt, ever."""
OTHER = Policy(attempts=1, connect_s=10, total_s=60, stall_s=60, fresh=True)
"""Other writes."""
FILES = Policy(attempts=1, connect_s=10, total_s=900, stall_s=30)
"""Print files, up to 1 GB either way."""


def pause_s(attempt: int, share: float) -> float:
    """Full jitter: `share` (0 to 1) of 0.5 s doubled per attempt (0 is the first), at most 8 s."""
    return share * min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0**attempt)


def retry_after_s(header: str, now: datetime) -> float | None:
    """The wait a `Retry-After` header asks for, in seconds; None when it asks for nothing readable."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


class Budget:
    """A token bucket for retries, so that a failing service is not asked three times by everyone for ever.

    A retry costs 14 of 500 tokens, a clean success brings one back (the AWS SDKs' numbers).
    """

    FULL = 500
    COST = 14

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens = self.FULL

    def spend(self) -> bool:
        """Pay for one retry; False when the bucket is empty."""
        with self._lock:
            if self._tokens < self.COST:
                return False
            self._tokens -= self.COST
            return True

    def earn(self) -> None:
        """Note a clean success."""
        with self._lock:
            self._tokens = min(self.FULL, self._tokens + 1)


class Breaker:
    """Leaves one service alone while it fails: after 5 failed reads in a row, for 30 s, then one read may try.

    A read fails here when the service was asked and gave no answer, or one that says to come back later. A call that
    never left counts neither way: being offline is not the service's failure, and the way back shows at once.
    """

    OPENS_AFTER = 5
    REST_S = 30.0

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that only grow."""
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def open(self) -> bool:
        """True from the fifth failure until a read is answered again."""
        return self._failures >= self.OPENS_AFTER

    def rest_s(self) -> float:
        """How long the service is still left alone, in seconds. 0 lets this call through; when open, no other."""
        with self._lock:
            if not self.open:
                return 0.0
            now = self._clock()
            if now < self._rests_until:
                return self._rests_until - now
            self._rests_until = now + self.REST_S
            return 0.0

    def failed(self) -> None:
        """Note a read without an answer."""
        with self._lock:
            self._failures += 1
            self._rests_until = self._clock() + self.REST_S

    def worked(self) -> None:
        """Note an answer."""
        with self._lock:
            self._failures = 0

    def not_asked(self) -> None:
        """Note a read that never left: the next one may try."""
        with self._lock:
            self._rests_until = self._clock()
