"""`fwdesk explain` and `fwdesk code`."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from fwdesk.domain.code import parse_code
from tests.unit.cli.conftest import Run

FULL = "5M6M9S16x20F96S20x24J1S16x20G1"


def test_a_code_as_json_is_exactly_what_the_design_says(run: Run) -> None:
    assert json.loads(run("explain", "5m6m9s7.5X6f96S20x24j1s16x20J2S16DD5x20DD5G1", "--json").out) == {
        "code": "5M6M9S7DD5x6F96S20x24J1S16x20J2S16DD5x20DD5G1",
        "wire": "5M6M9S7DD5X6F96S20X24J1S16X20J2S16DD5X20DD5G1",
        "print": {"product_type": 5, "media": 6, "style": 9, "width": "7.5", "height": "6"},
        "frame": {
            "frame": 96,
            "width": "20",
            "height": "24",
            "mats": [
                {"mat": 1, "width": "16", "height": "20"},
                {"mat": 2, "width": "16.5", "height": "20.5"},
            ],
            "glazing": 1,
        },
        "unknown": "",
    }


def test_what_is_absent_or_unknown_is_said(run: Run) -> None:
    frame_alone = json.loads(run("explain", "F96S20x24", "--json").out)
    assert frame_alone["print"] is None
    assert frame_alone["frame"]["glazing"] == 0
    tail = json.loads(run("explain", "5M6M9S16x20Zq7", "--json").out)
    assert tail["frame"] is None
    assert tail["unknown"] == "Zq7"
    assert json.loads(run("explain", "AP1556P79511", "--json").out)["unknown"] == "AP1556P79511"


def test_plain_words_name_every_part(run: Run) -> None:
    ran = run("explain", FULL)

    assert ran.code == 0
    for words in (
        "product type 5",
        "media 6",
        "style 9",
        "16 × 20 in",
        "frame 96",
        "20 × 24",
        "mat, id 1",
        "glazing 1",
    ):
        assert words in ran.out
    assert "40.6 × 50.8 cm" in ran.out
    assert "inference" not in ran.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5M6M9S16x20F96S20x24J1S16x20J2S17x21", "inference"),
        ("F0S20x24J1S16x20", "no moulding"),
        ("5M6M9S16x20-KIT", "kept as it is"),
        ("AP1556P79511", "inventory SKU"),
        ("F96S16x20J1S16x20", "leaves no mat"),
        ("F96S20x24J1S14x20", "3 and 2 in of mat"),
    ],
)
def test_what_is_unusual_is_said_in_words(run: Run, code: str, words: str) -> None:
    assert words in run("explain", code).out


def test_a_malformed_code_is_pointed_at(run: Run) -> None:
    ran = run("explain", " 5M6M9S16x?F96 ", "--json")

    assert ran.code == 2
    assert ran.err.splitlines()[:2] == ["5M6M9S16x?F96", " " * 9 + "^"]
    assert "At character 10: expected the height of the print in inches, found '?F96'." in ran.err
    error = json.loads(ran.out)["error"]
    assert (error["position"], error["found"]) == (9, "'?F96'")
    assert run("explain", "5M6M9S16x").out == ""


def test_a_very_long_or_unprintable_code_is_still_a_short_message(run: Run) -> None:
    ran = run("explain", "5M6M9S\x1b[31m" + "9" * 5000)

    assert ran.code == 2
    assert "\x1b" not in ran.err.splitlines()[0]
    assert len(ran.err) < 400


def test_explain_needs_neither_qt_nor_anything_heavy() -> None:
    words = "import sys; from fwdesk.cli import main; main(['explain', '5M6M9S16x20']); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    loaded = {name.partition(".")[0] for name in said.split()}
    assert not loaded & {"PySide6", "shiboken6", "requests", "pydantic", "PIL", "werkzeug", "keyring", "platformdirs"}


# --- code


def test_a_code_is_written_in_both_spellings(run: Run) -> None:
    parts = ("--type", 5, "--media", 6, "--style", 9, "--size", "16x20")
    framing = ("--frame", 96, "--opening", "20 x 24 in", "--mat", "1:16x20", "--glazing", 1)

    assert run("code", *parts).out == "5M6M9S16x20\n"
    assert run("code", *parts, *framing).out == FULL + "\n"
    assert run("code", *parts, *framing, "--wire").out == FULL.replace("x", "X") + "\n"


def test_sizes_are_read_in_any_notation_and_mats_base_first(run: Run) -> None:
    ran = run("code", "--frame", 0, "--opening", "20 1/2 x 24.25", "--mat", "1:16x20", "--mat", "2: 42 x 53 cm")

    code = parse_code(ran.out)
    assert code.frame is not None
    assert [mat.mat for mat in code.frame.mats] == [1, 2]
    assert str(code) == "F0S20DD5x24DD25J1S16x20J2S16DD54x20DD87"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "give --type"),
        ("--type 5 --size 8x10", "missing: --media, --style"),
        ("--glazing 1", "need --frame"),
        ("--frame 96", "needs --opening"),
        ("--frame 0 --opening 8x10", "empty package"),
        ("--frame 0 --opening 20x24 --mat 1:16x20 --glazing 1", "needs a frame"),
        ("--frame 9 --opening 20x24 --mat 1:21x20", "leaves no mat"),
        ("--frame 9 --opening 20x24 --mat 1:16x20 --mat 2:15x20", "must be the larger one"),
        ("--frame 9 --opening 20x24 --mat 1:9x9 --mat 1:9x9 --mat 1:9x9", "at most two mats"),
        ("--type 5 --media 6 --style 9 --size 16x20 --frame 9 --opening 8x10", "smaller than the print"),
        ("--type five", "not a whole number"),
        ("--frame 9 --opening big", "two lengths"),
        ("--frame 9 --opening 20x24 --mat 16x20", "a colon and its window"),
    ],
)
def test_contradictions_are_refused_with_words(run: Run, arguments: str, words: str) -> None:
    ran = run("code", *arguments.split())

    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""
