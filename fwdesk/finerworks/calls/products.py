"""What a piece is called, looks like and costs: codes, prices, details, the service's own picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError, PieceError
from fwdesk.domain.order import OrderLine
from fwdesk.domain.price import Price
from fwdesk.domain.strict_json import Json, Writable
from fwdesk.finerworks.answers import FrameBuild, Members, ProductDetail, Validation
from fwdesk.finerworks.gate import Answer
from fwdesk.finerworks.picture import PictureError, find_picture
from fwdesk.finerworks.service import Service, in_parts, members
from fwdesk.finerworks.wire import building, limits, prices
from fwdesk.finerworks.wire.order_bodies import line_body

NO_GUID = "00000000-0000-0000-0000-000000000000"


class ProductCalls(Service):
    """Products by their codes (REFERENCE sections 2 and 6)."""

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
        answer = self._ask("frame_builder", body, cancel)
        picture, kind = _picture(answer, self._words(answer)) if render_size else (None, "")
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
            message=self._words(answer),
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
        for part in in_parts(_distinct(codes), limits.MAX_CODES):
            body: dict[str, Writable] = {"skus_or_codes": [code.wire for code in part]}
            answer = self._ask("validate_product", body, cancel)
            found |= prices.by_code(self._rows(prices.WireValidation, answer))
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
        with the reason in `info`. Raises `RequestError` for another quantity.
        """
        found: dict[str, prices.WirePrice] = {}
        for part in in_parts(_distinct(codes), limits.MAX_CODES):
            answer = self._ask_products("get_prices", prices.price_items(part, quantity), cancel)
            found |= prices.by_code(self._rows(prices.WirePrice, answer))
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
        for part in in_parts(lines, limits.MAX_DETAILS):
            items: list[Writable] = [line_body(line) for line in part]
            answer = self._ask_products("get_product_details", items, cancel)
            found += [row.value() for row in self._rows(prices.WireProductDetail, answer)]
        return tuple(found)

    def submit_product(
        self,
        line: OrderLine,
        *,
        mode: Literal["order", "store"],
        order_key: str = NO_GUID,
        cart_id: int = 0,
        cancel: Cancel | None = None,
    ) -> Members:
        """Put a product into virtual inventory ("store") or a cart ("order") (REFERENCE, submit_product; test-api).

        It is sent once. What the service answers beside its status is not documented and comes back as it is.
        """
        body: dict[str, Writable] = {
            "order_key": order_key,
            "cart_id": cart_id,
            "product": line_body(line),
            "mode": mode,
        }
        return members(self._ask("submit_product", body, cancel))

    def list_products(self, guids: Sequence[str] = (), *, order_key: str = "", cancel: Cancel | None = None) -> Members:
        """Products by their GUIDs, or those of a cart (REFERENCE, list_products; test-api). As it came (GAPS 41)."""
        body: dict[str, Writable] = {"guids": list(guids)}
        return members(self._ask("list_products", body | ({"order_key": order_key} if order_key else {}), cancel))

    def create_template(self, line: OrderLine, *, cancel: Cancel | None = None) -> Members:
        """Make a template object from a product, once (REFERENCE, create_template). As it came (GAPS 41)."""
        return members(self._ask("create_template", {"product": line_body(line)}, cancel))


def _distinct(codes: Sequence[ProductCode]) -> Sequence[ProductCode]:
    return tuple(dict.fromkeys(codes))


def _code(answer: Answer, spelled: Json) -> ProductCode:
    try:
        return parse_code(spelled if isinstance(spelled, str) else "")
    except CodeError as error:
        problem = str(error)
    raise answer.bad(f"the product code in the answer cannot be read: {problem}")


def _picture(answer: Answer, words: str) -> tuple[bytes, str]:
    try:
        found = find_picture(answer.body)
    except PictureError as error:
        problem = str(error)
    else:
        if found is not None:
            return found
        problem = f"no picture came with the answer{f' ({words})' if words else ''}"
    raise answer.bad(problem)
