"""How old a catalog is, in words: "today 14:02", "yesterday 14:02", "Monday 14:02", "3 November 14:02"."""

from __future__ import annotations

from datetime import datetime, timedelta

_WEEK = 7


def moment_words(then: datetime, now: datetime) -> str:
    """A moment as one says it at `now`; both aware, told in the time zone of `now`."""
    here = then.astimezone(now.tzinfo)
    clock, days = f"{here:%H:%M}", (now.date() - here.date()).days
    if days <= 0:
        return f"today {clock}" if not days else f"{here.day} {here:%B} {clock}"
    if days == 1:
        return f"yesterday {clock}"
    if days < _WEEK:
        return f"{here:%A} {clock}"
    year = f" {here.year}" if here.year != now.year else ""
    return f"{here.day} {here:%B}{year} {clock}"


def is_old(then: datetime, now: datetime) -> bool:
    """Whether a catalog of this moment is older than a day."""
    return now - then > timedelta(days=1)
