"""`fwdesk doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

from fwdesk.cli import doctor
from tests.unit.cli.conftest import Run


def lines(out: str) -> dict[str, tuple[str, str]]:
    return {line[6:22].strip(): (line[:5].strip(), line[23:]) for line in out.splitlines() if line[:5].strip()}


def test_a_computer_that_can_run_the_desk(run: Run, tmp_path: Path) -> None:
    ran = run("doctor")

    assert ran.code == 0, ran.out
    found = lines(ran.out)
    assert found["Versions"][1].startswith("fwdesk 0.")
    assert str(tmp_path / "data") in found["Orders folder"][1]
    assert found["Service"][0] == "ok"
    assert "no password store" in found["Password store"][1], "the tests have none"
    assert found["Pictures"][0] == "ok"


def test_what_is_missing_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("requests", "no-such-package"))
    monkeypatch.setattr(doctor, "_SAMPLE", "sample/none.jpg")
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", ())
    monkeypatch.setattr(doctor, "import_module", _no_qt)
    ran = run("doctor")

    assert ran.code == 1
    assert "no-such-package is missing" in ran.out
    for what in ("Packages", "Resources", "Fonts", "Qt"):
        assert f"fix   {what}" in ran.out
    assert "libEGL" in ran.out


def _no_qt(name: str) -> None:
    raise ImportError("libEGL.so.1: cannot open shared object file")


def test_a_dead_service_is_only_worth_a_look(run: Run) -> None:
    ran = run("doctor", "--service", "http://127.0.0.1:9")

    assert ran.code == 0
    assert lines(ran.out)["Service"][0] == "look"
    assert run("doctor", "--service", "test").code == 1, "a service without keys cannot be used"


def test_orders_are_counted(run: Run, order_file: object) -> None:
    run("submit", order_file())  # type: ignore[operator]

    assert "1 order, not altered" in run("doctor").out
