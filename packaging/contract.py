"""Plays every request of the API description against the practice service, with schemathesis.

packaging/test.py runs it; alone it is `python3 packaging/contract.py`. The description is made from
tests/data/schemas.json, the service listens on 127.0.0.1, and schemathesis lives in an environment of its own. Two runs
share the two cores of continuous integration, each with a service of its own so that neither disturbs the other; both
are the same each time. A last short run must fail: it plays against a service that answers otherwise than described.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import setup_env

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 240
"""When a run is given up. An idle machine of two cores needs about 25."""
KEYS = {
    "web_api_key": "5a1e0000-7e57-4000-8000-000000000001",
    "app_key": "5a1e0000-7e57-4000-8000-000000000002",
}
# Whether data that breaks a schema is refused is held by tests/contract/test_practice_schemas.py: the real service
# coerces and ignores, so that schemathesis would call its leniency an error. Keys are refused with 400, not 401.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
RUNS = {
    "edges": ["--phases", "coverage", "--mode", "positive"],
    "random": ["--phases", "examples,fuzzing", "--mode", "all", "--max-examples", "6"],
}
CANARY = ["--phases", "examples", "--include-name", "POST /v3/list_mats"]


@contextmanager
def service(profile: str) -> Iterator[str]:
    """A practice service of its own; gives its URL."""
    command = [str(setup_env.PYTHON), "-m", "fwdesk", "practice", "--profile", profile]
    with subprocess.Popen(command, cwd=setup_env.ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url:
                raise setup_env.SetupError("The practice service did not start.")
            yield url
        finally:
            process.terminate()


def begin(folder: Path, url: str, arguments: list[str]) -> subprocess.Popen[str]:
    """Start schemathesis in a folder, where it may leave what it likes."""
    folder.mkdir()
    headers = [part for name, value in KEYS.items() for part in ("--header", f"{name}: {value}")]
    fixed = ["--generation-deterministic", "--continue-on-failure", "--warnings", "off", "--no-color"]
    command = [str(setup_env.CONTRACT_PYTHON), "-m", "schemathesis.cli", "run", str(folder.parent / "openapi.json")]
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        return subprocess.Popen(
            [*command, "--url", url, "--checks", ",".join(CHECKS), *headers, *fixed, *arguments],
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )


def finish(process: subprocess.Popen[str], seconds: float) -> int | None:
    """Its exit code; None when it had to be stopped."""
    try:
        return process.wait(timeout=max(seconds, 1))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return None


def play(folder: Path) -> list[str]:
    """All runs; what went wrong, in words."""
    until = time.monotonic() + SECONDS
    trouble: list[str] = []
    with service("standard") as first, service("standard") as second:
        urls = dict(zip(RUNS, (first, second), strict=True))
        running = {name: begin(folder / name, urls[name], arguments) for name, arguments in RUNS.items()}
        for name, process in running.items():
            code = finish(process, until - time.monotonic())
            text = (folder / name / "said.txt").read_text(encoding="utf-8")
            if code != 0:
                print(text)
                trouble.append(f"{name}: {f'not done after {SECONDS} s' if code is None else 'see above'}")
            print(f"{name}: {next((line for line in text.splitlines() if ' generated, ' in line), '').strip()}")
    with service("bare_lists") as odd:
        code = finish(begin(folder / "canary", odd, CANARY), 60)
        text = (folder / "canary" / "said.txt").read_text(encoding="utf-8")
        if code != 1 or "Response violates schema" not in text:
            trouble.append("a service that answers otherwise than described was not found out")
    return trouble


def main(_arguments: list[str]) -> int:
    setup_env.ensure_environment("dev")
    setup_env.ensure_contract()
    with tempfile.TemporaryDirectory(prefix="fwdesk-contract-") as folder:
        description = Path(folder) / "openapi.json"
        script = setup_env.ROOT / "tests" / "contract" / "openapi.py"
        with description.open("w", encoding="utf-8") as out:
            subprocess.run([sys.executable, str(script)], stdout=out, check=True)
        trouble = play(Path(folder))
    for line in trouble:
        print(line)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(setup_env.guarded(main, sys.argv[1:]))
