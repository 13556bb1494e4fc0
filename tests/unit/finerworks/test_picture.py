from __future__ import annotations

import base64

import pytest

from fwdesk.domain.strict_json import Json
from fwdesk.finerworks import picture
from fwdesk.finerworks.picture import PictureError, find_picture

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(60))
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)
GIF = b"GIF89a" + bytes(60)
WEBP = b"RIFF\x20\x00\x00\x00WEBP" + bytes(60)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(("data", "kind"), [(PNG, "png"), (JPEG, "jpeg"), (GIF, "gif"), (WEBP, "webp")])
@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,", "DATA:image/x-foo+y;BASE64,"])
def test_a_picture_is_found_wherever_it_is(data: bytes, kind: str, prefix: str) -> None:
    text = prefix + b64(data)
    places: list[Json] = [text, {"a": text}, {"status": {"debug": None}, "r": [{"x": 1, "y": {"img": text}}]}]
    for place in places:
        assert find_picture(place) == (data, kind)


def test_the_first_sound_one_counts() -> None:
    assert find_picture(["iVBORw0KGgo!!", b64(JPEG), b64(PNG)]) == (JPEG, "jpeg")


def test_lines_in_base64_are_joined() -> None:
    broken = "\r\n".join(b64(PNG)[n : n + 20] for n in range(0, 100, 20))
    assert find_picture({"x": broken}) == (PNG, "png")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b64(PNG)[:-3], "damaged"),
        (b64(PNG)[:-8] + " " + b64(PNG)[-8:], "damaged"),
        ("iVBORw0KGgo½", "damaged"),
        ("data:image/png;base64,", "neither"),
        ("data:image/png;base64," + b64(b"<svg/>"), "neither"),
        ("UklGR" + b64(bytes(60))[5:], "neither"),
        ("data:image/svg+xml,<svg/>", "not written in base64"),
        ("data:image/png;base64,;base64," + b64(PNG), "damaged"),
    ],
)
def test_broken_pictures_are_named(text: str, says: str) -> None:
    with pytest.raises(PictureError, match=says):
        find_picture({"a": [text, text]})


def test_giants_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_TEXT", 50)
    with pytest.raises(PictureError, match="too large"):
        find_picture(b64(PNG))


@pytest.mark.parametrize("answer", [None, 1, True, "", "hello", [], {}, {"a": ["/images/frames/x.jpg"]}])
def test_no_picture(answer: Json) -> None:
    assert find_picture(answer) is None
