"""Pages of a list as list_images and list_virtual_inventory ask for them (REFERENCE 1.7: default 10, at most 50)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from fwdesk.practice.shelf import Record
from fwdesk.practice.status import CENTRAL
from fwdesk.practice.wire import Reader, Row

SortKeys: TypeAlias = Mapping[str, Callable[[Record], Any]]
"""What can be sorted by, and how. The values of one field compare with each other."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, in which order."""

    number: int
    size: int
    field: str
    descending: bool

    def of(self, records: list[Record], keys: SortKeys) -> list[Record]:
        """The records of this page; equal ones stand by their ids."""
        order = keys.get(self.field, keys["id"])
        ranked = sorted(records, key=lambda record: (order(record), record.id), reverse=self.descending)
        return ranked[(self.number - 1) * self.size : self.number * self.size]

    def echo(self, count: int) -> Row:
        """What the answer says beside the rows."""
        return {"page_number": self.number, "per_page": self.size, "count": count}


def read_page(model: Reader, fields: tuple[str, ...] = ()) -> Page:
    """The paging members of a request. Without `fields` any sort_field is taken, and an unknown one means id."""
    number = model.whole("page_number", low=1) or 1
    size = model.whole("per_page", low=1, high=50) or 10
    field = model.choice("sort_field", fields) if fields else (model.text("sort_field") or "").strip().lower()
    descending = model.choice("sort_direction", ("asc", "desc")) != "asc"
    return Page(number, size, field or "id", descending)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from and to, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, moment: str) -> bool:
        """Whether an ISO time falls on one of the days, in the service's own time zone."""
        day = datetime.fromisoformat(moment).astimezone(CENTRAL).date()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_span(model: Reader, name: str) -> Span:
    """`{name}_from` and `{name}_to`."""
    return Span(model.day(f"{name}_from"), model.day(f"{name}_to"))
