"""What every endpoint gets and gives: a call, an answer, and the table entry that joins them to a path."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from fwdesk.practice.book import Book
from fwdesk.practice.files import FileStore
from fwdesk.practice.profiles import Profile
from fwdesk.practice.shelf import Shelf
from fwdesk.practice.wire import GUID, ModelErrors, Reader, Row, reader


class KeyPair(NamedTuple):
    """The two keys of a request (REFERENCE 1.2)."""

    web_api_key: str
    app_key: str


PRACTICE_KEYS = KeyPair("5a1e0000-7e57-4000-8000-000000000001", "5a1e0000-7e57-4000-8000-000000000002")
"""A pair to practice with. Any two different GUID-shaped keys do as well: an account in test mode."""
LIVE_KEYS = KeyPair("11fe0000-0a11-4000-8000-000000000001", "11fe0000-0a11-4000-8000-000000000002")
"""This pair plays an app in live mode: its orders count as real inside the practice service (and nowhere else)."""
REFUSED_KEYS = KeyPair("bad00000-dead-4000-8000-000000000001", "bad00000-dead-4000-8000-000000000002")
"""This pair is always refused."""

BAD_CREDENTIALS = ModelErrors({"ApiC.Models.authorization_credentials": ["Missing or unauthorized api credentials"]})
"""The exact body of REFERENCE 1.5."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose keys these are."""

    keys: KeyPair
    live: bool
    """Whether the app is in live mode (REFERENCE 1.6, switch 1): as update_app_details last said, else `LIVE_KEYS`."""

    @property
    def name(self) -> str:
        """Under which its belongings are kept: no key, which is never written down."""
        return hashlib.sha256(self.keys.web_api_key.encode()).hexdigest()[:32]

    @property
    def number(self) -> int:
        """A steady six-digit account number."""
        return 100_000 + zlib.crc32(self.keys.web_api_key.encode()) % 900_000

    @property
    def username(self) -> str:
        """Its name at the service."""
        return "practice-live" if self.live else "practice"

    @property
    def artist(self) -> str:
        """Whose work its pictures and products show."""
        return "Practice Account"

    @property
    def email(self) -> str:
        """Where its mail would go."""
        return f"practice-{self.number}@example.com"


def account_of(web_api_key: str, app_key: str) -> Account | None:
    """The account behind two keys: None when one is missing, both are the same, or they are not accepted."""
    keys = KeyPair(web_api_key.strip().lower(), app_key.strip().lower())
    shaped = all(GUID.fullmatch(key) for key in keys)
    if not shaped or keys.web_api_key == keys.app_key or set(keys) & set(REFUSED_KEYS):
        return None
    return Account(keys, keys == LIVE_KEYS)


@dataclass(frozen=True, slots=True)
class Call:
    """One authorized request."""

    profile: Profile
    book: Book
    files: FileStore
    shelf: Shelf
    account: Account
    body: object
    query: dict[str, str]
    host_url: str

    @property
    def model(self) -> Reader:
        """A reader for the body."""
        return reader(self.body)

    def whole_url(self, place: str | None) -> str | None:
        """A place as a client can reach it: what lies in this very service gets today's address."""
        return f"{self.host_url}{place}" if place and place.startswith("/practice/") else place


@dataclass(frozen=True, slots=True)
class Answer:
    """The payload beside `status`. `rows` names the list that a bare-list profile answers instead of it."""

    payload: Row = field(default_factory=Row)
    rows: str = ""
    message: str = ""
    success: bool = True
    status: int = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path's verbs and handler. Submissions are `noted` in the order book as they come."""

    verbs: tuple[str, ...]
    handle: Callable[[Call], Answer]
    noted: bool = False
