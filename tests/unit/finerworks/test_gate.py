"""What passes the gate, over canned replies: the transport has its own tests over sockets."""

from __future__ import annotations

import pytest

from fwdesk.domain.errors import BadCredentials, BadReply, Refused
from fwdesk.domain.strict_json import Json
from fwdesk.finerworks.gate import Answer, model_errors, read, redacted, refusal, short
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.transport import Reply
from fwdesk.finerworks.wire.catalog import WireGlazing
from tests.support.canary import APP, WEB

CREDENTIALS = (
    b'{"Message": "The request is invalid.", "ModelState": {"ApiC.Models.authorization_credentials": '
    b'["Missing or unauthorized api credentials"]}}'
)


def reply(body: bytes, status: int = 200, kind: str = "application/json") -> Reply:
    return Reply(status, kind, body)


@pytest.mark.parametrize(
    ("body", "status", "kind", "says"),
    [
        (b"<html><title>Hotel\n WiFi</title>", 200, "text/html", "a web page (“Hotel WiFi”) came instead of data"),
        (b"\xef\xbb\xbf  <!doctype html>", 200, "application/json", "a web page came instead"),
        (b"<html>Server Error in '/' Application.<title>Runtime Error</title>", 200, "text/html", "an error page"),
        (b"<html><title>IIS \xff</title>", 502, "text/html", "error page (“IIS �”) instead of data (HTTP 502)"),
        (b"<html>", 511, "text/html", "this network wants a sign-in"),
        (b"", 200, "text/html", "a web page came"),
        (b"", 200, "", "something without a type instead of data"),
        (b"\x89PNG", 200, "image/png", "HTTP 200 with image/png instead of data"),
        (b"", 200, "application/json", "not sound data"),
        (b"{", 500, "application/json", "(HTTP 500) is not sound data"),
        (b'{"status": {"success": false, "success": true}}', 200, "application/json", "twice"),
        (b"3", 200, "application/json", "neither an object nor a list"),
        (b"[]", 200, "application/json", "bare list"),
        (b"{}", 200, "application/json", "whether it succeeded"),
        (b'{"status": 200}', 200, "application/json", "whether it succeeded"),
        (b'{"status": {"success": "true"}}', 200, "application/json", "whether it succeeded"),
        (b'{"status": {"success": 1}}', 200, "application/json", "whether it succeeded"),
        (b'{"status": {"success": null}}', 200, "application/json", "whether it succeeded"),
        (b'{"Message": "An error has occurred."}', 500, "application/json", "failed (HTTP 500): An error has"),
        (b"{}", 503, "application/json", "the service failed (HTTP 503)"),
        (b"{}", 408, "application/json", "the service failed (HTTP 408)"),
        (b'{"message": "slow down"}', 429, "application/json", "left alone for a while"),
        (b"{}", 418, "application/json", "does not answer this call (HTTP 418)"),
        (b'{"Message": "No HTTP resource was found"}', 404, "application/json", "(HTTP 404): No HTTP resource"),
        (b'["x"]', 404, "application/json", "(HTTP 404)"),
    ],
)
def test_what_is_no_answer(body: bytes, status: int, kind: str, says: str) -> None:
    with pytest.raises(BadReply) as caught:
        read(reply(body, status, kind), "list_mats")
    assert says in str(caught.value)
    assert caught.value.method == "list_mats"
    assert caught.value.sent


