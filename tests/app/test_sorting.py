"""The frames in every order an artist can ask for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fwdesk.app.models import OptionRow
from fwdesk.app.rows import rows_for
from fwdesk.app.session import Session
from fwdesk.app.sorting import FrameOrder, sorted_frames
from fwdesk.domain.color import lab
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Frame
from fwdesk.domain.rules import Step
from tests.support.desks import FULL


def row(number: int, face: str, color: str = "", *, reason: str = "") -> OptionRow:
    look = Frame(number, f"Frame {number}", face=Decimal(face), color=color) if number else None
    return OptionRow(Offer(Step.FRAME, number, f"Frame {number}", None, reason), look=look)


ROWS = (
    row(0, "1"),
    row(1, "2", "white"),
    row(2, "1", "walnut"),
    row(3, "3", "bespoke"),
    row(4, "0.5", "black"),
    row(5, "0.25", "gray", reason="It is not made."),
)


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (FrameOrder.SHOP, [0, 1, 2, 3, 4, 5]),
        (FrameOrder.NARROW, [0, 4, 2, 1, 3, 5]),
        (FrameOrder.WIDE, [0, 3, 1, 2, 4, 5]),
        (FrameOrder.DARK, [0, 4, 2, 1, 3, 5]),
        (FrameOrder.LIGHT, [0, 1, 2, 4, 3, 5]),
        (FrameOrder.PRICE, [0, 3, 1, 2, 4, 5]),
    ],
)
def test_no_frame_stays_first_and_what_cannot_be_had_last(order: FrameOrder, ids: list[int]) -> None:
    known = {1: Money.of("2"), 3: Money.of("-4.50"), 0: Money.of("-90")}
    assert [one.offer.id for one in sorted_frames(ROWS, order, known)] == ids


@pytest.mark.parametrize("order", list(FrameOrder))
def test_every_order_has_the_same_frames(session: Session, order: FrameOrder) -> None:
    session.set_code(FULL)
    rows = rows_for(session, Step.FRAME)
    assert sorted(sorted_frames(rows, order, {}), key=rows.index) == list(rows)


def test_the_vendors_color_words_can_be_sorted(session: Session) -> None:
    session.set_code(FULL)
    rows = [one for one in sorted_frames(rows_for(session, Step.FRAME), FrameOrder.DARK, {}) if one.offer.available]
    looks = [one.look for one in rows if isinstance(one.look, Frame)]
    colors = [look.color for look in looks]
    assert set(colors) > {"walnut", "natural", "copper", "red brown"}, "the practice catalog has the hard ones"
    plain = [seen.lightness for color in colors if (seen := lab(color))]
    assert plain == sorted(plain)
    assert colors[-1] == "white", "none of the words is unknown: those would come last"
