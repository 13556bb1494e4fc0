"""What the person set, in a JSON file they can read. A wrong value never stops fwdesk: it is named and defaulted."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, field_validator

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import Recipient
from fwdesk.domain.retail import MOST_MONEY, Rules
from fwdesk.store.files import read_capped, set_aside, write_atomic
from fwdesk.store.peek import SETTINGS_LIMIT, unpack

SCHEMA_VERSION = 1
Share = Annotated[float, Field(ge=0, le=1)]
"""A share of a width or height."""
SERVICES = ("practice", "test", "live")
RECENT_LIMIT = 12
_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/\S*)?", re.ASCII)


class SoftProof(BaseModel):
    """How the soft proof of one paper is made: the path of its profile, the intent, whether its own white is shown."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    profile: str
    intent: Literal["relative", "perceptual"] = "relative"
    paper_white: bool = True


class Wall(BaseModel):
    """A photograph of a wall and how it was measured: two or four points as shares of it, lengths in inches."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    path: str
    points: tuple[tuple[Share, Share], ...] = Field(min_length=2, max_length=4)
    width: Annotated[Decimal, Field(gt=0, le=1000)]
    height: Annotated[Decimal, Field(ge=0, le=1000)] = Decimal(0)

    @field_validator("points")
    @classmethod
    def _two_or_four(cls, value: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        if len(value) == 3:
            raise ValueError("must be two points or four")
        return value


class Settings(BaseModel):
    """All settings. Keys this version does not know are kept, so that going back and forth loses nothing.

    `service` is practice, test, live or a URL; `window` is Qt's geometry in base64; `recent` lists artwork, newest
    first; `screens` says how many device px wide a bank card is on each screen that was measured, `proofs` how a
    soft proof is made of each paper, by media id. `retail` is the
    artist's rule for retail prices, `retail_prices` holds prices of their own in USD by picture and code, oldest first;
    `client_mode` hides costs. `wall` is the photograph of the artist's own wall. `upload_folder`
    is a folder of the artist's that is seen on the web, `upload_address` the pattern of the addresses of its files.
    `artist` is the name on certificates, `titles` those of works by the SHA-256 of their print files, oldest first.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    schema_version: int = SCHEMA_VERSION
    service: str = "practice"
    theme: Literal["system", "light", "dark"] = "system"
    units: Literal["in", "cm"] = "in"
    recipient: Recipient | None = None
    window: str = ""
    artwork: str = ""
    recent: tuple[str, ...] = ()
    screens: dict[str, PositiveInt] = {}
    proofs: dict[int, SoftProof] = {}
    retail: Rules | None = None
    retail_prices: dict[str, Annotated[Decimal, Field(ge=0, le=MOST_MONEY.amount)]] = {}
    client_mode: bool = False
    wall: Wall | None = None
    upload_folder: str = ""
    upload_address: str = ""
    artist: str = ""
    titles: dict[str, str] = {}

    @field_validator("service")
    @classmethod
    def _known_service(cls, value: str) -> str:
        if value in SERVICES or _URL.fullmatch(value):
            return value
        raise ValueError("must be practice, test, live or a web address")

    @field_validator("window")
    @classmethod
    def _base64(cls, value: str) -> str:
        if unpack(value) is None:
            raise ValueError("must be base64")
        return value

    @field_validator("recent")
    @classmethod
    def _short(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return value[:RECENT_LIMIT]

    def changed(self, **changes: object) -> Self:
        """The same settings with some changed. A wrong value is a bug and raises pydantic's error."""
        return type(self).model_validate({**self.model_dump(), **changes})

    def opened(self, artwork: Path) -> Self:
        """With this artwork as the last one and first among the recent ones."""
        name = str(artwork)
        rest = (path for path in self.recent if path != name)
        return self.changed(artwork=name, recent=(name, *rest))


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a sentence for each thing in the file that could not be used.

    A file that cannot be read as JSON is set aside. Raises `StoreError` only if even that fails.
    """
    try:
        raw: object = json.loads(read_capped(path, SETTINGS_LIMIT))
    except FileNotFoundError:
        return Settings(), ()
    except (StoreError, ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        aside = set_aside(path)
        return Settings(), (f"The settings could not be read. They were kept as {aside.name} and start afresh.",)
    return _understood(cast("dict[str, object]", raw))


def _understood(raw: dict[str, object]) -> tuple[Settings, tuple[str, ...]]:
    notes: list[str] = []
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        # Not the input: the recipient is personal data.
        for problem in error.errors(include_input=False, include_url=False, include_context=False):
            name = str(problem["loc"][0])
            if name in raw:
                del raw[name]
                default = Settings.model_fields[name].default
                notes.append(f"The setting {name} was not usable ({problem['msg']}); it is {default!r} again.")
        settings = Settings.model_validate(raw)
    if settings.schema_version > SCHEMA_VERSION:
        notes.append("The settings were written by a newer fwdesk. What this one does not know is kept.")
    return settings, tuple(notes)


def save(path: Path, settings: Settings) -> None:
    """Write all of it or nothing. Raises `StoreError`."""
    data = json.dumps(settings.model_dump(mode="json"), indent=2, ensure_ascii=False)
    write_atomic(path, data.encode() + b"\n")
