"""Every hostile picture, as the artist's file and as the service's answer: shown, or refused by name; the desk lives.

`FWDESK_RUNS=full` takes every prefix and thousands of mutations; the ordinary run takes some of each.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from fwdesk.artwork.open import SERVICE_BYTES, Decoder
from fwdesk.domain.errors import ArtworkError
from tests.unit.artwork.hostile import KINDS, REFUSED, SHOWN, SLOW, saved

FULL = os.environ.get("FWDESK_RUNS") == "full"
MOST_GROWTH = 64 * 2**20
MOST_CHILD = 2**30


def memory(pid: int, field: str) -> int:
    """Bytes of a process, by /proc: VmRSS now, VmHWM at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        made.decode_service_picture(saved(Image.new("RGB", (9, 9)), "PNG"))
        before = memory(os.getpid(), "VmRSS")
        yield made
        assert memory(os.getpid(), "VmRSS") - before < MOST_GROWTH


def child_peak(decoder: Decoder) -> int:
    return memory(decoder.process.pid, "VmHWM") if decoder.process else 0


def refusal(work: Callable[[], object]) -> ArtworkError | None:
    """Why it was refused, None if it was not. A crash or a timeout of the child is no answer."""
    try:
        work()
    except ArtworkError as error:
        return error
    return None


def outcome(decoder: Decoder, path: Path) -> str:
    error = refusal(lambda: decoder.open_artwork(path, proxy_side=600))
    if error is None:
        return SHOWN
    assert error.kind not in {"broken", "time"}, error
    assert path.name in str(error)
    assert str(error).endswith((".", ")"))
    return REFUSED


def served(decoder: Decoder, data: bytes) -> str:
    error = refusal(lambda: decoder.decode_service_picture(data))
    assert error is None or error.kind not in {"broken", "time"}, error
    return REFUSED if error else SHOWN


@pytest.mark.parametrize("name", [name for name in KINDS if FULL or name not in SLOW])
def test_hostile_files_are_shown_or_refused_by_name(decoder: Decoder, tmp_path: Path, name: str) -> None:
    make, wanted = KINDS[name]
    data = make()
    path = tmp_path / name
    path.write_bytes(data)
    began = time.monotonic()
    assert outcome(decoder, path) in ({SHOWN, REFUSED} if wanted == "either" else {wanted})
    assert time.monotonic() - began < 30
    assert child_peak(decoder) <= MOST_CHILD
    # No TIFF comes from a service, and a GIF does.
    if len(data) <= SERVICE_BYTES and path.suffix != ".tif":
        assert served(decoder, data) in ({SHOWN, REFUSED} if wanted == "either" else {wanted})
    assert child_peak(decoder) <= MOST_CHILD


def step(length: int) -> int:
    return 1 if FULL else max(1, length // 25)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_every_prefix_is_a_clean_error_or_the_identical_picture(decoder: Decoder, tmp_path: Path, kind: str) -> None:
    more = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    whole = saved(Image.effect_noise((40, 30), 80).convert("RGB"), kind, **more)
    path = tmp_path / f"cut.{kind.lower()}"
    path.write_bytes(whole)
    expected = decoder.open_artwork(path).proxy
    whole_ones = 0
    for length in range(0, len(whole), step(len(whole))):
        path.write_bytes(whole[:length])
        shown: list[Image.Image] = []
        error = refusal(lambda shown=shown: shown.append(decoder.open_artwork(path).proxy))
        assert error is None or error.kind in {"cut off", "empty", "not a picture"}
        if error is None:
            assert ImageChops.difference(shown[0], expected).getbbox() is None
            whole_ones += 1
    assert whole_ones <= 24  # a tail that holds no pixels


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_mutations_never_take_the_child_down(decoder: Decoder, tmp_path: Path) -> None:
    chance = random.Random(20261125)
    names = [name for name in KINDS if name not in SLOW]
    for number in range(2000 if FULL else 60):
        name = chance.choice(names)
        data = bytearray(KINDS[name][0]())
        for _ in range(chance.randint(1, 12)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(data)
        outcome(decoder, path)
        path.unlink()
    assert child_peak(decoder) <= MOST_CHILD
