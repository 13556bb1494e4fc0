"""What a few typed words find, whatever its step: options, sizes in any notation, commands of the menus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fwdesk.app.finder import Finder
from fwdesk.app.session import Session
from fwdesk.app.step_words import CATALOG_WORDS, STEP_WORDS
from fwdesk.domain.errors import SizeError
from fwdesk.domain.offers import Offer
from fwdesk.domain.rules import Step
from fwdesk.domain.size import parse_size

if TYPE_CHECKING:
    from fwdesk.catalog.search import Hit

MOST = 40
"""How many options are listed: whoever types another letter sees other ones."""
_COMMANDS = 6
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Command:
    """Something of the menus: what it is called, where it is, its key, and a number to tell it by."""

    number: int
    name: str
    menu: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One find: an option or size as an `offer`, a collection of frames by its id, or a command."""

    name: str
    where: str
    offer: Offer | None = None
    collection: int | None = None
    command: Command | None = None


def find(session: Session, finder: Finder, commands: Iterable[Command], text: str) -> tuple[Found, ...]:
    """What fits, the commands first where any is called so, then what can be chosen, best first."""
    if not text.strip():
        return ()
    found = [Found(one.name, one.menu, command=one) for one in commands if _is_called(one, text)][:_COMMANDS]
    found += _sizes(session, text)
    for hit in finder.find(text, limit=MOST):
        if hit.step == "collection":
            found.append(Found(hit.name, CATALOG_WORDS[hit.step], collection=hit.id))
        elif offer := _offer(session, hit):
            found.append(Found(hit.name, STEP_WORDS[offer.step], offer))
    return tuple(found)


def _is_called(command: Command, text: str) -> bool:
    """Every word begins a word of the command's name."""
    words = command.name.casefold().replace("’", "'").split()
    return all(any(word.startswith(typed) for word in words) for typed in text.casefold().split())


def _offer(session: Session, hit: Hit) -> Offer | None:
    return session.found_offer(Step(hit.step), hit.id)


def _sizes(session: Session, text: str) -> list[Found]:
    """A size as it was typed, in any notation; else the sizes of the list that hold these digits."""
    if not _DIGIT.search(text):
        return []
    try:
        typed = session.size_offer(parse_size(text)) if session.piece and session.piece.print else None
    except SizeError:
        typed = None
    if typed:
        return [Found(f"{typed.name} in", STEP_WORDS[Step.SIZE], typed)]
    wanted = "".join(text.casefold().split()).replace("×", "x")
    if "x" not in wanted:
        return []
    rows = session.offers(Step.SIZE)
    names = ((offer, "".join(offer.name.split()).replace("×", "x")) for offer in rows)
    return [Found(f"{offer.name} in", STEP_WORDS[Step.SIZE], offer) for offer, name in names if wanted in name]
