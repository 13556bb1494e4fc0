"""When an order counts as placed: the one judge of a submission's reply (RELIABILITY 1, "ACCEPTED needs all")."""

from __future__ import annotations

from fwdesk.domain.errors import BadCredentials, BadReply, Refused, ServiceError
from fwdesk.domain.order import Confirmation
from fwdesk.domain.strict_json import Json
from fwdesk.finerworks.gate import Answer, model_errors, parse, refusal
from fwdesk.finerworks.transport import Reply
from fwdesk.finerworks.wire.orders import WireConfirmation

_NAME = "submit_orders_v2"


def accepted(reply: Reply, order_po: str, name: str = _NAME) -> Confirmation:
    """The confirmation of our order, if the reply to the submission `name` is a perfect acceptance.

    That is: HTTP 200, a JSON object, `status.success` the boolean true, exactly one order, its `order_po` ours and
    its `order_id` an integer above 0. Raises `Refused` for a documented refusal (REFERENCE 1.5: 400 with ModelState,
    a 4xx or 200 status envelope with `success: false`) that names no order, and `BadReply` for everything else:
    the order may have been placed.
    """
    answer = Answer(name, reply.status, parse(reply, name))
    if not _succeeded(answer):
        raise _not_accepted(answer)
    orders = answer.member("orders")
    if not isinstance(orders, list) or len(orders) != 1:
        raise answer.bad("the answer does not confirm exactly one order")
    confirmation = answer.rows(WireConfirmation, "orders", strict=True)[0].value(answer.message)
    if confirmation.order_po != order_po:
        raise answer.bad("the answer confirms another order than ours")
    return confirmation


def validated(reply: Reply, name: str = _NAME) -> None:
    """Return if the reply says that a `validate_only` call found nothing wrong.

    Raises as `accepted` does; an answer that confirms an order although none was to be placed is `BadReply`.
    """
    answer = Answer(name, reply.status, parse(reply, name))
    if not _succeeded(answer):
        raise _not_accepted(answer)
    if answer.member("orders"):
        raise answer.bad("the service was asked to check an order, and answered as if it had taken it")


def _succeeded(answer: Answer) -> bool:
    return answer.status == 200 and _success(answer) is True


def _success(answer: Answer) -> Json:
    envelope = answer.member("status")
    return envelope.get("success") if isinstance(envelope, dict) else None


def _not_accepted(answer: Answer) -> ServiceError:
    error = refusal(answer)
    documented = _success(answer) is False or (answer.status == 400 and bool(model_errors(answer.body)))
    if isinstance(error, Refused) and documented and not answer.member("orders"):
        return error
    if isinstance(error, BadReply):
        return error
    what = "names keys" if isinstance(error, BadCredentials) else "says no"
    return answer.bad(f"the answer {what} in a way nobody has documented (HTTP {answer.status})")
