"""Bar 5: a different FinerWorks-compatible service, from the first choice to the reference, without a code change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton

from fwdesk.app.models import OptionRole
from fwdesk.app.prices import PriceState
from fwdesk.domain.order import OrderState
from fwdesk.domain.rules import Step
from tests.support.desks import ADA, House
from tests.support.foreign import ForeignServer


@pytest.fixture
def foreign() -> Iterator[ForeignServer]:
    with ForeignServer() as server:
        yield server


def choose(house: House, step: Step, option: int) -> None:
    """Go to a step by the rail and click an option."""
    house.window.side.go_to(step)
    view = house(f"options.{step.value}")
    assert isinstance(view, QListView)
    model = view.model()
    index = next(
        model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data(OptionRole.ID) == option
    )
    assert index.data(OptionRole.AVAILABLE), index.data(OptionRole.REASON)
    view.scrollTo(index)
    house.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def press(house: House, name: str) -> None:
    button = house(name)
    assert isinstance(button, QPushButton)
    house.until(lambda: button.isVisible() and button.isEnabled())
    house.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_another_shop_from_the_first_choice_to_the_reference(
    houses: Callable[..., House], foreign: ForeignServer
) -> None:
    house = houses(service=foreign.url)
    shop, window, code = foreign.shop, house.window, house.window.bar.code

    assert code.text() == "71M812M31S16x20F5003S20x24J611S16x20G41"
    for step in Step:
        window.side.go_to(step)
        assert house(f"options.{step.value}").model().rowCount() > 0  # type: ignore[attr-defined]
    assert {frame.id for frame in house.session.catalog.frames} == {5003, 5004, 5010, 5011}

    choose(house, Step.MEDIA, 813)
    choose(house, Step.MEDIA, 812)
    choose(house, Step.STYLE, 32)
    assert code.text().startswith("71M812M32S16x20F5003")
    choose(house, Step.STYLE, 31)
    choose(house, Step.FRAME, 5010)
    choose(house, Step.MAT, 612)
    choose(house, Step.GLAZING, 42)
    assert code.text() == "71M812M31S16x20F5010S20x24J612S16x20G42"
    window.side.go_to(Step.SIZE)
    house("size.typed").setFocus()  # type: ignore[attr-defined]
    house.type("12x15")
    house.key(Qt.Key.Key_Return)
    assert code.text() == "71M812M31S12x15F5010S16x19J612S12x15G42"

    window.side.go_to(Step.PRODUCT_TYPE)
    panels = house("options.product_type").model()  # type: ignore[attr-defined]
    refused = panels.index(1, 0)
    assert refused.data(OptionRole.AVAILABLE) is False
    assert refused.data(OptionRole.REASON)

    house.settle()
    official = house.desk.official
    assert official.picture is not None
    assert official.picture.laid_in, "this shop takes no files, so the desk lays the artwork in"
    assert "laid into its window by fwdesk" in official.message
    assert "laid into its window by fwdesk" in window.stage.inset.accessibleDescription()
    assert any("5010" in path for path in shop.strips), "the moulding's picture came from its absolute address"

    price = house.desk.prices.price
    assert house.desk.prices.state is PriceState.CURRENT
    assert price is not None
    assert price.total == price.print + price.frame + price.mats + price.glazing
    assert str(price.total) in window.bar.price._total.text()

    window.side.begin_order()
    for name in ("first_name", "last_name", "address_1", "city", "state_code", "zip_postal_code"):
        field = house(f"recipient.{name}")
        assert isinstance(field, QLineEdit)
        field.setFocus()
        QTest.keyClicks(field, getattr(ADA, name))
    press(house, "order.recipient.next")
    house.until(lambda: house.desk.ordering.verdict is not None)
    press(house, "order.recipient.next")
    house.until(lambda: house.desk.ordering.quote is not None)
    quote, option = house.desk.ordering.quote, house.desk.ordering.option
    assert quote is not None
    assert option is not None
    assert [row.wire_code for row in quote.options] == ["3101", "3102"]
    assert option.transit == "4–6 business days"
    assert option.method == "Yamato small parcel"
    press(house, "order.shipping.next")
    with house.qtbot.waitSignal(house.desk.ordering.sent, timeout=20_000) as signal:
        press(house, "order.submit")
    assert signal.args is not None
    row = signal.args[0]
    assert row.state is OrderState.ACCEPTED, row.message
    assert row.order_id == 880_001
    assert row.status_label == "In the queue", "the reference was read back"
    assert shop.calls["submit_orders_v2"] == 1
    assert [order["order_po"] for order in shop.orders] == [row.order_po]
    (order,) = shop.orders
    assert order["test_mode"] is True
    assert order["shipping_code"] == "3101"
    assert order["order_items"][0]["product_sku"] == "71M812M31S12X15F5010S16X19J612S12X15G42"
    assert len(shop.fetched) == 1, "the shop fetched the print file itself and found its pixels as said"
    reference = house("order.reference")
    assert isinstance(reference, QLabel)
    assert row.order_po in reference.text()

    window.side.show_orders()
    house.until(lambda: [kept.order_id for kept in house.desk.book.rows] == [880_001])
    house.until(lambda: not house.desk.tasks.busy)


def test_a_code_of_another_shop_is_refused_with_its_place(houses: Callable[..., House], foreign: ForeignServer) -> None:
    house = houses(service=foreign.url)
    before = house.window.bar.code.text()
    house.window.bar.code.setText("5M6M9S16x20F96S20x24J1S16x20G1")
    assert house.window.bar.code.commit() is False
    assert "Product type 5 is not in this catalog" in house.window.bar.code_line.words
    house.window.bar.code.setText("F96S20x24")
    assert house.window.bar.code.commit() is False
    house.key(Qt.Key.Key_Escape)
    assert str(house.session.piece.code) == before  # type: ignore[union-attr]


def test_a_piece_of_the_practice_service_meets_another_shop(
    houses: Callable[..., House], foreign: ForeignServer
) -> None:
    """The piece stays, and the desk says that it cannot be made there, step by step."""
    from fwdesk.app.link import LinkState
    from fwdesk.app.service import Service

    house = houses()
    before = house.window.bar.code.text()
    house.program.use_service(Service.of(foreign.url))
    house.until(lambda: house.desk.link.state is LinkState.READY and bool(house.session.catalog.frame_by_id.get(5003)))
    assert house.window.bar.code.text() == before
    assert any("does not offer the piece" in note.text for note in house.notes)
    assert house.session.problems
    assert house.desk.ordering.submit() is False
    house.until(lambda: not house.desk.tasks.busy)
    choose_type = next(offer for offer in house.session.offers(Step.PRODUCT_TYPE) if offer.id == 71)
    assert house.session.take(choose_type, anyway=True)
    house.until(lambda: not house.desk.tasks.busy)
