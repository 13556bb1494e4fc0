"""Which service the desk talks to, and what that means for the artist, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
            Kind.LIVE: "Your live FinerWorks account, to look and price. Orders go through practice or test.",
            Kind.CUSTOM: "A FinerWorks-compatible service. Orders are sent as test orders.",
        }[self.kind]

    @property
    def ledger(self) -> str:
        """Which ledger its orders belong to (RELIABILITY, rule 6)."""
        return "live" if self.kind is Kind.LIVE else "practice" if self.kind is Kind.PRACTICE else "test"
