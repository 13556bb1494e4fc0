"""Two spellings of an address, letter by letter: what a service would change of what was typed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields, replace

from fwdesk.domain.order import Recipient

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is spelled in two ways. The spans are the stretches of each that the other does not have."""

    field: str
    typed: str
    suggested: str
    typed_spans: tuple[Span, ...]
    suggested_spans: tuple[Span, ...]


def changes(typed: Recipient, suggested: Recipient) -> tuple[FieldChange, ...]:
    """The fields in which two spellings differ, in the order of an address.

    The case of country and state codes is no difference: they go out in one case (`order_bodies.address_body`).
    """
    return tuple(
        _change(field.name, one, other)
        for field in fields(Recipient)
        if _loose(field.name, one := getattr(typed, field.name))
        != _loose(field.name, other := getattr(suggested, field.name))
    )


def completed(typed: Recipient, suggested: Recipient) -> Recipient:
    """A suggestion with what the service left out of its answer: names, phone, whatever came back empty.

    Only the further lines of the street may be empty on purpose: a service may write all of it in the first.
    """
    lines = {"address_2", "address_3"}
    names = [field.name for field in fields(Recipient) if field.name not in lines]
    return replace(suggested, **{name: getattr(suggested, name) or getattr(typed, name) for name in names})


def _loose(field: str, value: str) -> str:
    return value.lower() if field in {"country_code", "state_code"} else value


def _change(field: str, typed: str, suggested: str) -> FieldChange:
    matcher = difflib.SequenceMatcher(None, typed, suggested, autojunk=False)
    here: list[Span] = []
    there: list[Span] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            here += [(i1, i2)] if i2 > i1 else []
            there += [(j1, j2)] if j2 > j1 else []
    return FieldChange(field, typed, suggested, tuple(here), tuple(there))


def only_case(found: tuple[FieldChange, ...]) -> bool:
    """True if two spellings differ in nothing but capitals and small letters."""
    return all(change.typed.casefold() == change.suggested.casefold() for change in found)
