from __future__ import annotations

from pathlib import Path

import pytest

from fwdesk.store.cache import Cache


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.cached"))


def test_what_was_put_comes_back_with_its_age(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(tmp_path / "c", clock=clock)
    assert cache.get("https://x.example/../../a?b=1") is None
    cache.put("https://x.example/../../a?b=1", b"picture")
    clock.now += 60
    found = cache.get("https://x.example/../../a?b=1")
    assert found is not None
    assert (found.data, found.age) == (b"picture", 60)
    assert [path.parent for path in kept(tmp_path / "c")] == [tmp_path / "c"]
    clock.now -= 3600
    assert cache.get("https://x.example/../../a?b=1").age == 0  # type: ignore[union-attr]


def test_the_oldest_go_first(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(tmp_path, limit=3 * 132, clock=clock)
    for key in "abcd":
        clock.now += 1
        cache.put(key, key.encode() * 100)
    assert [bool(cache.get(key)) for key in "abcd"] == [False, True, True, True]
    cache.put("larger than all", b"x" * 1000)
    assert len(kept(tmp_path)) == 3
    cache.clear()
    assert kept(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 200])
def test_a_half_written_entry_is_not_found_and_goes(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("a", b"x" * 100)
    kept(tmp_path)[0].write_bytes(damage)
    assert cache.get("a") is None
    assert kept(tmp_path) == []


def test_a_bad_disk_means_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("a", b"x")
    assert cache.get("a") is None
    cache.clear()


def test_any_text_is_a_key(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("", "\0", "\ud800", "x" * 10_000, "CON", "a/b"):
        cache.put(key, key.encode("utf-8", "surrogatepass"))
    assert cache.get("\ud800") is not None
    assert len(kept(tmp_path)) == 6
