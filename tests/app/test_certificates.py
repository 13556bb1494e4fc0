"""Which numbers a certificate may name, what it says of doubts, and whether names are remembered."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from fwdesk.app.authorship import MOST_TITLES, Authorship
from fwdesk.app.certificates import CertificateJob, Wanted, doubt, remark, small, uncertified, works_of
from fwdesk.app.session import Session
from fwdesk.domain.money import Money
from fwdesk.domain.order import LedgerRow, Order, OrderLine, OrderState, PrintFile
from fwdesk.domain.proof import Paper
from fwdesk.orders.editions import Edition, Number
from tests.support.desks import ADA, FULL

SHA, OTHER = "ab" * 32, "cd" * 32
AT = datetime.datetime(2026, 9, 4, tzinfo=datetime.UTC)
PLACED = LedgerRow("FWD-1", "live", OrderState.ACCEPTED, 7, "Lake", Money.of(1), "Ada", AT, AT)


def goods(code: str, quantity: int, sha256: str = SHA, title: str = "Lake") -> OrderLine:
    return OrderLine(code.upper(), quantity, PrintFile("https://x.test/a.jpg", "", 9, 9, sha256), title)


def edition(*numbers: tuple[int, str]) -> Edition:
    return Edition(SHA, "16x20", 25, tuple(Number(*number) for number in numbers))


def test_lines_have_the_numbers_of_their_order_in_the_order_they_were_taken() -> None:
    lines = (goods(FULL, 1), goods(FULL.replace("F96", "F131"), 2, title=""), goods(FULL, 1, OTHER))
    known = {(SHA, "16x20"): edition((1, "FWD-0"), (2, "FWD-1"), (3, "FWD-9"), (4, "FWD-1"), (5, "FWD-1"))}
    first, second = works_of(PLACED, Order("FWD-1", ADA, lines, "SD"), known, [Path("preview-2.png")])
    assert (first.numbers, first.title, first.preview, first.code) == ((2,), "Lake", None, FULL)
    assert (second.numbers, second.title, second.preview) == ((4, 5), "Untitled", Path("preview-2.png"))
    assert first.numbers_words == "Number 2 of 25"
    assert second.numbers_words == "Numbers 4 and 5 of 25"
    assert first.size_words == "16 × 20 in (40.6 × 50.8 cm)"


def test_numbers_that_were_given_back_are_not_certified() -> None:
    known = {(SHA, "16x20"): edition((1, "FWD-0"))}
    assert works_of(PLACED, Order("FWD-1", ADA, (goods(FULL, 1),), "SD"), known, ()) == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PLACED, ""),
        (replace(PLACED, damaged=True), "damaged"),
        (replace(PLACED, order_id=0), "once the order has its number"),
        *((replace(PLACED, state=state), "once the order") for state in OrderState if state is not OrderState.ACCEPTED),
    ],
)
def test_only_a_placed_order_is_certified(row: LedgerRow, words: str) -> None:
    assert words in uncertified(row)
    assert bool(uncertified(row)) == bool(words)


def test_what_was_canceled_or_not_live_is_said() -> None:
    assert doubt(PLACED) == ""
    assert "“Order Cancelled”" in doubt(replace(PLACED, status_label="Order Cancelled"))
    said = [remark(replace(PLACED, mode=mode)) for mode in ("live", "test", "practice")]
    assert said[0] == ""
    assert "SPECIMEN from a test order" in said[1]
    assert "SPECIMEN from a practice order" in said[2]


def test_a_certificate_holds_what_was_typed_on_one_line_and_its_number(tmp_path: Path) -> None:
    order = Order("FWD-1", ADA, (goods(FULL, 2),), "SD")
    (work,) = works_of(PLACED, order, {(SHA, "16x20"): edition((3, "FWD-1"), (4, "FWD-1"))}, ())
    wanted = Wanted("Lake\nat dawn", " Ada ", "", (4,), AT.date(), Paper.A4)
    (made,) = CertificateJob(work, wanted, "", tmp_path / "c.pdf").certificates()
    assert (made.title, made.artist, made.number, made.edition) == ("Lake at dawn", "Ada", 4, 25)
    assert [name for name, _words in made.rows] == ["Size of the print", "Edition"], "an unknown medium is not named"


def test_a_preview_that_is_no_picture_any_more_leaves_the_page_without_one(tmp_path: Path) -> None:
    broken = tmp_path / "preview-1.png"
    broken.write_bytes(b"\x89PNG and nothing of use")
    assert small(broken) is small(tmp_path / "none.png") is small(None) is None


def test_names_are_kept_and_the_oldest_titles_are_let_go(session: Session) -> None:
    names = Authorship(session)
    told: list[dict[str, object]] = []
    names.kept.connect(told.append)
    names.restore("Ada", {f"{at}": "x" for at in range(MOST_TITLES)})
    names.name("Ada Example", SHA, "Lake at dawn")
    assert (names.artist, names.title(SHA), names.title("0"), names.title("1")) == (
        "Ada Example", "Lake at dawn", "", "x",
    )  # fmt: skip
    assert told[0]["artist"] == "Ada Example"
    assert len(told[0]["titles"]) == MOST_TITLES  # type: ignore[arg-type]
