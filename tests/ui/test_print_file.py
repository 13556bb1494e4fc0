"""Choosing where the print file lies, in the real window; files are fetched from real servers on this computer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from fwdesk.domain.library import NewImage
from fwdesk.store import settings
from fwdesk.ui.print_file_dialog import PrintFileDialog
from fwdesk.ui.widgets import Remark
from tests.support.desks import ADA, House, end, picture


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[HTTPServer, Path]]:
    """A folder that is seen on the web, and the server that shows it."""
    folder = tmp_path / "web"
    folder.mkdir()

    def show(request: Request) -> Response:
        path = folder / request.path.rsplit("/", 1)[-1]
        if not path.is_file():
            return Response("gone", 404)
        kind = "text/html" if path.suffix == ".html" else "image/jpeg"
        return Response(path.read_bytes(), content_type=kind)

    with HTTPServer(host="127.0.0.1") as server:
        server.expect_request(re.compile("/prints/.*")).respond_with_handler(show)
        yield server, folder


@pytest.fixture
def house(houses: Callable[..., House], tmp_path: Path) -> House:
    made = houses(data=tmp_path / "same")
    made.desk.ordering.set_recipient(ADA)
    made.window.side.begin_order()
    pages = made.window.side.order_pages
    assert pages is not None
    pages.show_shipping()
    made.until(lambda: made.desk.ordering.quote is not None)
    return made


def opened(house: House) -> PrintFileDialog:
    house("order.file").click()  # type: ignore[attr-defined]
    found = house("print_file")
    assert isinstance(found, PrintFileDialog)
    return found


def said(dialog: PrintFileDialog) -> str:
    return " ".join(remark.accessibleName() for remark in dialog.findChildren(Remark) if remark.isVisible())


def checked(house: House, dialog: PrintFileDialog) -> str:
    dialog.look.click()
    house.until(lambda: not house.desk.print_files.busy and said(dialog) not in {"", "info: Fetching and comparing…"})
    return said(dialog)


def test_a_web_address_is_fetched_and_compared(house: House, web: tuple[HTTPServer, Path], pictures: Path) -> None:
    server, folder = web
    artwork = house.session.artwork
    assert artwork is not None
    (folder / "same.jpg").write_bytes((pictures / "portrait.jpg").read_bytes())
    picture(folder / "smaller.jpg", 800, 1000)
    picture(folder / "wide.jpg", 2000, 1600)
    (folder / "page.html").write_text("<html>")
    dialog = opened(house)
    house.until(lambda: house.desk.print_files.takes_files is True)
    assert dialog.use.isEnabled(), "practice takes files"
    dialog.radios["hand_over"].setFocus()
    QTest.keyClick(dialog.radios["hand_over"], Qt.Key.Key_Down)
    assert dialog.choice == "url", "places are chosen by keys"
    assert not dialog.use.isEnabled(), "nothing is used that nobody fetched"
    for name, words, usable in (
        ("gone.jpg", "error: The picture could not be fetched from 127.0.0.1", False),
        ("page.html", "error:", False),
        ("wide.jpg", "error: Found 2000 × 1600 pixels", False),
        ("smaller.jpg", "warn: Found 800 × 1000 pixels, 0.0 MB: the same proportions", True),
        ("same.jpg", "info: Found 1600 × 2000 pixels", True),
    ):
        dialog.url.setText(server.url_for(f"/prints/{name}"))
        assert words in checked(house, dialog), name
        assert dialog.use.isEnabled() is usable, name
        assert dialog.use.text() == ("Use it all the same" if name == "smaller.jpg" else "Use this file")
    assert "the very file on the desk" in said(dialog)
    dialog.keep.click()
    house.until(lambda: house.desk.print_files.shelf is not None and not house.desk.tasks.busy)
    fetched = len(server.log)
    dialog.use.click()
    ordering = house.desk.ordering
    assert ordering.file_url == server.url_for("/prints/same.jpg")
    house.until(lambda: ordering.quote is not None)
    assert ordering._quoted is not None
    assert [file.sha256 for file in ordering._files.values() if file.url == ordering.file_url] == [artwork.sha256]
    assert len(server.log) == fetched, "it was fetched when it was checked"
    words = [found.text() for found in house("order.shipping").findChildren(QLabel) if found.isVisible()]
    assert "Fetched from 127.0.0.1" in words
    again = opened(house)
    assert again.choice == "url"
    assert again.url.text() == ordering.file_url
    again.radios["hand_over"].setChecked(True)
    house.until(lambda: again.use.isEnabled())
    again.use.click()
    assert ordering.file_url == ""


def test_the_upload_folder_is_used_and_remembered(
    house: House, web: tuple[HTTPServer, Path], houses: Callable[..., House], tmp_path: Path
) -> None:
    server, folder = web
    artwork = house.session.artwork
    assert artwork is not None
    dialog = opened(house)
    dialog.radios["folder"].setChecked(True)
    dialog.folder.setText(str(tmp_path / "not there"))
    dialog.pattern.setText(server.url_for("/prints/{name}"))
    assert "Is it mounted" in checked(house, dialog)
    dialog.folder.setText(str(folder))
    dialog.pattern.setText(server.url_for("/elsewhere/"))
    assert "could not be fetched" in checked(house, dialog)
    assert not dialog.use.isEnabled()
    dialog.pattern.setText(server.url_for("/prints/{name}"))
    assert "the very file on the desk" in checked(house, dialog)
    (copy,) = folder.iterdir()
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == artwork.sha256
    dialog.use.click()
    assert house.desk.ordering.file_url == server.url_for(f"/prints/{copy.name}")
    house.until(lambda: house.desk.ordering.quote is not None)
    # Another file behind the address is no file of ours.
    picture(folder / "other.jpg", 1600, 2000, "#112233")
    again = opened(house)
    again.radios["folder"].setChecked(True)
    again.pattern.setText(f"{server.url_for('/prints/other.jpg')}?f={{name}}")
    assert "answers with another file" in checked(house, again)
    assert not again.use.isEnabled()
    again.reject()
    end(house)
    kept, _ = settings.load(house.program.folders.settings_file)
    assert kept.upload_folder == str(folder)
    later = houses(data=tmp_path / "same")
    later.until(lambda: later.desk.print_files.folder == str(folder))


def test_a_picture_of_the_library_is_searched_seen_and_fetched(
    house: House, web: tuple[HTTPServer, Path], pictures: Path
) -> None:
    server, folder = web
    (folder / "lake.jpg").write_bytes((pictures / "portrait.jpg").read_bytes())
    url = server.url_for("/prints/lake.jpg")
    client = house.desk.workshop.client
    client.add_images([NewImage(f"{name}.jpg", 5, 1600, 2000, url, url, url, title=name) for name in ("Lake", "Hill")])
    client.add_images([NewImage("lost.jpg", 5, 9, 9, f"{url}x", f"{url}x", f"{url}x", title="Lost")])
    dialog = opened(house)
    dialog.radios["library"].setChecked(True)
    house.until(lambda: dialog.images.count() == 3)
    assert not dialog.look.isEnabled()
    assert "3 in all, page 1." in dialog._shelf_words.text()
    assert not dialog.after.isEnabled()
    blank = [dialog.images.item(row).icon().cacheKey() for row in range(3)]
    house.until(lambda: sum(dialog.images.item(row).icon().cacheKey() not in blank for row in range(3)) == 2)
    dialog.search.setText("lake")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    house.until(lambda: dialog.images.count() == 1)
    dialog.images.setCurrentRow(0)
    assert dialog.images.item(0).text() == "Lake\n1600 × 2000 pixels"
    assert "the very file on the desk" in checked(house, dialog)
    dialog.use.click()
    assert house.desk.ordering.file_url == url
    house.until(lambda: house.desk.ordering.quote is not None)
    empty = opened(house)
    empty.radios["library"].setChecked(True)
    empty.search.setText("nothing like it")
    QTest.keyClick(empty.search, Qt.Key.Key_Return)
    house.until(lambda: empty.images.count() == 0)
    assert "No picture in the library fits that." in empty._shelf_words.text()
