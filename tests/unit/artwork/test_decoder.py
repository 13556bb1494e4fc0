"""The child process: killed, hanging, lying, cancelled; the service's pictures."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from fwdesk.artwork import open as opening
from fwdesk.artwork.open import Decoder
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, Cancelled

CHILD = opening.CHILD


def png(size: tuple[int, int] = (30, 20), kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0 if mode == "P" else (200, 100, 50, 255)[: len(mode)]).save(out, kind)
    return out.getvalue()


def stub(tmp_path: Path, body: str) -> tuple[str, ...]:
    path = tmp_path / "stub.py"
    path.write_text(f"import os, struct, sys, time\nstdin, stdout = sys.stdin.buffer, sys.stdout.buffer\n{body}\n")
    return (sys.executable, "-I", str(path))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "fine.png"
    path.write_bytes(png())
    return path


def pid(decoder: Decoder) -> int:
    assert decoder.process is not None
    return decoder.process.pid


def test_one_child_serves_many(picture: Path) -> None:
    with Decoder() as decoder:
        assert decoder.process is None  # nothing is started before it is needed
        decoder.open_artwork(picture)
        first = pid(decoder)
        for _ in range(20):
            decoder.open_artwork(picture)
        assert pid(decoder) == first
    assert decoder.process is None
    with pytest.raises(OSError, match="No such process"):
        os.kill(first, 0)


def test_a_child_killed_between_jobs_is_replaced(picture: Path) -> None:
    with Decoder() as decoder:
        decoder.open_artwork(picture)
        first = pid(decoder)
        os.kill(first, signal.SIGKILL)
        assert decoder.open_artwork(picture).pixels.width == 30
        assert pid(decoder) != first


def test_a_child_killed_in_a_job_refuses_that_picture_and_then_works_again(tmp_path: Path, picture: Path) -> None:
    marker = tmp_path / "died"
    command = stub(
        tmp_path,
        f"if not os.path.exists({str(marker)!r}):\n    stdin.read(8)\n    open({str(marker)!r}, 'w').close()\n"
        f"    os.kill(os.getpid(), 9)\nos.execv(sys.executable, [sys.executable, '-I', {str(CHILD)!r}])",
    )
    with Decoder(command) as decoder:
        with pytest.raises(ArtworkError, match=r"fine\.png") as caught:
            decoder.open_artwork(picture)
        assert caught.value.kind == "broken"
        assert decoder.open_artwork(picture).pixels.width == 30


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(0)",
        "stdin.read(8); stdout.write(b'hello, this is not an answer at all'); stdout.flush(); stdin.read()",
        "stdin.read(8); stdout.write(struct.pack('>II', 2**31, 2**31)); stdout.flush(); stdin.read()",
        "stdin.read(8); stdout.write(struct.pack('>II', 2, 0) + b'[]'); stdout.flush(); stdin.read()",
        "stdin.read(8); stdout.write(struct.pack('>II', 2, 0) + b'{}'); stdout.flush(); stdin.read()",
        "stdin.read(8); t = b'{\"size\": [9999, 9999]}'; stdout.write(struct.pack('>II', len(t), 3) + t + b'abc');"
        " stdout.flush(); stdin.read()",
        "stdin.read(8); t = b'{\"size\": [1, 1]}'; stdout.write(struct.pack('>II', len(t), 3) + t + b'abc');"
        " stdout.flush(); stdin.read()",
    ],
)
def test_a_lying_child_is_not_believed(tmp_path: Path, picture: Path, body: str) -> None:
    with Decoder(stub(tmp_path, body)) as decoder, pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(picture)
    assert caught.value.kind == "broken"


def test_no_child_at_all(picture: Path) -> None:
    with Decoder(("/nowhere/python",)) as decoder, pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(picture)
    assert caught.value.kind == "broken"


def test_a_hanging_child_is_given_up(tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ARTWORK_SECONDS", 0.2)
    with (
        Decoder(stub(tmp_path, "import threading; threading.Event().wait(60)")) as decoder,
        pytest.raises(ArtworkError) as caught,
    ):
        decoder.open_artwork(picture)
    assert caught.value.kind == "time"
    assert decoder.process is None


def test_waiting_can_be_cancelled(tmp_path: Path, picture: Path) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    command = stub(tmp_path, f"stdin.read(8)\nopen({str(ready)!r}, 'w').close()\nstdin.read()")
    cancel, second = Cancel(), Cancel()
    with Decoder(command) as decoder, ThreadPoolExecutor(2) as pool:
        running = pool.submit(decoder.open_artwork, picture, cancel=cancel)
        ready.read_bytes()  # the job has begun
        waiting = pool.submit(decoder.open_artwork, picture, cancel=second)
        second.cancel()
        with pytest.raises(Cancelled):
            waiting.result(5)
        assert not running.done()
        cancel.cancel()
        with pytest.raises(Cancelled):
            running.result(5)
        assert decoder.process is None
        with pytest.raises(Cancelled):
            decoder.open_artwork(picture, cancel=cancel)


def test_closing_ends_a_running_job(tmp_path: Path, picture: Path) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    decoder = Decoder(stub(tmp_path, f"stdin.read(8)\nopen({str(ready)!r}, 'w').close()\nstdin.read()"))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(decoder.open_artwork, picture)
        ready.read_bytes()
        decoder.close()
        with pytest.raises(ArtworkError):
            running.result(5)
    assert decoder.process is None
    with pytest.raises(Cancelled):
        decoder.open_artwork(picture)
    decoder.close()


def test_several_threads_take_turns(picture: Path) -> None:
    with Decoder() as decoder, ThreadPoolExecutor(6) as pool:
        sizes = {done.pixels.width for done in pool.map(lambda _: decoder.open_artwork(picture), range(30))}
    assert sizes == {30}


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("WEBP", "RGBA"), ("GIF", "P"), ("PNG", "RGBA")]
)
def test_service_pictures(kind: str, mode: str) -> None:
    with Decoder() as decoder:
        shown = decoder.decode_service_picture(png(kind=kind, mode=mode))
    assert shown.mode == "RGB"
    assert shown.size == (30, 20)


def test_service_pictures_have_limits() -> None:
    def kind(data: bytes) -> str:
        with pytest.raises(ArtworkError) as caught:
            decoder.decode_service_picture(data)
        return caught.value.kind

    with Decoder() as decoder:
        assert kind(b"") == "empty"
        assert kind(b"<html>502 Bad Gateway</html>") == "not a picture"
        assert kind(bytes(12 * 2**20 + 1)) == "too large"
        assert kind(png((7000, 6000))) == "too many pixels"
        assert kind(png()[:-30]) == "cut off"
        out = io.BytesIO()
        Image.new("RGB", (9, 9)).save(out, "TIFF")
        assert kind(out.getvalue()) == "not a picture"


def test_the_child_is_isolated_and_limited(picture: Path) -> None:
    root = str(CHILD.parents[2])
    look = (
        f"import sys; sys.path.insert(0, {root!r}); import fwdesk.artwork.decoding.serving, "
        "fwdesk.artwork.decoding.proofing, fwdesk.artwork.decoding.copying; print(*sys.modules)"
    )
    # What measures the coverage of this run would be imported by every interpreter that is told of it.
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COVERAGE"))}
    names = subprocess.run(
        (sys.executable, "-I", "-c", look), capture_output=True, text=True, check=True, env=bare
    ).stdout.split()
    house = {name for name in names if name.startswith("fwdesk") and not name.startswith("fwdesk.artwork.decoding")}
    assert house == {"fwdesk", "fwdesk.artwork"}
    assert not {"PySide6", "requests", "pydantic", "sqlite3"} & set(names)
    with Decoder() as decoder:
        decoder.open_artwork(picture)
        limits = Path(f"/proc/{pid(decoder)}/limits").read_text()
        environment = Path(f"/proc/{pid(decoder)}/environ").read_bytes()
    assert any(
        line.split()[3] == str(1200 * 2**20) for line in limits.splitlines() if line.startswith("Max address space")
    )
    assert any(line.split()[3] == "0" for line in limits.splitlines() if line.startswith("Max file size"))
    assert b"FWDESK" not in environment
