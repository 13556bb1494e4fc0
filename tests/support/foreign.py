"""A FinerWorks-compatible shop written from the vendor's reference alone: other ids, other names, other habits.

It shares no line and no import with `fwdesk.practice`; what the desk can do here it does not owe to our own service.
Habits: bare lists, fields left out or null, prices matched by `product_sku` alone, frames under absolute picture
addresses, a picture two levels deep under a name of its own (JPEG with a `data:` prefix), shipping options without
codes and with HTML, no uploads, no pages of its own. It fetches print files itself and measures them.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import re
import threading
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

NUMBER = r"(\d+(?:(?:\.|DD)\d+)?)"
CODE = re.compile(
    rf"^(?:(\d+)M(\d+)M(\d+)S{NUMBER}X{NUMBER})?"
    rf"(?:F(\d+)S{NUMBER}X{NUMBER}(?:J(\d+)S{NUMBER}X{NUMBER})?(?:J(\d+)S{NUMBER}X{NUMBER})?(?:G(\d+))?)?$"
)

TYPES = [
    {
        "id": 71,
        "name": "Washi prints",
        "description": "Kozo and mulberry sheets. Made in Echizen.",
        "media_ids": [812, 813],
    },
    {"id": 72, "name": "Panels", "media_ids": [820]},
    {"id": 73, "name": "Postcards", "description": None, "media_ids": None},
]
MEDIA = [
    {"id": 812, "name": "Kozo 110 gsm", "product_type_id": 71, "description": None, "style_ids": [31, 32]},
    {"id": 813, "name": "Gampi silk tissue", "product_type_id": 71, "style_ids": [31]},
    {"id": 820, "name": "Birch plywood", "style_ids": [33]},
    {"id": 830, "name": "Cotton card", "product_type_id": 73, "style_ids": [34]},
]
STYLES = [
    {
        "id": 31, "name": "Deckle edge", "can_frame": True, "can_mat": None, "custom_sizing": True, "border_size": None,
        "min": {"width": 5, "height": 5}, "max": {"width": 30, "height": 45}, "allow_decimal": True,
        "available_sizes": None, "frame_class_ids": None, "allow_rotate": None,
    },
    {"id": 32, "name": "Trimmed to the image", "description": "<p>Cut &amp; flattened</p>"},
    {
        "id": 33, "name": "Cradled, 2 cm", "can_frame": False, "can_mat": False, "can_glaze": False, "depth": 0.75,
        "custom_sizing": False, "available_sizes": [{"width": 10, "height": 10}, {"width": 12, "height": 18}],
    },
    {"id": 34, "name": "Card A6", "custom_sizing": False, "available_sizes": [{"width": 4.25, "height": 6}]},
]  # fmt: skip
COLLECTIONS = [
    {"id": 501, "name": "Kyoto maples", "description": None, "icon_url_1": None, "starting_price": None},
    {"id": 502, "name": "Smoked oak", "alias": "oak"},
]
FRAMES = {
    501: [
        {"id": 5003, "name": "Red maple, narrow", "thickness": 0.75, "depth": None, "lip": 0.25, "color": "#7a3320"},
        {"id": 5004, "name": "Red maple, wide", "thickness": 1.5, "lip": 0.25, "color": None, "max_width": 24,
         "max_height": 30},
    ],
    502: [
        {"id": 5010, "name": "Oak, smoked", "allow_matting": None, "allow_glazing": None, "starting_price": None},
        {"id": 5011, "name": "Oak, floater", "thickness": "1.0", "allow_matting": False, "allow_glazing": False},
    ],
}  # fmt: skip
MATS = [
    {"id": 611, "name": "Rice white", "color": "#f4efe2", "thickness": None},
    {"id": 612, "name": "Indigo", "color": None, "min_width": None, "max_width": 32, "max_height": 40},
]
GLAZINGS = [
    {"id": 41, "name": "Museum glass", "description": None, "composite": 2},
    {"id": 42, "name": "Acrylic, matte"},
]
COLORS = {5003: "#7a3320", 5004: "#8a3b12", 5010: "#4a3b2a", 5011: "#b89a6a"}
STATUSES = {11: "In the queue", 12: "On the press", 13: "Gone out"}
CENT = Decimal("0.01")


def number(text: str | None) -> Decimal:
    return Decimal((text or "0").replace("DD", "."))


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


class Piece:
    """A product code, read by this shop's own reader."""

    def __init__(self, code: str) -> None:
        found = CODE.match(code.upper())
        self.ok = found is not None and bool(code)
        part = found.groups() if found else (None,) * 15
        self.type, self.media, self.style = (int(value or 0) for value in part[:3])
        self.size = number(part[3]), number(part[4])
        self.frame, self.opening = int(part[5] or 0), (number(part[6]), number(part[7]))
        self.mats = [
            (int(part[at] or 0), (number(part[at + 1]), number(part[at + 2]))) for at in (8, 11) if part[at] is not None
        ]
        self.glazing = int(part[14] or 0)

    def price(self) -> dict[str, Decimal]:
        area = self.size[0] * self.size[1]
        opening = self.opening[0] * self.opening[1]
        parts = {
            "product_price": cents(Decimal(9) + area / 16),
            "add_frame_price": cents(Decimal(20) + opening / 12) if self.frame else Decimal(0),
            "add_mat_1_price": cents(opening / 40) if self.mats else Decimal(0),
            "add_mat_2_price": cents(opening / 50) if len(self.mats) > 1 else Decimal(0),
            "add_glazing_price": cents(opening / 30) if self.glazing else Decimal(0),
        }
        return parts | {"total_price": sum(parts.values(), Decimal(0))}


