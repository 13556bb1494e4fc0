"""frame_builder of the practice service: checks, prices, and a picture under any of its disguises."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from tests.unit.practice.caller import Caller

CONFIG: dict[str, Any] = {
    "frame_id": 458, "width": 18.0, "height": 20.0, "units": 0, "glazing": {"id": 1},
    "mats": [
        {"id": 1, "windows": [{"width": 10, "height": 12, "window_x": 0, "window_y": 0}]},
        {"id": 2, "windows": [{"width": 12, "height": 14}]},
    ],
}  # fmt: skip


def opened(text: str) -> Image.Image:
    with Image.open(io.BytesIO(base64.b64decode(text))) as picture:
        picture.load()
        return picture


def test_the_documented_sample() -> None:
    answer = Caller().post("frame_builder", {"product_code": None, "config": CONFIG, "render": {"render_size": 400}})
    assert answer["status"]["success"] is True
    assert answer["product_code"] == "F458S18X20J1S10X12J2S12X14G1"
    assert answer["frame"]["id"] == 458
    assert [mat["id"] for mat in answer["mats"]] == [1, 2]
    assert answer["glazing"]["id"] == 1
    parts = answer["frame"]["starting_price"] + sum(mat["starting_price"] for mat in answer["mats"])
    assert answer["price_details"]["total_price"] == parts + answer["glazing"]["starting_price"]
    picture = opened(answer["image_base64"])
    assert picture.format == "PNG"
    assert max(picture.size) == 400
    assert abs(picture.width / picture.height - 20.5 / 22.5) < 0.02


def test_no_picture_unless_asked_for() -> None:
    assert "image_base64" not in Caller().post("frame_builder", {"config": CONFIG})


def test_matting_alone_and_a_whole_code() -> None:
    desk = Caller()
    answer = desk.post("frame_builder", {"config": {**CONFIG, "frame_id": 0, "glazing": None}, "render": {}})
    assert (answer["frame"], answer["glazing"]) == (None, None)
    assert answer["product_code"].startswith("F0S18X20")
    code = desk.post("frame_builder", {"product_code": "5M6M9S16X20F96S20X24J1S16X20G1", "config": CONFIG})
    assert code["frame"]["id"] == 96
    assert code["product_code"] == "F96S20X24J1S16X20G1"
    assert code["price_details"]["product_price"] == 35


def test_a_square_picture() -> None:
    answer = Caller().post("frame_builder", {"config": CONFIG, "render": {"squared": True, "prompt_image": True}})
    assert opened(answer["image_base64"]).size == (500, 500)


def test_the_picture_in_the_window_is_the_uploaded_one() -> None:
    desk = Caller()
    out = io.BytesIO()
    Image.new("RGB", (300, 360), (200, 30, 40)).save(out, "PNG")
    url = desk.raw("PUT", "/practice/files/red.png", out.getvalue()).get_json()["url"]
    window = {"id": 1, "windows": [{"width": 10, "height": 12, "mat_image_to_display_url": url}]}

    def middle(url: str | None, **body: Any) -> tuple[int, ...]:
        window["windows"][0]["mat_image_to_display_url"] = url  # type: ignore[index]
        sent = {"config": {**CONFIG, "mats": [window]}, "render": {}, **body}
        picture = opened(desk.post("frame_builder", sent)["image_base64"]).convert("RGB")
        return picture.getpixel((picture.width // 2, picture.height // 2))  # type: ignore[return-value]

    assert middle(url)[0] > 2 * middle(url)[1]
    assert middle(url, product_code="F458S18X20J1S10X12G1")[0] > 2 * middle(url)[1]
    for elsewhere in (None, "https://files.example/a.jpg", url.replace(url[-70:-8], "0" * 62), url[:20]):
        red, green, _blue = middle(elsewhere)
        assert red < 1.3 * green
    text = desk.raw("PUT", "/practice/files/no.png", b"not a picture").get_json()["url"]
    assert middle(text)[0] < 250
    assert middle(text)[0] < 1.3 * middle(text)[1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"config": {**CONFIG, "frame_id": 5000}}, "no frame 5000"),
        ({"product_code": "5M6M8S8X10"}, "no frame package"),
        ({"product_code": "junk"}, "not valid"), ({"config": {**CONFIG, "units": 1}}, "inches"),
        ({"config": {**CONFIG, "mats": [{"id": 1, "windows": [{"width": 1, "height": 1}] * 2}]}}, "one centered"),
        ({"config": {**CONFIG, "mats": [{"id": 1, "windows": [{"width": 1, "height": 1, "window_x": 1}]}]}}, "center"),
        ({"config": {**CONFIG, "width": 11}}, "does not fit"),
    ],
)  # fmt: skip
def test_what_cannot_be_framed_is_said_in_words(body: dict[str, Any], words: str) -> None:
    response = Caller().raw("POST", "/v3/frame_builder", body)
    assert response.status_code == 200
    assert response.get_json()["status"]["success"] is False
    assert words in response.get_json()["status"]["message"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({}, "request.config"), ({"config": {}}, "request.config.frame_id"),
        ({"config": {**CONFIG, "width": -1}}, "request.config.width"),
        ({"config": {**CONFIG, "mats": CONFIG["mats"] * 2}}, "request.config.mats"),
        ({"config": {**CONFIG, "mats": [{"id": 1, "windows": []}]}}, "request.config.mats[0].windows"),
        ({"config": CONFIG, "render": {"render_size": "big"}}, "request.render.render_size"),
    ],
)  # fmt: skip
def test_models_that_do_not_fit(body: dict[str, Any], key: str) -> None:
    assert key in Caller().errors("frame_builder", body)


def test_the_picture_under_every_profile() -> None:
    body = {"config": CONFIG, "render": {"render_size": 120}}
    plain = Caller().post("frame_builder", body)["image_base64"]
    prefixed = Caller("picture_data_uri").post("frame_builder", body)["image_base64"]
    assert prefixed == f"data:image/png;base64,{plain}"
    nested = Caller("picture_nested").post("frame_builder", body)
    assert "image_base64" not in nested
    assert nested["render"]["image_base64"] == plain
    assert Caller("picture_other_name").post("frame_builder", body)["rendered_frame"] == plain
    assert opened(Caller("picture_jpeg").post("frame_builder", body)["image_base64"]).format == "JPEG"
    assert not {"image_base64", "render"} & set(Caller("no_picture").post("frame_builder", body))
    with pytest.raises(OSError, match=r"."):
        opened(Caller("bad_picture").post("frame_builder", body)["image_base64"])
