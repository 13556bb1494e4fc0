"""The practice service on a real socket, and its own pages."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from fwdesk.practice import pages
from fwdesk.practice.server import PracticeServer, serve_forever
from fwdesk.practice.service import LIVE_KEYS, PRACTICE_KEYS, PracticeService, create_app
from tests.unit.practice.caller import Caller, order

KEYS = {"web_api_key": PRACTICE_KEYS[0], "app_key": PRACTICE_KEYS[1]}


def ask(url: str, path: str, verb: str = "GET", body: Any = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.fixture(name="app")
def _app(tmp_path: Path) -> Any:
    app = create_app(tmp_path)
    yield app
    app.close()


def test_headers_with_underscores_arrive(app: PracticeService) -> None:
    with PracticeServer(app) as server:
        assert ask(server.url, "/v3/test_my_credentials", **KEYS)[0] == 200
        assert ask(server.url, "/v3/test_my_credentials")[0] == 400
        assert ask(server.url, "/v3/list_mats", "POST", b'{"id": 1}', **KEYS)[0] == 200


def test_put_and_delete_carry_bodies(app: PracticeService) -> None:
    library = {"name": "inventory"}
    image = {
        "file_name": "a.jpg", "file_size": 1, "thumbnail_file_name": "t", "preview_file_name": "p",
        "hires_file_name": "h", "public_thumbnail_uri": "https://files.example/t.jpg",
        "public_preview_uri": "https://files.example/p.jpg", "private_hires_uri": "https://files.example/h.jpg",
        "pix_w": 2, "pix_h": 3,
    }  # fmt: skip
    with PracticeServer(app) as server:

        def send(verb: str, name: str, body: Any) -> Any:
            status, answer = ask(server.url, f"/v3/{name}", verb, json.dumps(body).encode(), **KEYS)
            assert status == 200
            return json.loads(answer)

        guid = send("POST", "add_images", {"images": [image], "library": library})["images"][0]["guid"]
        changed = send("PUT", "update_images", {"images": [{"guid": guid, "title": "Lake"}]})
        assert changed["images"][0]["title"] == "Lake"
        send("DELETE", "delete_images", {"guids": [guid]})
        assert send("POST", "list_images", {"library": library})["count"] == 0


def test_it_stops_at_once_and_starts_again_on_its_port(app: PracticeService) -> None:
    server = PracticeServer(app)
    assert server.start() == server.start() == server.url
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as open_connection:
        open_connection.sendall(b"POST /v3/list_mats HTTP/1.1\r\nContent-Length: 50\r\n\r\nhalf")
        ask(server.url, "/practice/about")
        server.stop()
        assert open_connection.recv(100) in (b"",)
    with pytest.raises(ConnectionRefusedError):
        ask(server.url, "/practice/about")
    server.stop()
    assert server.start().endswith(port)
    assert ask(server.url, "/practice/about")[0] == 200
    server.stop()


def test_a_slow_answer_is_cut_by_stop(tmp_path: Path) -> None:
    app = create_app(tmp_path, profile="slow:60")
    server = PracticeServer(app)
    url = server.start()
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/v3/test_my_credentials", headers=KEYS)
    ask(url, "/practice/about")
    server.stop()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    connection.close()
    app.close()


def test_a_taken_port_is_an_error(app: PracticeService) -> None:
    with PracticeServer(app) as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            PracticeServer(app, port).start()


def test_serving_for_the_command_line(app: PracticeService, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def interrupted(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fwdesk.practice.server._Server.serve_forever", interrupted)
    serve_forever(app, ready=said.append)
    serve_forever(app)
    assert said[0].startswith("http://127.0.0.1:")


def test_many_callers_at_once(app: PracticeService) -> None:
    with PracticeServer(app) as server:
        seen: list[int] = []
        body = b'{"orders": [], "payment_token": "xxxx"}'

        def call() -> None:
            for _ in range(5):
                seen.append(ask(server.url, "/v3/submit_orders_v2", "POST", body, **KEYS)[0])

        threads = [threading.Thread(target=call) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [400] * 30
    assert Caller(data_dir=None).raw("GET", "/practice/orders").get_json()["posts"] == 0
    assert len(app.book.posts()) == 30


def test_equal_live_orders_at_once_leave_one(app: PracticeService) -> None:
    body = json.dumps({"orders": [order("SAME", test_mode=False)], "payment_token": "tok"}).encode()
    keys = {"web_api_key": LIVE_KEYS[0], "app_key": LIVE_KEYS[1]}
    gate, seen = threading.Barrier(6), []
    with PracticeServer(app) as server:

        def call() -> None:
            gate.wait()
            seen.append(ask(server.url, "/v3/submit_orders_v2", "POST", body, **keys)[0])

        threads = [threading.Thread(target=call) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(seen) == [200, *[400] * 5]
    assert [row.order_po for row in app.book.all()] == ["SAME"]


def test_uploads_travel_and_come_back(app: PracticeService) -> None:
    with PracticeServer(app) as server:
        picture = b"\xff\xd8\xff\xe0" + bytes(700_000)
        status, answer = ask(server.url, "/practice/files/my%20art.jpg", "PUT", picture)
        assert status == 201
        url = answer.decode().split('"url":"')[1].split('"')[0]
        assert url.startswith(server.url + "/practice/files/")
        assert url.endswith("/my%20art.jpg")
        path = url.removeprefix(server.url)
        assert ask(server.url, path) == (200, picture)
        assert ask(server.url, path, Range="bytes=0-3") == (206, picture[:4])
        assert ask(server.url, path, "HEAD") == (200, b"")
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
        connection.request("PUT", "/practice/files/b.jpg", iter([b"\xff\xd8", b"\xff"]), encode_chunked=True,
                           headers={"Transfer-Encoding": "chunked"})  # fmt: skip
        assert connection.getresponse().status == 201
        connection.close()


def test_about_and_unknown_pages() -> None:
    desk = Caller("v2+bare_lists", keys=None)
    about = desk.raw("GET", "/practice/about").get_json()
    assert about == {"service": "fwdesk practice", "upload": True, "profile": "v2+bare_lists"}
    assert desk.raw("GET", "/practice/none").status_code == 404
    assert desk.raw("POST", "/practice/about").status_code == 405
    assert desk.raw("GET", f"/practice/files/{'0' * 64}/a.png").status_code == 404


def test_content_types_and_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Caller(keys=None)
    url = desk.raw("PUT", "/practice/files/a.png", b"\x89PNG\r\n\x1a\n").get_json()["url"]
    assert desk.raw("GET", url).content_type == "image/png"
    monkeypatch.setattr(pages, "CAP", 3)
    assert desk.raw("PUT", "/practice/files/a.png", b"12345").status_code == 413
    monkeypatch.undo()
    monkeypatch.setattr("fwdesk.practice.files.CAP", 3)
    assert desk.raw("PUT", "/practice/files/a.png", b"12345").status_code == 413


def test_only_this_computer_may_use_the_pages() -> None:
    desk = Caller(keys=None)
    for where in (
        {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}, {"environ_overrides": {"REMOTE_ADDR": "nowhere"}},
        {"base_url": "http://evil.example"},
    ):  # fmt: skip
        assert desk.raw("GET", "/practice/about", **where).status_code == 403
    for host in ("http://127.0.0.1:80", "http://localhost:1234", "http://[::1]:9", "http://localhost"):
        assert desk.raw("GET", "/practice/about", base_url=host).status_code == 200


def test_the_clock() -> None:
    desk = Caller()
    assert desk.raw("GET", "/practice/clock").get_json() == {"now": "2026-03-02T18:00:00+00:00"}
    desk.advance(1.5)
    assert desk.raw("GET", "/practice/clock").get_json()["now"] == "2026-03-02T19:30:00+00:00"
    for text in ("2027-01-01T00:00:00", "2027-01-01T00:00:00Z"):
        now = desk.raw("POST", "/practice/clock", {"now": text}).get_json()["now"]
        assert now == "2027-01-01T00:00:00+00:00"
    for bad in ({}, {"now": "soon"}, {"advance_hours": 10**11}, {"advance_hours": "x"}):
        assert desk.raw("POST", "/practice/clock", bad).status_code == 400


def test_the_real_clock() -> None:
    app = create_app()
    assert app.book.now().tzinfo is not None
    app.close()


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown practice profile"):
        create_app(profile="nope")
