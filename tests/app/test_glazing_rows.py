"""The rows of the glazing step say what matters, and what two mats do to a matte face."""

from __future__ import annotations

from fwdesk.app.rows import rows_for
from fwdesk.app.session import Session
from fwdesk.domain.rules import Step
from tests.support.desks import FULL

TWO_MATS = "5M6M9S16x20F96S20x24J1S16x20J2S16.5x20.5G1"


def test_each_glazing_says_three_things(session: Session) -> None:
    session.set_code(FULL)
    rows = {row.offer.name: row for row in rows_for(session, Step.GLAZING)}
    assert rows["Premium Clear"].note.startswith("Reflects like a window, no UV filter named, light (acrylic). ")
    assert rows["Museum Glass (practice)"].note.startswith("Hardly reflects, filters UV, heavy (glass). ")
    assert {row.badge for row in rows.values()} == {""}
    session.set_code(TWO_MATS)
    badges = {row.offer.name: row.badge for row in rows_for(session, Step.GLAZING) if row.badge}
    assert badges == {"Non-Glare Acrylic (practice)": "Hazy over two mats"}