class Refused(Exception):
    """A no, as a model error."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key, self.text = key, text


class Foreign:
    """The shop. `calls` counts endpoints, `orders` holds what was taken, `fetched` the print files it looked at."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.orders: list[dict[str, Any]] = []
        self.fetched: list[str] = []
        self.strips: list[str] = []
        self._lock = threading.Lock()

    # HTTP

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        with self._lock:
            response = self._answer(request)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = request.path.lower()
        if path.startswith("/media/strips/"):
            self.strips.append(path)
            return Response(strip(path), mimetype="image/jpeg")
        if not path.startswith("/v3/"):
            return Response("<html><title>Nothing here</title></html>", 404, mimetype="text/html")
        name = path.removeprefix("/v3/")
        self.calls[name] += 1
        keys = [request.headers.get("web_api_key", ""), request.headers.get("app_key", "")]
        if not all(keys) or keys[0] == keys[1]:
            errors = {"ApiC.Models.authorization_credentials": ["Missing or unauthorized api credentials"]}
            return reply({"Message": "The request is invalid.", "ModelState": errors}, 400)
        handler = getattr(self, f"do_{name}", None)
        if handler is None:
            return reply({"Message": f"No such method: {name}"}, 404)
        body = json.loads(request.get_data() or b"{}", parse_float=Decimal)
        try:
            return reply(handler(body, request.host_url.rstrip("/")))
        except Refused as refused:
            state = {refused.key: [refused.text]}
            return reply({"Message": "The request is invalid.", "ModelState": state}, 400)

    # Account and catalog

    def do_test_my_credentials(self, _body: Any, _host: str) -> Any:
        return envelope(user_account={"account_id": 9, "account_username": "atelier", "billing_info": None})

    def do_list_product_types(self, _body: Any, _host: str) -> Any:
        return TYPES

    def do_list_media_types(self, _body: Any, _host: str) -> Any:
        return MEDIA

    def do_list_style_types(self, _body: Any, _host: str) -> Any:
        return STYLES

    def do_list_collections(self, body: Any, host: str) -> Any:
        """All of them as a bare list; one of them, with its frames, under `collections`."""
        wanted = body.get("id")
        if wanted is None:
            return [{**row, "frames": None} for row in COLLECTIONS]
        frames = [
            {**frame, "segment_url": f"{host}/media/strips/{frame['id']}.jpg", "sample_length": 10}
            if frame["id"] != 5011
            else {**frame, "segment_url": None}
            for frame in FRAMES.get(wanted, [])
        ]
        return envelope(collections=[{**row, "frames": frames} for row in COLLECTIONS if row["id"] == wanted])

    def do_list_mats(self, _body: Any, _host: str) -> Any:
        return MATS

    def do_list_glazing(self, _body: Any, _host: str) -> Any:
        return GLAZINGS

    # Products

    def do_frame_builder(self, body: Any, _host: str) -> Any:
        if body.get("product_code") is None:
            raise Refused("request.product_code", "This shop frames by code alone.")
        piece = Piece(body["product_code"])
        size = int((body.get("render") or {}).get("render_size") or 400)
        data = base64.b64encode(rendered(piece, size)).decode()
        return envelope(
            frame=None,
            studio={
                "note": "hand drawn",
                "proof": {"mime": "image/jpeg", "rendition": f"data:image/jpeg;base64,{data}"},
            },
        )

    def do_get_prices(self, body: Any, _host: str) -> Any:
        if not isinstance(body, dict) or not body.get("products"):
            raise Refused("request.products", "The products field is required.")
        rows = []
        for item in body["products"]:
            piece = Piece(item["product_sku"])
            known = piece.ok and piece.type in {row["id"] for row in TYPES}
            row: dict[str, Any] = {"product_sku": item["product_sku"], "product_code": None, "info": None}
            rows.append(row | (piece.price() if known else {"total_price": None, "info": "We do not make this."}))
        return rows

    def do_validate_product(self, body: Any, _host: str) -> Any:
        codes = body.get("skus_or_codes") or []
        return [{"product_sku": code, "valid": Piece(code).ok, "validation_message": None} for code in codes]

    # Orders

    def do_validate_recipient_address(self, body: Any, _host: str) -> Any:
        if not (body.get("recipient") or {}).get("zip_postal_code"):
            raise Refused("request.recipient.zip_postal_code", "The zip_postal_code field is required.")
        return envelope(address=None)

    def do_list_shipping_options_multiple(self, body: Any, _host: str) -> Any:
        quotes = []
        for order in body["orders"]:
            subtotal = self._subtotal(order)
            options = []
            for option_id, method, rate, days in (
                (3101, "Yamato <i>small parcel</i>", "7.40", "<b>4&ndash;6</b>&nbsp;business days"),
                (3102, "Courier", "19.90", "<b>1-2</b> days<br/>"),
            ):
                total = {
                    "order_po": order["order_po"], "order_subtotal": subtotal, "order_shipping_rate": Decimal(rate),
                    "order_discount": None, "order_sales_tax": None, "order_grand_total": subtotal + Decimal(rate),
                    "product_pricing": None,
                }  # fmt: skip
                options.append(
                    {
                        "id": option_id,
                        "rate": Decimal(rate),
                        "shipping_method": method,
                        "shipping_code": "",
                        "transit_time": days,
                        "carrier": None,
                        "calculated_total": total,
                    }
                )
            quotes.append({"order_po": order["order_po"], "order_size": None, "options": options})
        return envelope(orders=quotes)

    def do_submit_orders_v2(self, body: Any, _host: str) -> Any:
        if body.get("payment_token") != "xxxx" or not all(order["test_mode"] is True for order in body["orders"]):
            raise Refused("request.payment_token", "This shop takes test orders only.")
        taken = []
        for at, order in enumerate(body["orders"]):
            if order["shipping_code"] not in {"3101", "3102"}:
                raise Refused(f"request.orders[{at}].shipping_code", "Choose one of our services by its id.")
            if any(kept["order_po"] == order["order_po"] for kept in self.orders):
                raise Refused(f"request.orders[{at}].order_po", "This reference was used before.")
            self._subtotal(order)
            for line in order["order_items"]:
                self._look_at(line["product_image"])
            order_id = 880_001 + len(self.orders)
            self.orders.append({**order, "order_id": order_id})
            taken.append({"order_po": order["order_po"], "order_id": order_id, "order_guid": None})
        return envelope(orders=taken, debug=None)

    def do_fetch_order_status(self, body: Any, _host: str) -> Any:
        wanted = body.get("order_pos") or []
        rows = [
            {
                "order_po": order["order_po"], "order_id": order["order_id"], "order_status_id": 11,
                "order_status_label": STATUSES[11], "shipments": None,
            }
            for order in self.orders
            if order["order_po"] in wanted
        ]  # fmt: skip
        return envelope(orders=rows)

    def do_list_order_status_definitions(self, _body: Any, _host: str) -> Any:
        rows = [{"order_status_id": key, "order_status_label": words} for key, words in STATUSES.items()]
        return envelope(order_status_definitions=rows)

    @staticmethod
    def _subtotal(order: dict[str, Any]) -> Decimal:
        total = Decimal(0)
        for line in order["order_items"]:
            piece = Piece(line["product_sku"])
            if not piece.ok:
                raise Refused("request.orders[0].order_items[0].product_sku", "We do not make this.")
            total += piece.price()["total_price"] * line["product_qty"]
        return cents(total)

    def _look_at(self, image: dict[str, Any]) -> None:
        """Fetch the print file as a printer would, on this computer only, and measure it."""
        url = urlsplit(image["product_url_file"])
        if url.scheme != "http" or url.hostname != "127.0.0.1":
            raise Refused("request.orders[0].order_items[0].product_image", "We can fetch from this computer only.")
        connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=10)
        try:
            connection.request("GET", url.path)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise Refused("request.orders[0].order_items[0].product_image", "The file could not be fetched.")
        with Image.open(io.BytesIO(data)) as picture:
            if picture.size != (image["pixel_width"], image["pixel_height"]):
                raise Refused("request.orders[0].order_items[0].product_image", "The file has another size.")
        self.fetched.append(image["product_url_file"])


