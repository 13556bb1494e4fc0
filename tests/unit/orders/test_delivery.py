from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, BadReply, Cancelled, Refused, StoreError, Unreachable
from fwdesk.domain.order import PrintFile
from fwdesk.finerworks.answers import FetchedFile
from fwdesk.orders.delivery import check_url, deliver, picture_type

PNG = b"\x89PNG\r\n\x1a\n" + b"rest of it"
SIZE = Pixels(4800, 6000)


class Holder:
    """A service with files in memory."""

    def __init__(self, folder: Path, *, uploads: bool = True) -> None:
        self.folder = folder
        self.uploads = uploads
        self.files: dict[str, bytes | Exception] = {}
        self.fetched: list[Path] = []
        self.url = "http://127.0.0.1:8000/practice/files/"

    def offers_upload(self, *, cancel: Cancel | None = None) -> bool:
        return self.uploads

    def upload_print_file(self, path: Path, name: str, *, cancel: Cancel | None = None) -> str:
        self.files.setdefault(self.url + name, path.read_bytes())
        return self.url + name

    def fetch_print_file(self, url: str, *, cancel: Cancel | None = None) -> FetchedFile:
        data = self.files[url]
        if isinstance(data, Exception):
            raise data
        path = self.folder / f"fetched-{len(self.fetched)}"
        path.write_bytes(data)
        self.fetched.append(path)
        return FetchedFile(url, path, len(data), "image/png", hashlib.sha256(data).hexdigest())


@pytest.fixture
def holder(tmp_path: Path) -> Holder:
    return Holder(tmp_path)


def artwork(folder: Path, data: bytes = PNG) -> tuple[Path, str]:
    path = folder / "läke.png"
    path.write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "suffix"), [(PNG, ".png"), (b"\xff\xd8\xff\xe0", ".jpg"), (b"II*\0", ".tif"), (b"MM\0*", ".tif")]
)
def test_a_file_is_delivered_and_proved(holder: Holder, tmp_path: Path, data: bytes, suffix: str) -> None:
    path, digest = artwork(tmp_path, data)
    found = deliver(holder, path, SIZE, digest)
    assert found == PrintFile(found.url, found.url, 4800, 6000, digest)
    assert found.url == f"{holder.url}{digest[:32]}{suffix}"
    assert len(holder.fetched) == 1
    assert not holder.fetched[0].exists()


def test_a_service_without_a_shelf_is_said(holder: Holder, tmp_path: Path) -> None:
    holder.uploads = False
    with pytest.raises(ArtworkError, match="takes no files") as caught:
        deliver(holder, *artwork(tmp_path)[:1], SIZE, "")
    assert caught.value.kind == "upload"


def test_a_file_that_changed_is_not_delivered(holder: Holder, tmp_path: Path) -> None:
    path, digest = artwork(tmp_path)
    path.write_bytes(PNG + b"!")
    with pytest.raises(ArtworkError, match="was changed") as caught:
        deliver(holder, path, SIZE, digest)
    assert caught.value.kind == "changed"
    assert holder.files == {}


def test_something_else_is_not_delivered(holder: Holder, tmp_path: Path) -> None:
    path, digest = artwork(tmp_path, b"<svg/>")
    with pytest.raises(ArtworkError, match="not a PNG"):
        deliver(holder, path, SIZE, digest)
    assert holder.files == {}


def test_a_file_that_arrived_altered_is_refused(holder: Holder, tmp_path: Path) -> None:
    path, digest = artwork(tmp_path)
    holder.files[f"{holder.url}{digest[:32]}.png"] = PNG[:-1]
    with pytest.raises(ArtworkError, match="not the file that was sent"):
        deliver(holder, path, SIZE, digest)
    assert not holder.fetched[0].exists()


def test_a_shelf_elsewhere_is_not_trusted(holder: Holder, tmp_path: Path) -> None:
    holder.url = "http://shelf.example/"
    with pytest.raises(ArtworkError, match="https://"):
        deliver(holder, *artwork(tmp_path)[:1], SIZE, artwork(tmp_path)[1])


