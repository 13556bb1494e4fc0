"""What is new in the catalog: a page that lists it by reading; and the band that tells how old the catalog is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from fwdesk.app.link import LinkState
from fwdesk.catalog.kept import KeptCatalog
from fwdesk.catalog.snapshot import Snapshot
from fwdesk.domain.code import parse_code
from fwdesk.domain.options import Catalog
from fwdesk.ui.catalog_news import CatalogNews, leaves
from tests.support.desks import FULL, House, stop_server


def news_of(house: House) -> CatalogNews:
    house.window.menus.show_news()
    found = house.window.findChild(CatalogNews)
    assert isinstance(found, CatalogNews)
    return found


def test_changes_stand_by_reading_with_the_artists_pieces_first(
    houses: Callable[..., House], catalog: Catalog, tmp_path: Path
) -> None:
    kept = KeptCatalog(tmp_path / "data" / "catalogs", "practice")
    long = replace(
        catalog.frame_by_id[96], id=9777, name="Old Oak Cushion, with a name that takes two lines in a narrow page"
    )
    first, *others = catalog.collections
    before = replace(
        catalog, collections=(replace(first, frames=(*first.frames, long)), *others), mats=catalog.mats[1:]
    )
    kept.keep(Snapshot(before, "practice", datetime.now(UTC) - timedelta(days=3)))
    kept.keep(
        Snapshot(catalog, "practice", datetime.now(UTC) - timedelta(days=2)), [parse_code(FULL.replace("F96", "F9777"))]
    )
    house = houses(data=tmp_path)
    page = news_of(house)
    lines = list(leaves(page._model))
    assert lines[0].startswith("Read ")
    assert ", compared with " in lines[0]
    assert lines[1] == "Your piece that this touches"
    assert lines[2].startswith(FULL.replace("F96", "F9777"))
    assert "Cannot be made any more" in lines[2]
    assert "Frames: 1 no longer offered" in lines
    assert f"{long.name} is not offered any more." in lines
    assert "Mats: 1 new" in lines
    assert page.focusWidget() is page.tree
    assert page._age.text().startswith("Practice: catalog of today ")
    heights = {page.tree.visualRect(index).height() for index in page._model.match(
        page._model.index(0, 0), Qt.ItemDataRole.DisplayRole, "Old Oak", -1,
        Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)}  # fmt: skip
    page.resize(340, 500)
    house.until(lambda: page.tree.viewport().width() < 330)
    page.tree.executeDelayedItemsLayout()
    narrow = page._model.index(1, 0, page._model.index(0, 0))
    assert page.tree.visualRect(page._model.index(0, 0, narrow)).height() > max(heights), "lines break, nothing is cut"
    assert news_of(house) is page, "one page, however often it is asked for"


def test_without_changes_it_says_what_will_be_here_and_reads_again(houses: Callable[..., House]) -> None:
    house = houses()
    page = news_of(house)
    assert page._nothing.isVisible()
    assert not page.tree.isVisible()
    read_at = house.desk.link.catalogs.read_at
    house.qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    house.until(lambda: house.desk.link.catalogs.read_at != read_at)
    house.program.use_theme("dark")
    house.until(lambda: not house.desk.tasks.busy)
    assert page._nothing.isVisible()


def test_the_band_tells_the_age_of_an_old_catalog_and_of_any_while_the_service_is_away(
    houses: Callable[..., House],
) -> None:
    house = houses()
    band = house.window.band
    assert "atalog of" not in band.text(), "a fresh one is not worth a word"
    house.desk.link.catalogs._read_at = datetime.now(UTC) - timedelta(days=2)
    house.desk.link.catalogs.changed.emit()
    assert "Catalog of " in band.text()
    house.desk.link.catalogs._read_at = datetime.now(UTC)
    stop_server(house.qtbot, house.program.practice)
    house.desk.link.retry()
    house.until(lambda: house.desk.link.state is LinkState.DOWN)
    assert "Catalog of today " in band.text()
    assert band.accessibleName() == band.text()
