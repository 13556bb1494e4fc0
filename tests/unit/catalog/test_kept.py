"""The catalog on disk: what was kept is what is read, damage is noticed, and a diary says what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fwdesk.catalog import kept as kept_module
from fwdesk.catalog.changes import Kind
from fwdesk.catalog.kept import KeptCatalog
from fwdesk.catalog.snapshot import SCHEMA, Snapshot, to_text
from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog, Collection, Frame, Glazing, Mat, Media, ProductType, Style

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WALNUT = Frame(96, "Walnut", 1, starting_price=Money.of("10"))
CATALOG = Catalog(
    (ProductType(5, "Paper", "", (6,)),),
    (Media(6, 5, "Matte", style_ids=(9,)),),
    (Style(9, "No border"),),
    (Collection(1, "Gallery", frames=(WALNUT, Frame(97, "Gilt \udcff", 1))),),
    (Mat(1, "White"),),
    (Glazing(1, "Clear"),),
)
FRAMED = parse_code("5M6M9S16x20F96S16x20G1")


def at(hours: int, catalog: Catalog = CATALOG) -> Snapshot:
    return Snapshot(catalog, "practice", NOON + timedelta(hours=hours))


def frames(*rows: Frame) -> Catalog:
    return replace(CATALOG, collections=(replace(CATALOG.collections[0], frames=rows),))


@pytest.fixture
def kept(tmp_path: Path) -> KeptCatalog:
    return KeptCatalog(tmp_path / "catalogs", "practice")


def test_there_and_back(kept: KeptCatalog, tmp_path: Path) -> None:
    assert kept.read() is None
    assert kept.diary() == ()
    assert kept.keep(at(0)) is None, "the first one is no news"
    assert kept.read() == at(0)
    assert kept.keep(at(1)) is None
    assert kept.read() == at(1), "its age is that of the last reading"
    assert kept.diary() == ()
    assert (tmp_path / "catalogs").stat().st_mode & 0o077 == 0


def test_services_are_kept_apart(kept: KeptCatalog, tmp_path: Path) -> None:
    kept.keep(at(0))
    assert KeptCatalog(tmp_path / "catalogs", "test").read() is None


def test_what_changed_is_written_down_newest_first(kept: KeptCatalog) -> None:
    kept.keep(at(0))
    dearer = frames(replace(WALNUT, starting_price=Money.of("12.5")), CATALOG.frames[1])
    first = kept.keep(at(1, dearer), [FRAMED])
    assert first is not None
    assert (first.since, first.read_at) == (NOON, NOON + timedelta(hours=1))
    assert [change.kind for change in first.changes] == [Kind.PRICE]
    assert [(piece.code, piece.broken) for piece in first.touched] == [(str(FRAMED), False)]
    second = kept.keep(at(2, frames(CATALOG.frames[1])), [FRAMED, parse_code("5M6M9S16x20")])
    assert second is not None
    assert [(piece.code, piece.broken) for piece in second.touched] == [(str(FRAMED), True)]
    assert "not in this catalog" in second.touched[0].words
    assert kept.diary() == (second, first)


def test_a_change_that_says_nothing_is_no_news(kept: KeptCatalog) -> None:
    kept.keep(at(0))
    described = frames(replace(WALNUT, picture_url="/new.jpg"), CATALOG.frames[1])
    assert kept.keep(at(1, described)) is None
    assert kept.read() == at(1, described)


def test_the_same_change_is_written_down_once(kept: KeptCatalog, tmp_path: Path) -> None:
    """The disk fails between diary and catalog: the next reading finds the same difference again."""
    kept.keep(at(0))
    before = (tmp_path / "catalogs" / "practice.catalog").read_bytes()
    kept.keep(at(1, frames(WALNUT)))
    (tmp_path / "catalogs" / "practice.catalog").write_bytes(before)
    again = kept.keep(at(2, frames(WALNUT)))
    assert kept.diary() == (again,)


@pytest.mark.parametrize("readings", [2, 7])
def test_the_diary_does_not_grow_for_ever(kept: KeptCatalog, monkeypatch: pytest.MonkeyPatch, readings: int) -> None:
    monkeypatch.setattr(kept_module, "DIARY", (readings, 5))
    for hour in range(9):
        kept.keep(at(hour, frames(*(Frame(n, f"Frame {n}", 1) for n in range(hour % 2 + 1)))))
    assert len(kept.diary()) == min(readings, 5)
    assert kept.diary()[0].read_at == at(8).taken_at


def test_a_reading_larger_than_the_diary_is_kept_alone(kept: KeptCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "DIARY", (9, 1))
    kept.keep(at(0))
    kept.keep(at(1, frames()))
    assert [len(reading.changes) for reading in kept.diary()] == [2]


@pytest.mark.parametrize("spoil", [b"", b"{}", b"0" * 64 + b"\n{}"])
def test_damage_is_noticed_and_mended_by_the_next_reading(kept: KeptCatalog, tmp_path: Path, spoil: bytes) -> None:
    kept.keep(at(0))
    kept.keep(at(1, frames(WALNUT)))
    for path in (tmp_path / "catalogs").iterdir():
        path.write_bytes(spoil)
    with pytest.raises(StoreError, match="damaged"):
        kept.read()
    assert kept.diary() == ()
    assert kept.keep(at(2)) is None, "there is nothing to compare with"
    assert kept.read() == at(2)


def test_one_flipped_bit_is_noticed(kept: KeptCatalog, tmp_path: Path) -> None:
    kept.keep(at(0))
    path = tmp_path / "catalogs" / "practice.catalog"
    spoiled = bytearray(path.read_bytes())
    spoiled[spoiled.index(b"Walnut")] ^= 1
    path.write_bytes(spoiled)
    with pytest.raises(StoreError, match=r"practice\.catalog is damaged"):
        kept.read()


def test_a_newer_fwdesk_wrote_it(kept: KeptCatalog, tmp_path: Path) -> None:
    kept.keep(at(0))
    newer = to_text(at(0)).replace(f'"schema":{SCHEMA}', f'"schema":{SCHEMA + 1}')
    (tmp_path / "catalogs" / "practice.catalog").write_bytes(kept_module._sealed(newer))
    with pytest.raises(StoreError, match="newer fwdesk"):
        kept.read()
    diary = '{"format":"fwdesk catalog diary","schema":2,"readings":[]}'
    (tmp_path / "catalogs" / "practice.diary").write_bytes(kept_module._sealed(diary))
    assert kept.diary() == ()


def test_a_disk_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "catalogs").write_text("a file where the folder should be")
    with pytest.raises(StoreError):
        KeptCatalog(tmp_path / "catalogs", "practice").keep(at(0))
