"""The rest of the API against the practice service: what is written is read back (REFERENCE 5 and 6b)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fwdesk.domain.account import AppDetails, Connection
from fwdesk.domain.errors import Refused
from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.library import ImageChange
from fwdesk.domain.money import Money
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.endpoints import ENDPOINTS
from fwdesk.finerworks.generation import OLDER, Generation
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.pages import every
from fwdesk.finerworks.transport import Transport
from fwdesk.practice import service
from fwdesk.practice.server import PracticeServer
from tests.contract.example_calls import ADA, CODE, IMAGE, LINE, ORDER

pytestmark = pytest.mark.skipif(
    not set(ENDPOINTS) <= set(service.ENDPOINTS), reason="this practice service does not play every endpoint"
)


def connected(profile: str) -> Iterator[FinerWorks]:
    app = service.create_app(profile=profile)
    server = PracticeServer(app)
    server.start()
    client = FinerWorks(server.url, Keys(*service.PRACTICE_KEYS), transport=Transport(wait=lambda *_: None))
    yield client
    client.close()
    server.stop()
    app.close()


@pytest.fixture(params=["standard", "v2", "v2+bare_lists"])
def client(request: pytest.FixtureRequest) -> Iterator[FinerWorks]:
    yield from connected(request.param)


def test_images_registered_found_changed_and_deleted(client: FinerWorks) -> None:
    added = client.add_images([IMAGE] * 7)
    assert len({image.guid for image in added}) == 7
    found = list(every(lambda number: client.list_images(page_number=number, per_page=3)))
    assert {image.guid for image in found} == {image.guid for image in added}
    assert found[0].pixel_width == IMAGE.pixel_width
    guids = [image.guid for image in added]
    client.update_images([ImageChange(guids[0], "Harbour at dawn")])
    assert [image.guid for image in client.list_images(search="harbour").rows] == guids[:1]
    key = "00000000-0000-4000-8000-0000000000aa"
    client.update_file_selection(key, guids[:2])
    assert set(client.list_file_selection(key).image_guids) == set(guids[:2])
    client.delete_images(guids[1:])
    assert [image.guid for image in client.list_images().rows] == guids[:1]


def test_a_product_stored_found_changed_and_deleted(client: FinerWorks) -> None:
    client.submit_product(LINE, mode="store")
    page = client.list_virtual_inventory()
    (item,) = page.rows
    assert item.sku
    client.update_virtual_inventory([InventoryChange(item.sku, asking_price=Money.of(200), name="Dawn")])
    (changed,) = client.list_virtual_inventory(skus=[item.sku]).rows
    assert (changed.name, changed.asking_price) == ("Dawn", Money.of(200))
    assert client.get_prices([CODE])[0].priced
    client.disconnect_virtual_inventory("shopify")
    client.delete_virtual_inventory([item.sku])
    assert client.list_virtual_inventory().rows == ()


def test_the_profile_and_the_app(client: FinerWorks) -> None:
    before = client.get_user()
    assert before.payment_profile_id
    assert client.get_payment_tokens(before.payment_profile_id)
    client.update_user(business=ADA, shipping_preferences=[1, 0], connections=[Connection("shopify", "7")])
    after = client.get_user()
    assert after.business is not None
    assert after.business.address_1 == ADA.address_1
    assert after.shipping_preferences == (1, 0)
    assert [one.name for one in after.connections] == ["shopify"]
    assert client.get_user().live is False
    client.update_app_details(AppDetails("Desk", live=True))
    assert client.get_user().live is True
    client.update_app_details(AppDetails(live=False))
    app = client.get_user().app
    assert app is not None
    assert (app.name, app.live) == ("Desk", False)


def test_orders_parked_and_dropped(client: FinerWorks) -> None:
    client.save_pending_orders([ORDER], source="desk")
    parked = client.list_pending_orders([])
    assert [one.order_po for one in parked] == [ORDER.order_po]


def test_an_order_noted_and_sent_elsewhere(client: FinerWorks) -> None:
    placed = client.submit_orders_v2(ORDER, payment_token="xxxx")
    client.submit_note(placed.order_id, "Ref", "Checked")
    client.update_customer(placed.order_id, ADA)
    client.update_order(placed.order_id, "cancel")
    with pytest.raises(Refused):
        client.submit_note(1, "Ref", "Checked")


def test_what_is_only_looked_at(client: FinerWorks) -> None:
    assert all(method.id for method in client.get_shipping_options_ids())
    assert client.get_company_info().address is not None
    client.add_event({"name": "opened"})
    assert client.list_event_logs()
    gallery = client.add_update_gallery_collection("Landscapes")
    assert gallery in {one.id for one in client.list_galleries(personal=True)}
    assert client.list_gallery_themes()
    assert client.create_template(LINE)
    assert client.list_products() is not None


@pytest.mark.parametrize(
    ("profile", "learned"),
    [
        ("array_bodies", OLDER),
        ("object_bodies", Generation()),
        ("post_update_order", Generation(turned_verbs=frozenset({"update_order"}))),
    ],
)
def test_how_a_host_wants_to_be_asked_is_learned_once(profile: str, learned: Generation) -> None:
    for client in connected(profile):
        assert client.get_prices([CODE])[0].priced
        placed = client.submit_orders_v2(ORDER, payment_token="xxxx")
        client.update_order(placed.order_id, "hold")
        assert client.get_product_details([LINE])
        assert client.generation == learned
