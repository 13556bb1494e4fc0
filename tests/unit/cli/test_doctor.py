"""`fwdesk doctor`."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringLocked

from fwdesk.app.service import Kind
from fwdesk.app.workshop import HOSTS
from fwdesk.cli import doctor
from tests.support.accounts import AccountServer
from tests.support.stores import APP, WEB, known, leak
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


@pytest.mark.parametrize(
    ("environ", "mark", "says"),
    [
        ({}, "ok", "None yet."),
        ({"FWDESK_WEB_API_KEY": WEB, "FWDESK_APP_KEY": APP}, "ok", "In the environment"),
        ({"FWDESK_WEB_API_KEY": WEB}, "look", "The App key is empty."),
        ({"FWDESK_WEB_API_KEY": f"{WEB} {APP}", "FWDESK_APP_KEY": APP}, "look", "blanks or line breaks"),
    ],
)
def test_keys_are_looked_for_and_never_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], mark: str, says: str
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ran = run("doctor")
    assert ran.code == 0, "practice needs none"
    found = lines(ran.out)
    for slot in ("Test keys", "Live keys"):
        assert found[slot][0] == mark
        assert says in found[slot][1]
    assert "c0ffee" not in f"{ran.out}{ran.err}"


def test_the_password_store_is_tried_with_a_canary(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    store = known("keyring.backends.SecretService.Keyring")
    monkeypatch.setattr(keyring, "get_keyring", lambda: store)
    assert lines(run("doctor").out)["Password store"] == (
        "ok",
        "The Secret Service of this computer keeps keys and gives them back.",
    )
    assert store.calls[:4] == ["set", "get", "delete", "get"]
    assert store.kept == {}
    store.raises = {"set": leak(), "get": KeyringLocked(WEB)}
    ran = run("doctor")
    assert lines(ran.out)["Password store"][0] == "look"
    assert lines(ran.out)["Test keys"] == (
        "look",
        "The Secret Service is locked. New keys are kept only until fwdesk closes.",
    )
    assert "c0ffee" not in f"{ran.out}{ran.err}"


def test_a_service_that_refuses_the_keys_must_be_fixed_without_showing_them(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FWDESK_WEB_API_KEY", WEB)
    monkeypatch.setenv("FWDESK_APP_KEY", APP)
    with AccountServer() as server:
        monkeypatch.setitem(HOSTS, Kind.TEST, server.url)
        for live, code, says in (
            (None, 0, "the keys are those of ada."),
            (False, 0, "those of ada (a test app)."),
            (True, 1, "they belong under Live"),
        ):
            server.live(live)
            ran = run("doctor", "--service", "test")
            assert ran.code == code
            assert says in lines(ran.out)["Service"][1]
            assert "c0ffee" not in f"{ran.out}{ran.err}"
        server.no = f"no such pair: {WEB.upper()} / {APP}"
        ran = run("doctor", "--service", "test")
        assert "no such pair: ••• / •••" in lines(ran.out)["Service"][1]