def envelope(**payload: Any) -> dict[str, Any]:
    return {"status": {"success": True, "status_code": 200, "message": None}, **payload}


def reply(content: Any, status: int = 200) -> Response:
    return Response(json.dumps(content, default=float), status, content_type="application/json; charset=utf-8")


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def strip(path: str) -> bytes:
    """A length of moulding: light above, dark below."""
    image = Image.new("RGB", (800, 96), COLORS.get(int(re.sub(r"\D", "", path.rsplit("/", 1)[-1]) or 0), "#555555"))
    ImageDraw.Draw(image).rectangle((0, 0, 800, 20), fill="#e0c9a0")
    return jpeg(image)


def rendered(piece: Piece, longest: int) -> bytes:
    """The frame, the mat and an empty window, to scale."""
    frame = next((row for rows in FRAMES.values() for row in rows if row["id"] == piece.frame), None)
    face = Decimal(str(frame.get("thickness") or 1)) if frame else Decimal(0)
    lip = Decimal("0.25") if frame else Decimal(0)
    wide, high = (side + 2 * (face - lip) for side in piece.opening)
    scale = longest / float(max(wide, high))
    image = Image.new(
        "RGB", (round(float(wide) * scale), round(float(high) * scale)), COLORS.get(piece.frame, "#f4efe2")
    )
    draw = ImageDraw.Draw(image)

    def box(size: tuple[Decimal, Decimal], color: str) -> None:
        left, top = (float(outer - inner) / 2 * scale for outer, inner in ((wide, size[0]), (high, size[1])))
        draw.rectangle((left, top, image.width - left, image.height - top), fill=color)

    box((piece.opening[0] - 2 * lip, piece.opening[1] - 2 * lip), "#f4efe2" if piece.mats else "#dddddd")
    if piece.mats:
        box(piece.mats[0][1], "#dddddd")
    return jpeg(image)


class _Handler(WSGIRequestHandler):
    """Keeps the two headers with underscores, which the WSGI server would drop, and says nothing."""

    def make_environ(self) -> Any:
        environ = super().make_environ()
        for name in ("web_api_key", "app_key"):
            if self.headers.get(name):
                environ[f"HTTP_{name.upper()}"] = self.headers[name]
        return environ

    def log(self, *_arguments: Any) -> None:
        """Silence."""


class ForeignServer:
    """The shop on a loopback socket."""

    def __init__(self) -> None:
        self.shop = Foreign()
        self._server = make_server("127.0.0.1", 0, self.shop, threaded=True, request_handler=_Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> ForeignServer:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
