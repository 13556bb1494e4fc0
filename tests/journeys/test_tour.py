"""`fwdesk tour`: the whole job at the real desk, in a process of its own, as a person or a script starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import REFUSED_KEYS, create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

STEPS = {
    "start", "artwork", "product-type", "media", "style", "size", "collection", "frame", "mat", "glazing", "double-mat",
    "finerworks-own", "code", "code-wrong", "unavailable", "recipient", "address-wrong", "address-checked", "shipping",
    "review", "outcome", "orders",
}  # fmt: skip
ORDERING = {"recipient", "address-wrong", "address-checked", "shipping", "review", "outcome", "orders"}


def tour(out: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"} | environment
    command = [sys.executable, "-m", "fwdesk", "tour", "--out", str(out), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def read(out: Path) -> dict[str, Any]:
    return json.loads((out / "report.json").read_text(encoding="utf-8"))


def test_the_whole_job_leaves_pictures_and_a_report(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    done = tour(out)

    assert done.returncode == 0, done.stderr
    report = read(out)
    assert report["code"] == "5M6M9S16x20F96S20x24J1S16x20G1"
    assert report["wire"] == "5M6M9S16X20F96S20X24J1S16X20G1"
    cents = {name: round(float(amount) * 100) for name, amount in report["prices"].items()}
    assert cents.pop("total") == sum(cents.values())
    order = report["order"]
    assert order["state"] == "ACCEPTED"
    assert order["order_po"].startswith("FWD-")
    assert order["read_back"]["order_id"] == order["order_id"] > 0
    assert order["order_po"] in done.stdout
    assert {step["name"] for step in report["steps"]} == STEPS
    assert report["skipped"] == {}
    for number, step in enumerate(report["steps"], 1):
        assert step["picture"].startswith(f"{number:02}-")
        with Image.open(out / step["picture"]) as picture:
            assert picture.size == (1360, 860)
            assert picture.convert("L").getextrema() != (255, 255)
    assert (out / "data").is_dir(), "nothing was kept in the person's own folders"


class PrintsOnly:
    """The practice service without frames, mats and glazing."""

    def __init__(self) -> None:
        self.app = create_app(None)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"].lower()
        lists = {"/v3/list_collections": "collections", "/v3/list_mats": "mats", "/v3/list_glazing": "glazing"}
        if path in lists:
            body = {"status": {"success": True, "status_code": 200, "message": ""}, lists[path]: []}
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(body).encode()]
        return self.app(environ, start_response)


def test_a_service_of_prints_alone_is_toured_without_framing(tmp_path: Path, picture: Callable[[], Path]) -> None:
    app = PrintsOnly()
    with PracticeServer(app) as server:
        done = tour(tmp_path, "--service", server.url, "--artwork", str(picture()), "--dark", "--size", "1000x700")
    app.app.close()

    assert done.returncode == 0, done.stderr
    report = read(tmp_path)
    assert {"frame", "mat", "glazing", "double-mat", "finerworks-own"} <= set(report["skipped"])
    assert {step["name"] for step in report["steps"]} >= ORDERING
    assert "F" not in report["code"]
    assert report["prices"]["frame"] == "0.00"


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[], Path]:
    def make() -> Path:
        path = tmp_path / "lake.png"
        Image.linear_gradient("L").resize((1800, 1200)).convert("RGB").save(path)
        return path

    return make


def test_a_tour_that_cannot_go_on_names_the_step_and_keeps_a_picture(tmp_path: Path) -> None:
    keys = dict(zip(("FWDESK_WEB_API_KEY", "FWDESK_APP_KEY"), REFUSED_KEYS, strict=True))
    app = create_app(None)
    with PracticeServer(app) as server:
        done = tour(tmp_path, "--service", server.url, **keys)
    app.close()

    assert done.returncode == 1
    assert done.stderr.startswith("The tour stopped at start:")
    assert "refuses the keys" in done.stderr
    assert (tmp_path / "01-failed.png").is_file()
    assert "refuses the keys" in read(tmp_path)["failed"]


def test_an_order_that_is_not_accepted_ends_the_tour(tmp_path: Path) -> None:
    app = create_app(None, profile="null_test_orders")
    with PracticeServer(app) as server:
        done = tour(tmp_path, "--service", server.url)
    app.close()

    assert done.returncode == 1
    assert "The tour stopped at outcome: It is not clear whether this order arrived" in done.stderr
    report = read(tmp_path)
    assert report["order"]["state"] == "UNKNOWN"
    assert len(report["steps"]) >= 20


def test_what_a_tour_will_not_do(tmp_path: Path) -> None:
    live = tour(tmp_path, "--service", "live")
    assert (live.returncode, live.stderr.count("\n")) == (2, 1)
    missing = tour(tmp_path, "--artwork", str(tmp_path / "none.jpg"))
    assert missing.returncode == 2
    assert not (tmp_path / "report.json").exists()