def test_a_file_that_went_away_is_said(holder: Holder, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be read"):
        deliver(holder, tmp_path / "none.png", SIZE, "")
    holder.files["https://a.example/a.png"] = PNG
    fetch = holder.fetch_print_file

    def vanishing(url: str, *, cancel: Cancel | None = None) -> FetchedFile:
        found = fetch(url)
        found.path.unlink()
        return found

    holder.fetch_print_file = vanishing  # type: ignore[method-assign]
    with pytest.raises(StoreError, match="could not be read"):
        check_url(holder, "https://a.example/a.png", lambda _: SIZE)


@pytest.mark.parametrize(
    "url", ["https://a.example/a.png", " https://a.example:8443/a.png?x=1 ", "http://localhost/a", "http://[::1]:1/a"]
)
def test_a_picture_behind_an_address_is_seen_and_measured(holder: Holder, url: str) -> None:
    holder.files[url.strip()] = PNG
    seen: list[bytes] = []

    def measure(path: Path) -> Pixels:
        seen.append(path.read_bytes())
        return SIZE

    found = check_url(holder, url, measure)
    assert found == PrintFile(url.strip(), url.strip(), 4800, 6000, hashlib.sha256(PNG).hexdigest())
    assert seen == [PNG]
    assert not holder.fetched[0].exists()


@pytest.mark.parametrize(
    "url",
    [
        "", "lake.jpg", "file:///etc/passwd", "ftp://a.example/a", "https://", "https:///a", "https://a b.example/",
        "https://a.example/\nx", "https://ä.example/a", "http://a.example/a.jpg", "http://10.0.0.1/a.jpg",
        "http://localhost.example/a", "https://me:secret@a.example/a", "https://me@a.example/", "https://[bad/",
        "https://a.example:99999/", f"https://a.example/{'x' * 500}",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do_is_refused_before_it_is_asked(holder: Holder, url: str) -> None:
    with pytest.raises(ArtworkError) as caught:
        check_url(holder, url, lambda _: SIZE)
    assert caught.value.kind == "address"
    assert "secret" not in str(caught.value)
    assert holder.fetched == []


@pytest.mark.parametrize(
    ("data", "words"), [(b"GIF89a", "not a PNG, JPEG or TIFF picture."), (b"\xef\xbb\xbf <html>", "It is a web page")]
)
def test_what_is_not_a_picture_is_said(holder: Holder, data: bytes, words: str) -> None:
    holder.files["https://a.example/a.png"] = data
    with pytest.raises(ArtworkError, match=words) as caught:
        check_url(holder, "https://a.example/a.png", lambda _: SIZE)
    assert caught.value.kind == "type"
    assert not holder.fetched[0].exists()


@pytest.mark.parametrize("error", [Unreachable("nobody"), BadReply("html"), Refused("no", status=403)])
def test_an_address_that_does_not_answer_is_said(holder: Holder, error: Exception) -> None:
    holder.files["https://a.example/a.png"] = error
    with pytest.raises(ArtworkError, match=f"from a.example: {error}") as caught:
        check_url(holder, "https://a.example/a.png", lambda _: SIZE)
    assert caught.value.kind == "unreachable"


def test_nobody_waiting_is_not_an_error_of_the_address(holder: Holder) -> None:
    holder.files["https://a.example/a.png"] = Cancelled("no longer wanted")
    with pytest.raises(Cancelled):
        check_url(holder, "https://a.example/a.png", lambda _: SIZE)


def test_a_picture_that_does_not_open_leaves_nothing_behind(holder: Holder) -> None:
    def measure(_: Path) -> Pixels:
        raise ArtworkError("broken", "It is cut off.")

    holder.files["https://a.example/a.png"] = PNG
    with pytest.raises(ArtworkError, match="cut off"):
        check_url(holder, "https://a.example/a.png", measure)
    assert not holder.fetched[0].exists()


def test_types_by_their_first_bytes() -> None:
    assert picture_type(PNG) == "PNG"
    assert picture_type(b"") == ""
