from __future__ import annotations

import base64
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from fwdesk.domain.money import Money
from fwdesk.domain.order import Recipient
from fwdesk.domain.retail import Markup, Rounding, Rules
from fwdesk.store import settings as store
from fwdesk.store.peek import Peek, peek, peek_theme
from fwdesk.store.settings import Settings

WINDOW = base64.b64encode(b"geometry").decode()
ADA = Recipient("Ada", "Example", address_1="100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205")
WHOLE = Settings(
    service="http://127.0.0.1:8765", theme="dark", units="cm", recipient=ADA, window=WINDOW, artwork="/a.jpg"
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert store.load(path) == (Settings(), ())
    store.save(path, WHOLE)
    assert store.load(path) == (WHOLE, ())
    assert isinstance(store.load(path)[0].recipient, Recipient)
    assert peek(path) == Peek("dark", b"geometry")
    assert peek_theme(path) == "dark"


def test_retail_rules_come_back_to_the_cent(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    rules = Rules(
        Markup.FIXED, fixed=Money.of("70.10"), rounding=Rounding.NINETY_NINE, card_percent=Decimal("2.9"),
        card_fixed=Money.of("0.30"), least_margin=Decimal("33.3"),
    )  # fmt: skip
    kept = Settings(retail=rules, retail_prices={"ab:5M6M9S16x20": Decimal("249.95")}, client_mode=True)
    store.save(path, kept)
    assert store.load(path) == (kept, ())
    assert isinstance(store.load(path)[0].retail, Rules)
    assert peek(path).client


@pytest.mark.parametrize(
    "bad",
    [{"retail": {"percent": "-1"}}, {"retail": {"rounding": "7"}}, {"retail": 5}, {"client_mode": "perhaps"},
     {"retail": {"fixed": {"amount": "NaN"}}}, {"retail_prices": {"ab:5M6M9": "-3"}}],
)  # fmt: skip
def test_retail_rules_that_cannot_be_meant_are_dropped(tmp_path: Path, bad: dict[str, object]) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**bad, "artwork": "/kept.jpg"}))
    settings, notes = store.load(path)
    assert settings == Settings(artwork="/kept.jpg")
    assert len(notes) == 1
    assert not peek(path).client


def test_keys_from_elsewhere_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"schema_version": 9, "theme": "light", "sparkle": {"level": 3}}))
    settings, notes = store.load(path)
    assert "newer fwdesk" in notes[0]
    store.save(path, settings.changed(units="cm"))
    assert json.loads(path.read_text())["sparkle"] == {"level": 3}
    assert json.loads(path.read_text())["schema_version"] == 9
    assert store.load(path)[0].units == "cm"


def test_a_bad_value_is_named_and_defaulted_and_the_rest_stands(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    bad = {
        "service": "ftp://x", "theme": "pink", "units": 7, "recipient": {"first_name": "Secret", "zip_postal_code": []},
        "window": "***", "recent": [1, 2], "artwork": "/kept.jpg",
    }  # fmt: skip
    path.write_text(json.dumps(bad))
    settings, notes = store.load(path)
    assert settings == Settings(artwork="/kept.jpg")
    for name in ("service", "theme", "units", "recipient", "window", "recent"):
        assert sum(f"setting {name} " in note for note in notes) == 1
    assert "Secret" not in "".join(notes)
    assert peek(path) == Peek()


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "[" * 100_000, "{" + " " * 1_000_001])
def test_an_unreadable_file_is_kept_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert peek(path) == Peek()
    settings, notes = store.load(path)
    assert settings == Settings()
    assert "settings.json.broken-1" in notes[0]
    assert (tmp_path / "settings.json.broken-1").read_text() == text


@pytest.mark.parametrize(("raw", "theme"), [({"theme": 1, "window": 2}, "system"), ({"theme": "light"}, "light")])
def test_a_peek_takes_only_what_is_right(tmp_path: Path, raw: object, theme: str) -> None:
    (tmp_path / "s.json").write_text(json.dumps(raw))
    assert peek(tmp_path / "s.json") == Peek(theme, b"")
    assert peek(tmp_path / "none.json") == Peek()


def test_opened_artwork_comes_first_once_and_the_list_stays_short() -> None:
    settings = Settings()
    for number in [*range(20), 15]:
        settings = settings.opened(Path(f"/{number}.jpg"))
    assert settings.artwork == "/15.jpg"
    assert settings.recent[:3] == ("/15.jpg", "/19.jpg", "/18.jpg")
    assert len(settings.recent) == 12
    assert settings.recent.count("/15.jpg") == 1


def test_a_wrong_change_is_a_bug() -> None:
    with pytest.raises(ValueError, match="theme"):
        Settings().changed(theme="pink")


def test_the_first_paint_needs_no_pydantic() -> None:
    code = "import sys, fwdesk.store.peek, fwdesk.store.folders; print('pydantic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize("count", [2, 4])
def test_the_artists_own_wall_is_kept(tmp_path: Path, count: int) -> None:
    points = ((0.25, 0.5), (0.75, 0.5), (0.75, 0.9), (0.25, 0.9))[:count]
    wall = {"path": "/my wall.jpg", "points": points, "width": "8.27", "height": "11.69" if count == 4 else "0"}
    store.save(tmp_path / "s.json", Settings().changed(wall=wall))
    kept, notes = store.load(tmp_path / "s.json")
    assert notes == ()
    assert kept.wall is not None
    assert (kept.wall.points, str(kept.wall.width)) == (points, "8.27")


@pytest.mark.parametrize("points", [[[0, 0]], [[0, 0], [1, 1], [1, 0]], [[0, 0], [2, 0]], "here"])
def test_a_wall_that_was_not_measured_is_none(tmp_path: Path, points: object) -> None:
    raw = {"wall": {"path": "/w.jpg", "points": points, "width": "3"}, "theme": "dark"}
    (tmp_path / "s.json").write_text(json.dumps(raw))
    kept, notes = store.load(tmp_path / "s.json")
    assert kept.wall is None
    assert kept.theme == "dark"
    assert "wall" in notes[0]