def test_bare_lists_and_missing_envelopes_only_where_they_are_allowed() -> None:
    assert read(reply(b"[]"), "x", bare=True).body == []
    assert read(reply(b'{"mats": []}'), "x", bare=True).member("mats") == []
    with pytest.raises(BadReply, match="whether"):
        read(reply(b'{"status": {}, "mats": []}'), "x", bare=True)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b'{"status": {"success": false, "message": "No <b>such</b> frame"}}', 200, "No such frame"),
        (b'{"status": {"success": false, "message": null}}', 404, "said no without a reason (HTTP 404)"),
        (b'{"Message": "Nope"}', 400, "Nope"),
        (b'{"ModelState": {"request.ids": ["bad ids"], "b": "also"}, "Message": "x"}', 400, "bad ids"),
        (b'{"ModelState": {"request.ids": [""]}}', 400, "without a reason"),
    ],
)
def test_refusals_carry_the_vendor_s_words(body: bytes, status: int, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read(reply(body, status), "x")
    assert reason in caught.value.reason
    assert caught.value.status == status
    assert not isinstance(caught.value, BadCredentials)


@pytest.mark.parametrize(("body", "status"), [(CREDENTIALS, 400), (b'{"message": "no"}', 401), (b"{}", 403)])
def test_bad_keys(body: bytes, status: int) -> None:
    with pytest.raises(BadCredentials) as caught:
        read(reply(body, status), "x")
    assert caught.value.reason
    assert caught.value.status == status


def test_model_errors_are_pairs() -> None:
    body: Json = {"ModelState": {"a": ["1", "2"], "b": "3", "c": [4]}}
    assert model_errors(body) == (("a", "1"), ("a", "2"), ("b", "3"), ("c", ""))
    assert model_errors({"ModelState": "x"}) == ()
    assert model_errors([]) == ()


def test_rows_count_anyway() -> None:
    rows = b'{"status": {"success": false}, "rows": [1]}'
    none = b'{"status": {"success": false}, "rows": null}'
    assert read(reply(rows, 404), "x", anyway="rows").member("rows") == [1]
    assert read(reply(rows, 200), "x", anyway="rows").status == 200
    assert read(reply(none, 404), "x", anyway="rows", empty_anyway=True).member("rows") is None
    for body, status, empty in ((none, 404, False), (none, 200, True)):
        with pytest.raises(Refused):
            read(reply(body, status), "x", anyway="rows", empty_anyway=empty)
    with pytest.raises(BadReply):
        read(reply(rows, 500), "x", anyway="rows")
    with pytest.raises(Refused):
        read(reply(b'{"status": {"success": false}}', 404), "x", anyway="rows")


def test_rows_and_their_odd_ones(caplog: pytest.LogCaptureFixture) -> None:
    answer = Answer("list_glazing", 200, {"glazing": [{"id": 1, "name": "A"}, {"id": "x", "name": WEB}, 7]})
    assert [row.id for row in answer.rows(WireGlazing, "glazing")] == [1]
    assert "row 2 of glazing: id" in caplog.text
    assert "row 3 of glazing: the row" in caplog.text
    assert WEB not in caplog.text
    with pytest.raises(BadReply, match="row 2 of glazing"):
        answer.rows(WireGlazing, "glazing", strict=True)
    with pytest.raises(BadReply, match="row 1 of glazing: id cannot"):
        Answer("x", 200, [{"name": "no id"}]).rows(WireGlazing, "glazing")


@pytest.mark.parametrize("body", [{"glazing": None}, {"glazing": []}, []])
def test_no_rows(body: dict[str, None]) -> None:
    assert Answer("x", 200, body).rows(WireGlazing, "glazing") == ()  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("body", [{}, {"glazing": 3}, {"glazing": {"id": 1}}, None])
def test_rows_that_are_not_there(body: dict[str, int]) -> None:
    with pytest.raises(BadReply, match="no list of glazing"):
        Answer("x", 200, body).rows(WireGlazing, "glazing")  # pyright: ignore[reportArgumentType]


def test_one_row() -> None:
    answer = Answer("x", 200, {"glazing": {"id": "3", "name": "A"}, "odd": {"id": None}})
    assert answer.row(WireGlazing, "nothing", "glazing").id == 3
    for name in ("odd", "absent"):
        with pytest.raises(BadReply, match=f"{name}: "):
            answer.row(WireGlazing, name)


def test_messages_are_short_plain_text() -> None:
    assert short("<p>a&amp;b</p>\r\n\x1b[1m \u202e&lt;i&gt;c") == "a&b [1m c"
    assert len(short("x" * 9000)) == 500
    assert short(None) == ""
    assert Answer("x", 200, {"status": "odd"}).message == ""


def test_no_error_repeats_a_key() -> None:
    keys = Keys(WEB, APP)
    body: Json = {"ModelState": {f"key {WEB}": [f"unknown {APP.upper()}"]}}
    error = redacted(refusal(Answer("x", 400, body)), keys)
    assert isinstance(error, Refused)
    told = f"{error} {error.reason} {error.fields}".lower()
    assert WEB not in told
    assert APP not in told
    plain = redacted(BadReply(f"no {WEB}", method="x"), keys)
    assert WEB not in str(plain)
    odd = BadReply("x")
    odd.args = (3,)
    assert redacted(odd, keys).args == (3,)
