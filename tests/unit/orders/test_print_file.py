"""Where a print file may lie, and how what is found there compares with the picture on the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, Cancelled, StoreError
from fwdesk.domain.library import NewImage
from fwdesk.finerworks.answers import LibraryImage
from fwdesk.orders import print_file
from fwdesk.orders.print_file import Match, UploadFolder, match_of, name_for, register
from tests.orders_kit import FILE

PIXELS = Pixels(4800, 6000)


@pytest.mark.parametrize(
    ("found", "match"),
    [
        (FILE, Match.SAME),
        (replace(FILE, sha256="other"), Match.PIXELS),
        (replace(FILE, sha256="other", pixel_width=2400, pixel_height=3000), Match.SIZE),
        (replace(FILE, sha256="other", pixel_width=2412, pixel_height=3000), Match.SIZE),
        (replace(FILE, sha256="other", pixel_width=2430, pixel_height=3000), Match.SHAPE),
        (replace(FILE, sha256="other", pixel_width=6000, pixel_height=4800), Match.SHAPE),
    ],
)
def test_what_was_found_is_compared(found: object, match: Match) -> None:
    assert match_of(found, PIXELS, FILE.sha256) is match  # type: ignore[arg-type]


@pytest.fixture
def picture(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "Läke at dawn!.PNG"
    path.write_bytes(b"a picture")
    return path, hashlib.sha256(b"a picture").hexdigest()


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    folder.mkdir()
    return folder


def test_a_file_goes_into_the_folder_under_a_name_of_its_own(web: Path, picture: tuple[Path, str]) -> None:
    path, sha256 = picture
    place = UploadFolder(web, "https://files.example/prints/")
    url = place.put(path, sha256)
    assert url == f"https://files.example/prints/Lake-at-dawn-{sha256[:12]}.png"
    (copy,) = web.iterdir()
    assert copy.read_bytes() == b"a picture"
    before = copy.stat().st_mtime_ns
    assert place.put(path, sha256) == url
    assert copy.stat().st_mtime_ns == before, "what is there is used"
    copy.write_bytes(b"half a pic")
    place.put(path, sha256)
    assert copy.read_bytes() == b"a picture"
    assert name_for(Path("漢字.tif"), "ab" * 32) == "picture-abababababab.tif"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("https://files.example/x.jpg", "must hold {name} once"),
        ("https://files.example/{name}/{name}", "must hold {name} once"),
        ("http://files.example/{name}", "must begin with https"),
        ("/somewhere/{name}", "begins with https"),
        ("https://me:secret@files.example/{name}", "name or a password"),
        ("", "must hold"),
    ],
)
def test_a_pattern_that_makes_no_address_is_refused(
    web: Path, picture: tuple[Path, str], pattern: str, words: str
) -> None:
    with pytest.raises(ArtworkError, match="address") as caught:
        UploadFolder(web, pattern).put(*picture)
    assert words in str(caught.value)
    assert list(web.iterdir()) == [], "nothing is copied for an address nobody can fetch"


def test_a_query_may_hold_the_name() -> None:
    assert UploadFolder(Path("/x"), "https://files.example/get?f={name}&v=1").address("a b.jpg") == (
        "https://files.example/get?f=a%20b.jpg&v=1"
    )


def test_what_stands_in_the_way_is_said(
    web: Path, picture: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sha256 = picture
    place = UploadFolder(web, "https://files.example/{name}")
    with pytest.raises(ArtworkError, match="Is it mounted"):
        UploadFolder(tmp_path / "gone", place.pattern).put(path, sha256)
    with pytest.raises(ArtworkError, match="changed since it was opened"):
        place.put(path, "0" * 64)
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Cancelled):
        place.put(path, sha256, cancel=cancel)
    real = print_file.shutil.copyfile
    monkeypatch.setattr(print_file.shutil, "copyfile", lambda _a, b: Path(b).write_bytes(b"torn"))
    with pytest.raises(StoreError, match="did not arrive whole"):
        place.put(path, sha256)
    assert list(web.iterdir()) == []

    def full(_a: object, b: object) -> None:
        Path(str(b)).write_bytes(b"part")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(print_file.shutil, "copyfile", full)
    with pytest.raises(StoreError, match="the disk is full"):
        place.put(path, sha256)
    assert list(web.iterdir()) == [], "no part is left behind"
    monkeypatch.setattr(print_file.shutil, "copyfile", real)
    place.put(path, sha256)


def test_an_address_is_put_in_the_library() -> None:
    added: list[NewImage] = []

    class Library:
        def add_images(self, images: Sequence[NewImage], *, cancel: Cancel | None = None) -> tuple[LibraryImage, ...]:
            added.extend(images)
            return ()

    register(Library(), FILE, 12, "Lake")
    register(Library(), replace(FILE, url="https://files.example/"), 12, "")
    assert [(image.file_name, image.size, image.title) for image in added] == [
        ("a.jpg", 12, "Lake"),
        ("picture", 12, ""),
    ]
    assert added[0].full_url == added[0].thumbnail_url == FILE.url
