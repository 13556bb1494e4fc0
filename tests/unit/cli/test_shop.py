"""`fwdesk price`, `preview`, `submit` and `orders`, against the practice service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from fwdesk.domain.errors import Refused
from fwdesk.finerworks.client import FinerWorks
from tests.unit.cli.conftest import Run

FULL = "5M6M9S16x20F96S20x24J1S16x20G1"
Serve = Callable[[str], str]


def test_prices_are_itemised_and_add_up(run: Run) -> None:
    ran = run("price", FULL, "5M6M9S8x10", "--json")

    assert ran.code == 0
    full, bare = json.loads(ran.out)
    cents = {name: round(float(full[name]) * 100) for name in ("print", "frame", "mats", "glazing", "total")}
    assert cents.pop("total") == sum(cents.values())
    assert full["code"] == FULL
    assert full["wire"] == FULL.replace("x", "X")
    assert (bare["frame"], bare["quantity"]) == ("0.00", 1)
    shown = run("price", FULL).out
    assert all(word in shown for word in ("Print", "Frame", "Mats", "Glazing", "Total", "Practice"))
    assert f"${full['total']}" in shown


def test_what_cannot_be_priced_says_why(run: Run) -> None:
    ran = run("price", "5M6M9S8x10", "77M6M9S8x10")

    assert ran.code == 1
    assert "is not available" in ran.out
    rows = json.loads(run("price", "77M6M9S8x10", "--quantity", 25, "--json").out)
    assert rows[0]["total"] is None
    assert rows[0]["info"]


def test_errors_are_one_sentence(run: Run) -> None:
    assert run("price", "nonsense").code == 2
    dead = run("price", FULL, "--service", "http://127.0.0.1:9")
    assert (dead.code, dead.out) == (1, "")
    assert dead.err.count("\n") == 1
    assert "cannot be reached" in dead.err
    keyless = run("price", FULL, "--service", "test")
    assert keyless.code == 1
    assert "FWDESK_WEB_API_KEY" in keyless.err


@pytest.mark.parametrize("view", ["framed", "wall", "dimensions"])
def test_a_piece_is_drawn_without_a_window(run: Run, lake: Path, tmp_path: Path, view: str) -> None:
    out = tmp_path / "new" / f"{view}.png"
    ran = run("preview", FULL, lake, "-o", out, "--px", 400, "--view", view)

    assert ran.code == 0
    with Image.open(out) as picture:
        assert max(picture.size) == pytest.approx(400, abs=2)
        assert (picture.width > picture.height) == (view == "wall"), "a room is wide"
    assert "outside 21½ × 25½" in ran.out


def test_large_pictures_are_drawn_from_the_file_itself(run: Run, tmp_path: Path) -> None:
    """The copy that is opened first is 2,400 px long."""
    fine, out = tmp_path / "fine.png", tmp_path / "print.png"
    Image.frombytes("L", (2400, 3000), (b"\xff" * 2400 + b"\0" * 2400) * 1500).save(fine)
    assert run("preview", "5M6M9S16x20", fine, "-o", out, "--px", 6000, "--view", "print").code == 0
    with Image.open(out) as picture:
        assert picture.size == (2400, 3000)
        assert picture.convert("L").crop((900, 800, 901, 804)).tobytes() == b"\xff\0\xff\0"
        assert "color not proofed" in picture.info["Description"]
        assert picture.info["icc_profile"]
    cut = run("preview", FULL, fine, "-o", tmp_path / "cut.png", "--px", 500, "--view", "cut-out")
    assert cut.code == 0
    with Image.open(tmp_path / "cut.png") as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("profile", ["standard", "bare_lists"])
def test_finerworks_own_picture_is_saved(run: Run, serve: Serve, lake: Path, tmp_path: Path, profile: str) -> None:
    out = tmp_path / "theirs.jpg"
    ran = run("preview", FULL, lake, "-o", out, "--official", "--service", serve(profile))

    assert ran.code == 0
    assert "FinerWorks' own picture" in ran.out
    with Image.open(out) as picture:
        assert picture.format == "JPEG"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((FULL, "lake.jpg", "-o", "x.bmp"), 2, "must end in .png"),
        ((FULL, "lake.jpg", "-o", "x.png", "--official", "--view", "wall"), 2, "has no --view"),
        ((FULL, "lake.jpg", "-o", "x.jpg", "--view", "cut-out"), 2, "only PNG knows"),
        (("5M6M9S8x10", "lake.jpg", "-o", "x.png", "--official"), 2, "framing only"),
        (("AP1P1", "lake.jpg", "-o", "x.png"), 2, "inventory SKU"),
        (("5M6M9S8x", "lake.jpg", "-o", "x.png"), 2, "At character"),
        (("5M6M999S8x10", "lake.jpg", "-o", "x.png"), 1, "not in this catalog"),
        (("5M6M9S8x10", "none.jpg", "-o", "x.png"), 1, "none.jpg"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    run: Run, lake: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.chdir(lake.parent)
    ran = run("preview", *arguments)

    assert ran.code == code
    assert words in ran.err
    assert not Path("x.png").exists()


# --- orders


def test_a_test_order_is_placed_once_and_is_in_the_ledger(run: Run, order_file: Callable[..., Path]) -> None:
    assert "no orders yet" in run("orders").out
    ran = run("submit", order_file())

    assert ran.code == 0
    assert "Nothing is made or billed" in ran.out
    (row,) = json.loads(run("orders", "--json").out)
    assert row["order_po"] in ran.out
    assert str(row["order_id"]) in ran.out
    assert (row["state"], row["mode"], row["codes"]) == ("ACCEPTED", "practice", ["5M6M9S8X10"])
    assert row["status"]
    assert row["order_po"] in run("orders", "--service", "practice").out
    assert json.loads(run("orders", "--json", "--service", "test").out) == []


def test_sending_it_a_second_time_is_remarked(run: Run, order_file: Callable[..., Path]) -> None:
    run("submit", order_file())
    again = run("submit", order_file())

    assert again.code == 0
    assert "The same pieces went to the same recipient" in again.err


@pytest.mark.parametrize(
    ("profile", "code", "words"),
    [
        ("unlisted_test_orders", 0, "Test order placed"),
        ("lost_answers", 4, "not clear"),
        ("null_test_orders", 4, "not clear"),
        ("failing:1", 6, "not sent"),
    ],
)
def test_every_outcome_has_its_exit_code(
    run: Run, serve: Serve, order_file: Callable[..., Path], profile: str, code: int, words: str
) -> None:
    ran = run("submit", order_file(), "--service", serve(profile))

    assert ran.code == code
    assert words in ran.out + ran.err


def test_a_refusal_has_its_own(run: Run, order_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("The account is closed.", status=400)

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", refuse)
    ran = run("submit", order_file())

    assert ran.code == 5
    assert "The account is closed." in ran.out
    assert json.loads(run("orders", "--json").out)[0]["state"] == "REFUSED"


def test_ctrl_c_while_it_is_sent_leaves_it_unclear(
    run: Run, order_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", stop)
    ran = run("submit", order_file())

    assert ran.code == 130
    assert "unclear" in ran.err
    assert json.loads(run("orders", "--json").out)[0]["state"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"shipping_code": "pigeon"}, 6, "is not offered"),
        ({"lines": []}, 2, "at least one line"),
        ({"line": 1}, 2, "Was lines meant?"),
        ({"lines": [{"code": "5M6M9S8x10", "image": "none.jpg"}]}, 6, "none.jpg"),
        ({"lines": [{"code": "77M6M9S8x10", "image": "lake.jpg"}]}, 6, "not in this catalog"),
    ],
)
def test_what_keeps_an_order_from_being_sent(
    run: Run, order_file: Callable[..., Path], changes: dict[str, object], code: int, words: str
) -> None:
    ran = run("submit", order_file(**changes))

    assert ran.code == code
    assert words in ran.err
    assert "no orders yet" in run("orders").out


def test_live_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    ran = run("submit", tmp_path / "none.json", "--service", "live")

    assert ran.code == 2
    assert "refuses the live service" in ran.err


def test_a_picture_on_the_web_is_fetched_and_checked(run: Run, order_file: Callable[..., Path], tmp_path: Path) -> None:
    line = {"code": "5M6M9S8x10", "image": "http://pictures.example/lake.jpg"}
    ran = run("submit", order_file(lines=[line]))

    assert ran.code == 6
    assert "must begin with https://" in ran.err
