"""The practice service as a WSGI application: routing, keys, envelopes, errors and its own `/practice` pages.

`ENDPOINTS` is the whole table of REFERENCE section 5.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, cast

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from fwdesk.practice import endpoints_account as account
from fwdesk.practice import endpoints_catalog as catalog
from fwdesk.practice import endpoints_gallery as gallery
from fwdesk.practice import endpoints_goods as goods
from fwdesk.practice import endpoints_image as image
from fwdesk.practice import endpoints_order as order
from fwdesk.practice import endpoints_pending as pending
from fwdesk.practice.book import Book
from fwdesk.practice.call import (
    BAD_CREDENTIALS,
    LIVE_KEYS,
    PRACTICE_KEYS,
    REFUSED_KEYS,
    Answer,
    Call,
    Endpoint,
    KeyPair,
    account_of,
)
from fwdesk.practice.files import FileStore
from fwdesk.practice.framing import frame_builder
from fwdesk.practice.pages import Pages
from fwdesk.practice.pictures import picture
from fwdesk.practice.profiles import PROFILE_NAMES, Profile, parse_profile
from fwdesk.practice.shelf import Shelf
from fwdesk.practice.wire import ModelErrors, Refusal, Row, list_reader, read_json, write_json

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = [
    "LIVE_KEYS",
    "PRACTICE_KEYS",
    "PROFILE_NAMES",
    "REFUSED_KEYS",
    "KeyPair",
    "PracticeService",
    "create_app",
]

BODY_CAP = 8 << 20
"""Bytes of the largest JSON body; 50 orders are far below."""

ENDPOINTS: dict[str, Endpoint] = {
    "test_my_credentials": Endpoint(("GET",), account.test_my_credentials),
    "get_user": Endpoint(("GET",), account.get_user),
    "list_product_types": Endpoint(("POST",), catalog.list_product_types),
    "list_media_types": Endpoint(("POST",), catalog.list_media_types),
    "list_style_types": Endpoint(("POST",), catalog.list_style_types),
    "list_collections": Endpoint(("POST",), catalog.list_collections),
    "frame_details": Endpoint(("POST",), catalog.frame_details),
    "list_mats": Endpoint(("POST",), catalog.list_mats),
    "list_glazing": Endpoint(("POST",), catalog.list_glazing),
    "frame_builder": Endpoint(("POST",), frame_builder),
    "build_product_code": Endpoint(("POST",), catalog.build_product_code),
    "validate_product": Endpoint(("POST",), catalog.validate_product),
    "get_prices": Endpoint(("POST",), catalog.get_prices),
    "get_product_details": Endpoint(("POST",), catalog.get_product_details),
    "list_shipping_options": Endpoint(("POST",), order.list_shipping_options),
    "list_shipping_options_multiple": Endpoint(("POST",), order.list_shipping_options_multiple),
    "validate_recipient_address": Endpoint(("POST",), order.validate_recipient_address),
    "submit_orders": Endpoint(("POST",), order.submit_orders, noted=True),
    "submit_orders_v2": Endpoint(("POST",), order.submit_orders_v2, noted=True),
    "fetch_order_status": Endpoint(("POST",), order.fetch_order_status),
    "list_order_status_definitions": Endpoint(("GET",), order.list_order_status_definitions),
    "update_order": Endpoint(("PUT", "POST"), order.update_order),
    "list_orders": Endpoint(("POST",), order.list_orders),
    "get_order": Endpoint(("GET",), order.get_order),
    "update_customer": Endpoint(("PUT",), order.update_customer),
    "submit_note": Endpoint(("POST",), order.submit_note),
    "save_pending_orders": Endpoint(("POST",), pending.save_pending_orders),
    "list_pending_orders": Endpoint(("POST",), pending.list_pending_orders),
    "delete_pending_orders": Endpoint(("POST",), pending.delete_pending_orders),
    "add_images": Endpoint(("POST",), image.add_images),
    "list_images": Endpoint(("POST",), image.list_images),
    "update_images": Endpoint(("PUT",), image.update_images),
    "delete_images": Endpoint(("DELETE",), image.delete_images),
    "list_file_selection": Endpoint(("GET",), image.list_file_selection),
    "update_file_selection": Endpoint(("PUT",), image.update_file_selection),
    "list_virtual_inventory": Endpoint(("POST",), goods.list_virtual_inventory),
    "update_virtual_inventory": Endpoint(("PUT",), goods.update_virtual_inventory),
    "delete_virtual_inventory": Endpoint(("DELETE",), goods.delete_virtual_inventory),
    "disconnect_virtual_inventory": Endpoint(("PUT",), goods.disconnect_virtual_inventory),
    "submit_product": Endpoint(("POST",), goods.submit_product),
    "list_products": Endpoint(("POST",), goods.list_products),
    "create_template": Endpoint(("POST",), goods.create_template),
    "update_user": Endpoint(("PUT",), account.update_user),
    "update_app_details": Endpoint(("PUT",), account.update_app_details),
    "get_payment_tokens": Endpoint(("GET",), account.get_payment_tokens),
    "get_shipping_options_ids": Endpoint(("GET",), account.get_shipping_options_ids),
    "get_company_info": Endpoint(("GET",), account.get_company_info),
    "list_event_logs": Endpoint(("POST",), account.list_event_logs),
    "add_event": Endpoint(("POST",), account.add_event),
    "list_galleries": Endpoint(("POST",), gallery.list_galleries),
    "list_gallery_themes": Endpoint(("POST",), gallery.list_gallery_themes),
    "add_update_gallery_collection": Endpoint(("POST",), gallery.add_update_gallery_collection),
}
"""Every endpoint under /v3/, in lower case."""
_PASSING = ((503, "The service is busy."), (429, "Too many requests."), (504, "The service did not answer in time."))
"""What a flaky service says, in turn (REFERENCE 1.5: what the vendor's own app retries)."""


def _order_pos(body: bytes) -> list[str]:
    """The order references in a submission, as far as they can be read."""
    try:
        found = list_reader(read_json(body), "orders").many("orders")
    except ModelErrors:
        return []
    return [str(row.raw("order_po")) for row in found]


def _problem(status: int, message: str, **more: object) -> Response:
    return Response(write_json({"Message": message, **more}), status, mimetype="application/json")


def _is_loopback(address: str | None) -> bool:
    """True for this computer; also without an address, which only a call inside the process lacks."""
    try:
        return not address or ip_address(address).is_loopback
    except ValueError:
        return False


class PracticeService:
    """The WSGI application. Call `close` when done; it holds the order book open."""

    def __init__(self, data_dir: Path | None, profile: Profile, clock: Callable[[], datetime]) -> None:
        self.profile = profile
        self.book = Book(data_dir, clock)
        self.files = FileStore(data_dir)
        self.shelf = Shelf(data_dir)
        self._pages = Pages(self.book, self.files, profile)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._calls = 0

    def close(self) -> None:
        """End waiting answers and close the order book."""
        self._closing.set()
        self.book.close()
        self.shelf.close()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        path = request.path
        low = path.lower()
        try:
            if low.startswith("/v3/"):
                response = self._v3(request, low.removeprefix("/v3/").strip("/"))
            elif low.startswith("/images/"):
                response = self._image(request, path)
            elif low.startswith("/practice/"):
                response = self._practice(request)
            else:
                response = self._unknown(request)
        except RequestEntityTooLarge:
            response = _problem(413, "The request is too large.")
        except ClientDisconnected:
            response = _problem(400, "The request ended too early.")
        if self.profile.html_errors and response.status_code >= 400:
            words = f"<!DOCTYPE html><html><body><h1>Server Error {response.status_code}</h1></body></html>"
            response = Response(words, response.status_code, mimetype="text/html")
        return response(environ, start_response)

    @staticmethod
    def _unknown(request: Request) -> Response:
        return _problem(404, f"No HTTP resource was found that matches the request URI '{request.base_url}'.")

    def _image(self, request: Request, path: str) -> Response:
        found = picture(path.lower()) if request.method in ("GET", "HEAD") else None
        if found is None:
            return self._unknown(request)
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(found[0], 200, headers, mimetype=found[1])

    def _practice(self, request: Request) -> Response:
        host = request.host.rpartition(":")[0] if request.host[-1:].isdigit() and ":" in request.host else request.host
        named = host.strip("[]").lower()
        if not _is_loopback(request.remote_addr) or not (named == "localhost" or (named and _is_loopback(named))):
            return _problem(403, "Only programs on this computer may use this page.")
        return self._pages.answer(request)

    def _v3(self, request: Request, name: str) -> Response:
        endpoint = ENDPOINTS.get(name)
        if endpoint is None:
            return self._unknown(request)
        verbs = ("POST",) if name == "update_order" and self.profile.update_order_by_post else endpoint.verbs
        if request.method not in verbs:
            response = _problem(405, f"The requested resource does not support http method '{request.method}'.")
            response.headers["Allow"] = ", ".join(verbs)
            return response
        request.max_content_length = BODY_CAP
        body = request.get_data()
        if endpoint.noted:
            self.book.note_post(name, _order_pos(body), body)
        trouble = self._trouble()
        if self.profile.slow_seconds:
            self._closing.wait(self.profile.slow_seconds)
        if trouble is not None:
            return trouble
        try:
            answer = endpoint.handle(self._call(request, body))
        except ModelErrors as bad:
            return _problem(400, "The request is invalid.", ModelState=bad.errors)
        except Refusal as refused:
            return self._envelope(Answer({}, "", refused.message, success=False, status=refused.status), request)
        if endpoint.noted and self.profile.lose_answers:
            return _problem(500, "An error has occurred.")
        return self._envelope(answer, request)

    def _trouble(self) -> Response | None:
        """What a failing or flaky service answers to the call that has just come, before looking at it."""
        with self._lock:
            self._calls += 1
            calls = self._calls
        if self.profile.fail_every and calls % self.profile.fail_every == 0:
            return _problem(500, "An error has occurred.")
        turn, rest = divmod(calls, self.profile.flaky_every or calls + 1)
        if rest or not turn:
            return None
        status, words = _PASSING[(turn - 1) % len(_PASSING)]
        response = Response(write_json({"message": words}), status, mimetype="application/json")
        response.headers["Retry-After"] = "1"
        return response

    def _call(self, request: Request, body: bytes) -> Call:
        """The authorized call: keys from headers, else from the query (REFERENCE 1.2)."""
        query = {name.lower(): value for name, value in request.args.items()}
        keys = [
            request.environ.get(f"HTTP_{name.upper()}") or query.get(name, "") for name in ("web_api_key", "app_key")
        ]
        known = account_of(*(cast("str", key) for key in keys))
        if known is None:
            raise BAD_CREDENTIALS
        owner = replace(known, live=account.is_live(self.shelf, known))
        content: object = read_json(body) if request.method != "GET" else None
        host = request.host_url.rstrip("/")
        return Call(self.profile, self.book, self.files, self.shelf, owner, content, query, host)

    def _envelope(self, answer: Answer, request: Request) -> Response:
        if self.profile.bare_lists and answer.rows and answer.success:
            content: object = answer.payload[answer.rows]
        else:
            status: Row = {
                "success": answer.success,
                "status_code": answer.status,
                "message": answer.message,
                "debug": None,
            }
            if self.profile.reference_id:
                with self._lock:
                    status |= {"reference_id": f"practice-{self._calls:08d}", "domain": request.host}
            content = {"status": status, **answer.payload}
        return Response(write_json(content), answer.status, mimetype="application/json")


def _system_clock() -> datetime:
    return datetime.now(UTC)


def create_app(
    data_dir: Path | None = None,
    *,
    profile: Profile | str = "standard",
    clock: Callable[[], datetime] | None = None,
) -> PracticeService:
    """The practice service as a WSGI application.

    Orders, images, products and files are kept under `data_dir`, or only in memory (files in a temporary folder)
    without one. `profile` is a name or several joined with `+`; `clock` gives aware times. Raises `ValueError` for an
    unknown profile.
    """
    known = parse_profile(profile) if isinstance(profile, str) else profile
    return PracticeService(data_dir, known, clock or _system_clock)
