"""The example in the package's docstring runs as it stands against the practice service; naming it costs nothing."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import textwrap

import pytest

import fwdesk.finerworks
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import PRACTICE_KEYS, create_app

HOST = "https://v2.api.finerworks.com"


def example() -> str:
    """The indented part of the docstring."""
    lines = (fwdesk.finerworks.__doc__ or "").splitlines()
    return textwrap.dedent("\n".join(line for line in lines if line.startswith("    ") or not line))


@pytest.mark.parametrize("profile", ["standard", "v2", "v2+bare_lists+picture_data_uri"])
def test_the_worked_example_works(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = example()
    assert text.count(HOST) == 1
    app = create_app(profile=profile)
    server = PracticeServer(app)
    server.start()
    names: dict[str, object] = {
        "web_api_key": PRACTICE_KEYS[0], "app_key": PRACTICE_KEYS[1],
        "url": "https://files.example/a.jpg", "thumbnail_url": "https://files.example/t.jpg",
    }  # fmt: skip
    try:
        exec(text.replace(HOST, server.url), names)
    finally:
        server.stop()
        app.close()
    printed = capsys.readouterr().out
    assert "$" in printed
    assert isinstance(names["picture"], bytes)
    assert getattr(names["confirmation"], "order_id", 0) > 0
    assert getattr(names["confirmation"], "order_po", "") == "DEMO-1001"


def test_every_public_name_is_there() -> None:
    for name in dir(fwdesk.finerworks):
        assert getattr(fwdesk.finerworks, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = fwdesk.finerworks.nothing  # pyright: ignore[reportAttributeAccessIssue]


def test_types_and_run_time_know_the_same_names() -> None:
    tree = ast.parse(inspect.getsource(fwdesk.finerworks))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    typed = {(node.module, name.name) for node in block.body if isinstance(node, ast.ImportFrom) for name in node.names}
    homes = fwdesk.finerworks._HOMES  # pyright: ignore[reportPrivateUsage]
    assert typed == {(module, name) for module, names in homes.items() for name in names}


def test_naming_the_package_imports_nothing_heavy() -> None:
    code = "import sys, fwdesk.finerworks; print(sorted({'requests', 'pydantic', 'urllib3', 'ssl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
