"""Which service the desk talks to, and what that means for the artist, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fwdesk.domain.account import Account


class Kind(Enum):
    """The four kinds of service. Practice needs nothing; test and live need two keys; custom is any compatible URL."""

    PRACTICE = "practice"
    TEST = "test"
    LIVE = "live"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Service:
    """A service by kind; `url` is empty for practice, whose address is known once it was started."""

    kind: Kind
    url: str = ""

    @classmethod
    def of(cls, text: str) -> Service:
        """Read `practice`, `test`, `live` or a URL. Raises `ValueError` with words for a person."""
        word = text.strip()
        for kind in (Kind.PRACTICE, Kind.TEST, Kind.LIVE):
            if word.lower() == kind.value:
                return cls(kind)
        if word.startswith(("http://", "https://")):
            return cls(Kind.CUSTOM, word)
        raise ValueError(f"the service is practice, test, live or a URL, not {text!r}")

    @property
    def name(self) -> str:
        """The badge: one word where possible."""
        return {
            Kind.PRACTICE: "Practice",
            Kind.TEST: "Test",
            Kind.LIVE: "Live",
            Kind.CUSTOM: self.url.split("//", 1)[-1].split("/", 1)[0],
        }[self.kind]

    @property
    def promise(self) -> str:
        """What may and may not happen with this service, as one sentence."""
        return {
            Kind.PRACTICE: "Everything stays on this computer. Nothing is made or billed.",
            Kind.TEST: "FinerWorks, test orders only. Nothing is made or billed.",
            Kind.LIVE: "Your live FinerWorks account. Orders are made and billed, once you have typed their total.",
            Kind.CUSTOM: "A FinerWorks-compatible service. Orders are sent as test orders.",
        }[self.kind]

    def refuses(self, account: Account) -> str:
        """Why this service must not run on the keys of this account, in words (RELIABILITY, rule 6); empty if it may.

        An account whose app's mode the service does not say is let in: the orders are test orders all the same.
        """
        if self.kind is Kind.TEST and account.live is True:
            return "These are the keys of a live app; they belong under Live."
        if self.kind is Kind.LIVE and account.live is False:
            return "These are the keys of a test app; they belong under Test."
        return ""

    @property
    def ledger(self) -> str:
        """Which ledger its orders belong to (RELIABILITY, rule 6)."""
        return "live" if self.kind is Kind.LIVE else "practice" if self.kind is Kind.PRACTICE else "test"
