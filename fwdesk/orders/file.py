"""ORDER.json, the file that `fwdesk submit` takes.

    {
      "recipient": {"first_name": "Ada", "last_name": "Example", "address_1": "100 Main St", "city": "San Antonio",
                    "state_code": "TX", "zip_postal_code": "78205", "country_code": "us"},
      "lines": [{"code": "5M6M9S16x20", "quantity": 1, "image": "lake.jpg", "title": "Lake"}],
      "shipping_code": "SD"
    }

`recipient` may hold every field of an address. `image` is a file, relative to ORDER.json's folder, or an https
address. `quantity` (1), `title` and `gift_message` may be left out; `shipping_code` may be "cheapest". A field that is
not known is refused, because a misspelled one would be an order nobody meant.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PureWindowsPath
from typing import cast

from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import CodeError, OrderError, StoreError
from fwdesk.domain.order import QUANTITY_LIMIT, TITLE_LIMIT, Recipient
from fwdesk.store.files import read_capped, write_atomic

_LIMIT = 5_000_000
_LINE = ("code", "quantity", "image", "title")
_ORDER = ("recipient", "lines", "shipping_code", "gift_message")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """So many copies of one piece. `image` is a path or an https address."""

    code: str
    image: str
    quantity: int = 1
    title: str = ""

    @property
    def is_url(self) -> bool:
        """True if `image` is an address on the web."""
        return "://" in self.image


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What an ORDER.json asks for. It has no reference yet and its pictures are not delivered."""

    recipient: Recipient
    lines: tuple[RequestLine, ...]
    shipping_code: str
    gift_message: str = ""


def read_order(path: Path) -> OrderRequest:
    """Read an ORDER.json; picture paths come back absolute. Raises `OrderError`, which names the field."""
    try:
        raw: object = json.loads(read_capped(path, _LIMIT), object_pairs_hook=_once)
    except FileNotFoundError:
        raise OrderError(f"There is no file {path}.") from None
    except StoreError as error:
        raise OrderError(str(error)) from error
    except RecursionError:
        raise OrderError(f"{path.name} is nested too deeply.") from None
    except ValueError as error:
        raise OrderError(f"{path.name} is not JSON: {error}.") from error
    body = _object(raw, "the order", _ORDER, needed=("recipient", "lines", "shipping_code"))
    lines = body["lines"]
    if not isinstance(lines, list) or not lines:
        raise OrderError("lines: must be a list of at least one line.")
    folder = path.absolute().parent
    return OrderRequest(
        _recipient(body["recipient"]),
        tuple(_line(line, f"lines[{at}]", folder) for at, line in enumerate(cast("list[object]", lines))),
        _text(body["shipping_code"], "shipping_code", needed=True),
        _text(body.get("gift_message", ""), "gift_message"),
    )


def write_order(path: Path, request: OrderRequest) -> None:
    """Write an ORDER.json that `read_order` gives back. Raises `StoreError`."""
    body = asdict(request)
    body["recipient"] = {name: value for name, value in body["recipient"].items() if value}
    write_atomic(path, json.dumps(body, indent=2, ensure_ascii=False).encode() + b"\n")


def _recipient(raw: object) -> Recipient:
    names = tuple(field.name for field in fields(Recipient))
    body = _object(raw, "recipient", names)
    recipient = Recipient(**{name: _text(value, f"recipient.{name}") for name, value in body.items()})
    for name, words in recipient.problems().items():
        raise OrderError(f"recipient.{name}: {words}")
    return recipient


def _line(raw: object, at: str, folder: Path) -> RequestLine:
    body = _object(raw, at, _LINE, needed=("code", "image"))
    quantity = body.get("quantity", 1)
    if type(quantity) is not int or not 1 <= quantity <= QUANTITY_LIMIT:
        raise OrderError(f"{at}.quantity: must be a whole number from 1 to {QUANTITY_LIMIT}, not {quantity!r:.20}.")
    title = _text(body.get("title", ""), f"{at}.title")
    if len(title) > TITLE_LIMIT:
        raise OrderError(f"{at}.title: at most {TITLE_LIMIT} characters; this has {len(title)}.")
    code = _text(body["code"], f"{at}.code", needed=True)
    try:
        wire = parse_code(code).wire
    except CodeError as error:
        raise OrderError(f"{at}.code: {error}.") from error
    return RequestLine(wire, _image(body["image"], f"{at}.image", folder), quantity, title)


def _image(raw: object, at: str, folder: Path) -> str:
    image = _text(raw, at, needed=True)
    if "://" in image:
        return image
    # Even looking at a \\host\share hands a Windows password hash to that host (RELIABILITY, section 7).
    if "\0" in image or PureWindowsPath(image).drive.startswith(("\\\\", "//")):
        raise OrderError(f"{at}: must be a file on this computer or an https address.")
    return str(folder / Path(image).expanduser())


def _object(raw: object, at: str, known: Collection[str], needed: Collection[str] = ()) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise OrderError(f"{at}: must be an object with named fields.")
    body = cast("dict[str, object]", raw)
    for name in body:
        if name not in known:
            like = difflib.get_close_matches(name, known, 1)
            meant = f" Was {like[0]} meant?" if like else ""
            raise OrderError(f"{at}: there is no field {name!r}.{meant}")
    for name in needed:
        if name not in body:
            raise OrderError(f"{at}: the field {name} is missing.")
    return body


def _text(raw: object, at: str, *, needed: bool = False) -> str:
    if not isinstance(raw, str):
        raise OrderError(f"{at}: must be text in quotes.")
    text = raw.strip()
    if needed and not text:
        raise OrderError(f"{at}: must not be empty.")
    return text


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names are all different: of two quantities, nobody could say which was meant."""
    body = dict(pairs)
    if len(body) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice!r} stands there twice")
    return body
