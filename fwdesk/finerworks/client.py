"""The vendor's HTTP API v3, one method per endpoint and named as it: wire in, domain out (REFERENCE section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, overload

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import BadCredentials, CodeError, OrderError, PieceError, Refused, ServiceError
from fwdesk.domain.options import Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.order import (
    TEST_TOKEN,
    Account,
    AddressVerdict,
    Confirmation,
    Order,
    OrderLine,
    OrderStatus,
    Recipient,
    ShippingQuote,
)
from fwdesk.domain.price import Price
from fwdesk.finerworks import acceptance, files
from fwdesk.finerworks.answers import FetchedFile, FrameBuild, ProductDetail, Validation
from fwdesk.finerworks.gate import Answer, redacted
from fwdesk.finerworks.picture import PictureError, find_picture
from fwdesk.finerworks.retry import MONEY, OTHER
from fwdesk.finerworks.service import LARGE_LIMIT, LIVE_URL, TEST_URL, Bodies, Service, in_parts
from fwdesk.finerworks.strict_json import Json, Writable
from fwdesk.finerworks.wire import building, catalog, orders, prices

__all__ = ["LIVE_URL", "TEST_URL", "Bodies", "FinerWorks"]

_CODES_PER_CALL = 50
_DETAILS_PER_CALL = 25


class FinerWorks(Service):
    """One service and one pair of keys.

    Every method blocks; call it on a worker. All take `cancel`, which ends the call at once with `Cancelled`, and
    raise the `ServiceError` tree: `Unreachable`, `ConnectionLost`, `TimedOut`, `Cancelled`, `BadReply`, `Refused`,
    `BadCredentials`, none of which carries a key. Reads are tried up to three times, submissions never twice.
    Lists may come bare or in an envelope (REFERENCE 1.4), orders and credentials in an envelope alone.

    `bodies` forces one request shape, `now` (UTC) stamps prices. Raises `Unreachable` for an address that may not
    be asked: only https, or http on this computer; a path in it is kept.
    """

    # -- account and catalog ---------------------------------------------------------------------------------------

    def test_my_credentials(self, *, cancel: Cancel | None = None) -> Account:
        """Whose keys these are. Raises `BadCredentials` when they are not accepted (REFERENCE 1.5)."""
        return self._ask("test_my_credentials", None, cancel).row(orders.WireAccount, "user_account").value()

    def list_product_types(
        self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None
    ) -> tuple[ProductType, ...]:
        """Catalog level 1, all or by id (REFERENCE, list_product_types)."""
        answer = self._list("list_product_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in answer.rows(catalog.WireProductType, "product_types"))

    def list_media_types(self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None) -> tuple[Media, ...]:
        """Catalog level 2, all or by id (REFERENCE, list_media_types)."""
        answer = self._list("list_media_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in answer.rows(catalog.WireMedia, "media_types"))

    def list_style_types(self, ids: Sequence[int] | None = None, *, cancel: Cancel | None = None) -> tuple[Style, ...]:
        """Catalog level 3 with its size rules in inches, all or by id (REFERENCE, list_style_types)."""
        answer = self._list("list_style_types", {"ids": list(ids or ())}, cancel)
        return tuple(row.value() for row in answer.rows(catalog.WireStyle, "style_types"))

    def list_collections(
        self, id: int | None = None, product_code: ProductCode | None = None, *, cancel: Cancel | None = None
    ) -> tuple[Collection, ...]:
        """All collections without frames, or one by its id with its frames (REFERENCE, list_collections).

        With a print's code only what fits it. Each frame knows its collection.
        """
        body: dict[str, Writable] = {"id": id, "product_code": product_code.wire if product_code else None}
        answer = self._list("list_collections", body, cancel)
        found: list[Collection] = []
        for row in answer.rows(catalog.WireCollection, "collections", "frame_collections"):
            listed: Json = (row.model_extra or {}).get("frames")
            frames = Answer(answer.name, answer.status, {"frames": listed}).rows(catalog.WireFrame, "frames")
            found.append(row.value(frames))
        return tuple(found)

    def frame_details(self, id: int, *, cancel: Cancel | None = None) -> Frame:
        """One frame, lengths in inches (REFERENCE, frame_details). Raises `Refused` when the id is unknown."""
        answer = self._ask("frame_details", {"id": id}, cancel)
        return answer.row(catalog.WireFrame, "frame", "frame_details").value()

    def list_mats(self, *, cancel: Cancel | None = None) -> tuple[Mat, ...]:
        """All mat boards (REFERENCE, list_mats)."""
        return tuple(row.value() for row in self._list("list_mats", {}, cancel).rows(catalog.WireMat, "mats"))

    def list_glazing(self, *, cancel: Cancel | None = None) -> tuple[Glazing, ...]:
        """All glazing (REFERENCE, list_glazing)."""
        return tuple(row.value() for row in self._list("list_glazing", {}, cancel).rows(catalog.WireGlazing, "glazing"))

    # -- products --------------------------------------------------------------------------------------------------

    def frame_builder(
        self,
        code: ProductCode | None,
        *,
        render_size: int,
        image_url: str | None = None,
        cancel: Cancel | None = None,
    ) -> FrameBuild:
        """The service's own picture of a framed piece (REFERENCE, frame_builder; GAPS 1 and 2).

        `render_size` is in pixels of the longer side; 0 asks for no picture. Raises `PieceError` when there is
        nothing to build, `BadReply` when a picture was asked for and none that can be read came.
        """
        if code is None:
            raise PieceError("there is nothing to build yet")
        body = building.frame_builder_body(code, render_size, image_url)
        answer = self._ask("frame_builder", body, cancel, limit=LARGE_LIMIT)
        picture, kind = _picture(answer) if render_size else (None, "")
        spelled, mats = answer.member("product_code"), answer.member("mats")
        price = None
        if isinstance(answer.member("price_details"), dict):
            price = answer.row(prices.WirePrice, "price_details").value(code.wire, 1, self._now())
        return FrameBuild(
            picture=picture,
            picture_type=kind,
            code=_code(answer, spelled) if isinstance(spelled, str) and spelled else None,
            price=price,
            frame_price=building.starting_price(answer.member("frame")),
            mat_prices=tuple(building.starting_price(mat) for mat in mats) if isinstance(mats, list) else (),
            glazing_price=building.starting_price(answer.member("glazing")),
            message=answer.message,
        )

    def build_product_code(self, code: ProductCode, *, cancel: Cancel | None = None) -> ProductCode | None:
        """The code as the service spells it, None when it can make none (REFERENCE, build_product_code).

        It does not check that the materials exist.
        """
        answer = self._ask("build_product_code", building.build_body(code), cancel)
        spelled = answer.member("product_code")
        if spelled is None or spelled == "":
            return None
        return _code(answer, spelled)

    def validate_product(self, codes: Sequence[ProductCode], *, cancel: Cancel | None = None) -> tuple[Validation, ...]:
        """Whether each code can be ordered, in the order asked, 50 per call (REFERENCE, validate_product).

        The rows decide, also under HTTP 404. A code without a row is not valid.
        """
        found: dict[str, prices.WireValidation] = {}
        for part in in_parts(_distinct(codes), _CODES_PER_CALL):
            body: dict[str, Writable] = {"skus_or_codes": [code.wire for code in part]}
            answer = self._ask("validate_product", body, cancel, bare=True, anyway="product_validations")
            found |= prices.by_code(answer.rows(prices.WireValidation, "product_validations"))
        return tuple(
            row.value(code)
            if (row := found.get(prices.code_key(code.wire)))
            else Validation(code, False, "The service did not answer for this code.")
            for code in codes
        )

    def get_prices(
        self, codes: Sequence[ProductCode], quantity: int = 1, *, cancel: Cancel | None = None
    ) -> tuple[Price, ...]:
        """The price of one copy for each code, in the order asked, 50 per call (REFERENCE, get_prices).

        `quantity` (1 to 999) decides volume prices. A code without a row, or with a total of 0, comes back unpriced
        with the reason in `info`.
        """
        found: dict[str, prices.WirePrice] = {}
        for part in in_parts(_distinct(codes), _CODES_PER_CALL):
            answer = self._ask_products("get_prices", prices.price_items(part, quantity), cancel, bare=True)
            found |= prices.by_code(answer.rows(prices.WirePrice, "prices"))
        asked_at = self._now()
        return tuple(
            row.value(code.wire, quantity, asked_at)
            if (row := found.get(prices.code_key(code.wire)))
            else prices.unpriced(code.wire, quantity, asked_at)
            for code in codes
        )

    def get_product_details(
        self, lines: Sequence[OrderLine], *, cancel: Cancel | None = None
    ) -> tuple[ProductDetail, ...]:
        """Names, descriptions, sizes and prices, 25 lines per call (REFERENCE, get_product_details).

        What the service does not know is absent; rows are in its order and carry their code.
        """
        found: list[ProductDetail] = []
        for part in in_parts(lines, _DETAILS_PER_CALL):
            items: list[Writable] = [orders.line_body(line) for line in part]
            answer = self._ask_products("get_product_details", items, cancel, anyway="product_list")
            found += [row.value() for row in answer.rows(prices.WireProductDetail, "product_list")]
        return tuple(found)

    # -- orders ----------------------------------------------------------------------------------------------------

    def list_shipping_options_multiple(
        self, asked: Sequence[Order], *, cancel: Cancel | None = None
    ) -> tuple[ShippingQuote, ...]:
        """Quotes in the order asked (REFERENCE, list_shipping_options_multiple).

        An order that the service left out has a quote without options. Raises `Refused` with the fields to mend.
        """
        answer = self._ask("list_shipping_options_multiple", orders.quote_body(asked), cancel)
        found: dict[str, ShippingQuote] = {}
        for row in answer.rows(orders.WireQuote, "orders", strict=True):
            listed: Json = (row.model_extra or {}).get("options")
            options = Answer(answer.name, answer.status, {"options": listed}).rows(orders.WireOption, "options")
            found.setdefault(row.order_po, row.value(options))
        return tuple(found.get(order.order_po, ShippingQuote(order.order_po, ())) for order in asked)

    def validate_recipient_address(self, recipient: Recipient, *, cancel: Cancel | None = None) -> AddressVerdict:
        """Whether the service takes an address, its spelling of it, its words (REFERENCE, validate_recipient_address).

        A refusal that names address fields, or says `success: false`, is a verdict; any other refusal is raised.
        """
        try:
            body: dict[str, Writable] = {"recipient": orders.address_body(recipient)}
            answer = self._ask("validate_recipient_address", body, cancel)
        except BadCredentials:
            raise
        except Refused as error:
            if error.status == 400 and error.fields and not any("recipient" in key.lower() for key, _ in error.fields):
                raise
            return AddressVerdict(False, None, " ".join(text for _, text in error.fields if text) or error.reason)
        if answer.member("address") is None:
            return AddressVerdict(True, None, answer.message)
        return answer.row(orders.WireAddress, "address").verdict(answer.message)

    @overload
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[False] = False, cancel: Cancel | None = None
    ) -> Confirmation: ...
    @overload
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[True], cancel: Cancel | None = None
    ) -> None: ...
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        """Submit ONE order, in one POST, on a connection of its own, never repeated (RELIABILITY, section 1).

        Raises `OrderError` before anything is sent when the token is missing, or a test order would go with another
        token than "xxxx", or a live order with that one. After it only three outcomes are certain: a confirmation
        (see `acceptance.accepted`), `Refused` (the service said no in a documented way), and an error whose `sent`
        is False. Everything else may have placed the order: read it back with `fetch_order_status`, never resend.

        With `validate_only` nothing is placed; None means that nothing was found wrong (REFERENCE 1.6).
        """
        # The token is checked although its type says enough: null makes a real, unpaid order (REFERENCE 1.6).
        if not isinstance(payment_token, str) or not payment_token.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise OrderError("an order never goes out without a payment token")
        if order.test_mode and payment_token != TEST_TOKEN:
            raise OrderError("a test order goes out with the test token only")
        if not order.test_mode and payment_token.strip().lower() == TEST_TOKEN and not validate_only:
            raise OrderError("a live order with the test token would be lost: the service forgets it")
        body: dict[str, Writable] = {
            "orders": [orders.order_body(order)],
            "validate_only": validate_only,
            "payment_token": payment_token,
        }
        reply = self._send(acceptance.NAME, body, cancel, policy=OTHER if validate_only else MONEY)
        try:
            return acceptance.validated(reply) if validate_only else acceptance.accepted(reply, order.order_po)
        except ServiceError as error:
            raise redacted(error, self._keys) from None

    def fetch_order_status(self, order_pos: Sequence[str], *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        """Where orders stand, by our references, as the service lists them (REFERENCE, fetch_order_status).

        An order without a row is not found, which does not mean that it was not received. A row that cannot be read
        is `BadReply`; it is never left out.
        """
        body: dict[str, Writable] = {"order_pos": list(order_pos), "order_ids": []}
        answer = self._ask("fetch_order_status", body, cancel, anyway="orders", empty_anyway=True)
        return tuple(row.value() for row in answer.rows(orders.WireOrderStatus, "orders", strict=True))

    def list_order_status_definitions(self, *, cancel: Cancel | None = None) -> dict[int, str]:
        """Status labels by id; unknown ids mean "in progress" (REFERENCE, list_order_status_definitions, GAPS 29)."""
        answer = self._list("list_order_status_definitions", None, cancel)
        rows = answer.rows(orders.WireStatusDefinition, "definitions")
        return {row.order_status_id: row.order_status_label for row in rows}

    # -- files, without keys ---------------------------------------------------------------------------------------

    def fetch_picture(
        self, url_or_path: str, *, limit: int = files.PICTURE_LIMIT, cancel: Cancel | None = None
    ) -> bytes:
        """A catalog picture, still encoded, at most `limit` bytes; a path is the service's (REFERENCE 1.3)."""
        url = files.picture_url(self._base, url_or_path)
        return files.fetch_picture(self._transport, url, limit, cancel)

    def fetch_print_file(self, url: str, *, folder: Path | None = None, cancel: Cancel | None = None) -> FetchedFile:
        """What lies behind a print file's URL, in a temporary file that the caller deletes; at most 1 GB."""
        return files.fetch_print_file(self._transport, url, folder, cancel)

    def offers_upload(self, *, cancel: Cancel | None = None) -> bool:
        """True for a practice service on this computer that takes print files."""
        return files.offers_upload(self._transport, self._base, cancel)

    def upload_print_file(self, path: Path, name: str, *, cancel: Cancel | None = None) -> str:
        """Hand a print file to the practice service; returns its URL."""
        return files.upload_print_file(self._transport, self._base, path, name, cancel)


def _distinct(codes: Sequence[ProductCode]) -> Sequence[ProductCode]:
    return tuple(dict.fromkeys(codes))


def _code(answer: Answer, spelled: Json) -> ProductCode:
    try:
        return parse_code(spelled if isinstance(spelled, str) else "")
    except CodeError as error:
        problem = str(error)
    raise answer.bad(f"the product code in the answer cannot be read: {problem}")


def _picture(answer: Answer) -> tuple[bytes, str]:
    try:
        found = find_picture(answer.body)
    except PictureError as error:
        problem = str(error)
    else:
        if found is not None:
            return found
        problem = f"no picture came with the answer{f' ({answer.message})' if answer.message else ''}"
    raise answer.bad(problem)
