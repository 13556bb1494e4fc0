"""The estimate of what a piece costs at the door: asked for once, when the hand rests, and only what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import landed as landed_module
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Refused, Unreachable
from fwdesk.domain.order import Order, ShippingQuote
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from fwdesk.practice import endpoints_catalog, goods, orders
from tests.app.test_sending import dearer
from tests.support.desks import ADA, LONG, Bench


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The orders that were asked about."""
    seen: list[Order] = []
    real = FinerWorks.list_shipping_options_multiple

    def look(self: FinerWorks, orders: Sequence[Order], *, cancel: Cancel | None = None) -> tuple[ShippingQuote, ...]:
        seen.extend(orders)
        return real(self, orders, cancel=cancel)

    monkeypatch.setattr(FinerWorks, "list_shipping_options_multiple", look)
    monkeypatch.setattr(landed_module, "_PAUSE_MS", 1)
    return seen


def test_an_estimate_for_the_postal_code_used_last(bench: Bench, qtbot: QtBot, asked: list[Order]) -> None:
    totals, ordering = bench.desk.landed, bench.desk.ordering
    totals._timer.setInterval(1)
    bench.session.show_step(Step.MEDIA)
    bench.wait_price(qtbot)
    ordering.set_recipient(replace(ADA, phone="555", email="ada@example.com", company_name="Secret"))
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert totals.landed is None, "before the size is chosen an estimate says nothing"
    assert asked == []
    bench.session.show_step(Step.SIZE)
    qtbot.waitUntil(lambda: totals.landed is not None, timeout=LONG)
    found = totals.landed
    assert found is not None
    assert found.place == "San Antonio TX 78205"
    (order,) = asked
    assert order.recipient.zip_postal_code == "78205"
    private = {"Ada", "Example", "100 Main St", "555", "ada@example.com", "Secret"}
    assert not private & {str(getattr(order.recipient, name)) for name in order.recipient.__dataclass_fields__}
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    qtbot.waitUntil(lambda: ordering.quote is not None, timeout=LONG)
    assert ordering.quote is not None
    assert found.total == min(option.total.grand_total for option in ordering.quote.options), "it comes true"
    asked.clear()
    bench.session.choose(Step.FRAME, 131)
    qtbot.waitUntil(lambda: totals.landed not in {None, found}, timeout=LONG)
    bench.session.undo()
    qtbot.waitUntil(lambda: totals.landed == found, timeout=LONG)
    assert len(asked) == 1, "what is known is not asked again"
    bench.open("http://127.0.0.1:9")
    assert totals.landed is None


def test_a_service_that_says_no_is_not_asked_again(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def no(*_args: object, **_more: object) -> tuple[ShippingQuote, ...]:
        calls.append(1)
        raise Refused("no", method="list_shipping_options_multiple")

    monkeypatch.setattr(FinerWorks, "list_shipping_options_multiple", no)
    monkeypatch.setattr(landed_module, "_KEPT", 1)
    totals = bench.desk.landed
    totals._timer.setInterval(1)
    bench.session.show_step(Step.SIZE)
    bench.wait_price(qtbot)
    bench.desk.ordering.set_recipient(ADA)
    qtbot.waitUntil(lambda: bool(calls) and not bench.desk.tasks.busy, timeout=LONG)
    bench.desk.ordering.changed.emit()
    assert not totals._timer.isActive()
    assert totals.landed is None
    bench.desk.ordering.set_recipient(replace(ADA, city="Austin", country_code="de", zip_postal_code="000000"))
    qtbot.waitUntil(lambda: len(calls) == 2 and not bench.desk.tasks.busy, timeout=LONG)
    assert len(totals._known) == 1, "what is remembered has an end"


def test_an_estimate_goes_with_the_price_it_was_made_of(
    bench: Bench, qtbot: QtBot, asked: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = bench.desk.landed
    totals._timer.setInterval(1)
    bench.session.show_step(Step.SIZE)
    bench.wait_price(qtbot)
    bench.desk.ordering.set_recipient(ADA)
    qtbot.waitUntil(lambda: totals.landed is not None, timeout=LONG)
    before = totals.landed
    assert before is not None
    for module in (endpoints_catalog, goods, orders):
        monkeypatch.setattr(module, "price_row", dearer)
    bench.desk.link.up.emit()
    qtbot.waitUntil(lambda: bench.desk.prices.move is not None, timeout=LONG)
    qtbot.waitUntil(lambda: totals.landed not in {None, before}, timeout=LONG)
    assert totals.landed is not None
    assert totals.landed.total > before.total


def test_what_could_not_be_asked_is_asked_when_the_service_is_back(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = FinerWorks.list_shipping_options_multiple, list[int]()

    def gone(self: FinerWorks, orders: Sequence[Order], **more: Any) -> tuple[ShippingQuote, ...]:
        calls.append(1)
        if len(calls) == 1:
            raise Unreachable("no network")
        return real(self, orders, **more)

    monkeypatch.setattr(FinerWorks, "list_shipping_options_multiple", gone)
    totals = bench.desk.landed
    totals._timer.setInterval(1)
    bench.session.show_step(Step.SIZE)
    bench.wait_price(qtbot)
    bench.desk.ordering.set_recipient(ADA)
    qtbot.waitUntil(lambda: bool(calls) and not bench.desk.tasks.busy, timeout=LONG)
    assert totals.landed is None
    bench.desk.link.up.emit()
    qtbot.waitUntil(lambda: totals.landed is not None, timeout=LONG)
    assert len(calls) == 2
