"""What differs between the generations of the API, in one value for one host (REFERENCE 0 and 10).

The older is api.finerworks.com, the newer test-api and v2. Answers of both are read by everyone (other names of a
member are in `endpoints`); this is about what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.endpoints import Endpoint, Verb

Shape: TypeAlias = Literal["object", "array"]


@dataclass(frozen=True, slots=True)
class Generation:
    """How one host wants to be asked.

    `products` is the shape of get_prices and get_product_details: an object, or a bare array. `turned_verbs` are the
    endpoints that take their other verb (update_order by POST, on an older page). `source` goes along with submitted
    orders as where they came from, and is left out when empty, because the live validator has refused it.
    """

    products: Shape = "object"
    turned_verbs: frozenset[str] = frozenset()
    source: str = ""

    def verb(self, endpoint: Endpoint) -> Verb:
        """The verb this host takes for an endpoint."""
        turned = endpoint.other_verb if endpoint.name in self.turned_verbs else None
        return turned or endpoint.verb

    def products_body(self, items: list[Writable]) -> Writable:
        """A list of products in this host's shape. `account_key` null is the account of the keys (REFERENCE 1.8)."""
        return items if self.products == "array" else {"products": items, "account_key": None}


NEWER = Generation()
OLDER = Generation(products="array")

_OLDER_HOST = "api.finerworks.com"


def likely(host: str | None) -> Generation:
    """The generation a host most likely is of. What turns out otherwise is learned from its first refusal."""
    return OLDER if host == _OLDER_HOST else NEWER


def shape_refused(fields: tuple[tuple[str, str], ...], words: str) -> bool:
    """True when a 400 complains about a list where an object was due, or the other way round (REFERENCE 10)."""
    keys = {key.lower().rpartition(".")[2] for key, _ in fields}
    texts = " ".join((words, *(text for _, text in fields))).lower()
    return bool(keys & {"", "request", "products"}) or "deserialize" in texts or "json array" in texts
