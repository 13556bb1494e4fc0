"""Commands as the shell runs them, a service for them, and a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from fwdesk.cli import main
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app


@dataclass(frozen=True)
class Ran:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command in this process, with its own data folder."""

    def ran(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main(["--data-dir", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return ran


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Start a practice service with a profile; its URL."""
    started: list[tuple[PracticeServer, object]] = []

    def start(profile: str = "standard") -> str:
        app = create_app(None, profile=profile)
        server = PracticeServer(app)
        started.append((server, app))
        return server.start()

    yield start
    for server, app in started:
        server.stop()
        app.close()  # type: ignore[attr-defined]


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    path = tmp_path / "lake.jpg"
    Image.radial_gradient("L").resize((1600, 2000)).convert("RGB").save(path)
    return path


@pytest.fixture
def order_file(tmp_path: Path, lake: Path) -> Callable[..., Path]:
    """Write an ORDER.json; arguments replace its fields."""

    def write(**changes: object) -> Path:
        body = {
            "recipient": {
                "first_name": "Ada",
                "last_name": "Example",
                "address_1": "100 Main St",
                "city": "San Antonio",
                "state_code": "TX",
                "zip_postal_code": "78205",
                "country_code": "us",
            },
            "lines": [{"code": "5M6M9S8x10", "quantity": 2, "image": lake.name, "title": "Lake"}],
            "shipping_code": "cheapest",
        }
        path = tmp_path / "order.json"
        path.write_text(json.dumps(body | changes), encoding="utf-8")
        return path

    return write
