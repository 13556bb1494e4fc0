"""Long lists page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fwdesk.finerworks.answers import Page, T
from fwdesk.finerworks.gate import Answer
from fwdesk.finerworks.wire.library import WireCounts


def page(answer: Answer, rows: tuple[T, ...], number: int, per_page: int) -> Page[T]:
    """A page out of an answer; where the service does not echo what it was asked, it is what it was asked."""
    body = answer.body if isinstance(answer.body, dict) else {}
    counts = WireCounts.model_validate({name: body.get(name) for name in WireCounts.model_fields})
    total = counts.count if counts.count is not None else counts.total_count
    return Page(rows, counts.page_number or number, counts.per_page or per_page, total)


def every(ask: Callable[[int], Page[T]]) -> Iterator[T]:
    """Every row of a list, page after page as they are wanted: `every(lambda n: client.list_orders(page_number=n))`.

    It ends with the last row by the service's count, else with the first page that is not full, and in any case with
    a page that is the one before again, so that a service that does not turn the page cannot hold anyone for ever.
    """
    seen, number, before = 0, 1, None
    while True:
        found = ask(number)
        if found.rows == before:
            return
        yield from found.rows
        seen += len(found.rows)
        full = len(found.rows) >= found.per_page
        if not found.rows or (seen >= found.total if found.total is not None else not full):
            return
        number, before = number + 1, found.rows
