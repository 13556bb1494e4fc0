"""What came instead of an answer, in words that an artist can act on: web pages and other strangers (N6)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fwdesk.domain.errors import BadReply, Refused, ServiceError
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.transport import Transport
from tests.contract.fault_server import Answer, FaultServer, raw, reply
from tests.support.canary import APP, WEB
from tests.support.endpoints import ROWS

YELLOW = """<!DOCTYPE html>
<html><head><title>Runtime Error</title><style>body {background: #ffffcc}</style></head>
<body bgcolor="white"><span><H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1>
<h2> <i>Runtime Error</i> </h2></span></body></html>
<!-- [SqlException]: Timeout expired at System.Data.SqlClient.SqlConnection in C:\\inetpub\\wwwroot\\Orders.cs:42 -->"""
DETAILED = """<html><head><title>IIS 10.0 Detailed Error - 500.0 - Internal Server Error</title></head>
<h3>HTTP Error 500.0 - Internal Server Error</h3><th>Physical Path</th><td>C:\\inetpub\\wwwroot\\v3</td>"""
TRACE = "<html><title>Object reference not set to an instance of an object.</title>Server Error in '/v3' Application."
NGINX = "<html>\r\n<head><title>502 Bad Gateway</title></head><body><hr><center>nginx/1.18.0</center></body></html>"
CLOUD = "<!DOCTYPE html><html><head><title>finerworks.com | 522: Connection timed out</title></head></html>"
GATEWAY = (
    "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Your organization's policy blocks this site</BODY></HTML>"
)
HOTEL = (
    "<html><head><meta http-equiv=refresh content='0;url=http://1.1.1.1/login'><title>Welcome to\n Hotel WiFi</title>"
)
APPLE = "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>"
MARKS = "<html><title>A &lt;b&gt; &amp; C \u202e</title>"
PROXY = "<html><head><title>407 Proxy Authentication Required</title></head></html>"

SIGN_IN = "a web page{} came instead of data; a network sign-in page may be in between"
FAILED = "the service answered with an error page{} instead of data (HTTP {})"
REDIRECT = (
    "the service answered with a redirect (HTTP {}), which is never followed; a network sign-in page may be in between"
)
WANTS = "this network wants a sign-in before it lets anything through{}"
KIND = "the service answered HTTP 200 with {} instead of data"


def page(text: str, status: int = 200, kind: str = "text/html; charset=utf-8") -> Answer:
    return reply(text, status, kind)


PAGES: dict[str, tuple[Answer, str]] = {
    "captive portal under 200": (page(HOTEL), SIGN_IN.format(" (“Welcome to Hotel WiFi”)")),
    "captive portal that calls itself JSON": (
        page(HOTEL, kind="application/json"),
        SIGN_IN.format(" (“Welcome to Hotel WiFi”)"),
    ),
    "captive portal behind a byte order mark": (
        page("\ufeff\r\n" + HOTEL, kind="application/json"),
        SIGN_IN.format(" (“Welcome to Hotel WiFi”)"),
    ),
    "captive portal, compressed": (
        reply(gzip.compress(HOTEL.encode()), kind="text/html", Content_Encoding="gzip"),
        SIGN_IN.format(" (“Welcome to Hotel WiFi”)"),
    ),
    "captive portal by 302": (reply("", 302, Location="http://10.0.0.1/login"), REDIRECT.format(302)),
    "captive portal by 303": (reply("", 303, Location="/login"), REDIRECT.format(303)),
    "captive portal by 307": (page(HOTEL, 307), REDIRECT.format(307)),
    "moved for good": (reply("", 301, Location="https://api.example/"), REDIRECT.format(301)),
    "sign-in by 511": (page("<html><title>Sign in</title>", 511), WANTS.format(" (“Sign in”)")),
    "sign-in by 511 without a title": (page("<html>", 511), WANTS.format("")),
    "a computer's test page": (page(APPLE), SIGN_IN.format(" (“Success”)")),
    "page without a title": (page("<!doctype html><p>hello"), SIGN_IN.format("")),
    "XHTML": (page("<?xml version='1.0'?><html>", kind="application/xhtml+xml"), SIGN_IN.format("")),
    "an empty page": (page(""), SIGN_IN.format("")),
    "title with marks in it": (page(MARKS), SIGN_IN.format(" (“A & C”)")),
    "title without an end": (page("<html><title>" + "x" * 5_000), SIGN_IN.format(" (“" + "x" * 200 + "”)")),
    "yellow page under 500": (page(YELLOW, 500), FAILED.format(" (“Runtime Error”)", 500)),
    "yellow page under 200": (page(YELLOW), FAILED.format(" (“Runtime Error”)", 200)),
    "yellow page of an exception": (
        page(TRACE, 500),
        FAILED.format(" (“Object reference not set to an instance of an object.”)", 500),
    ),
    "detailed error of IIS": (
        page(DETAILED, 500),
        FAILED.format(" (“IIS 10.0 Detailed Error - 500.0 - Internal Server Error”)", 500),
    ),
    "404 of IIS": (
        page("<title>404 - File or directory not found.</title>", 404),
        FAILED.format(" (“404 - File or directory not found.”)", 404),
    ),
    "403 of IIS": (page("<title>403 - Forbidden</title>", 403), FAILED.format(" (“403 - Forbidden”)", 403)),
    "503 of http.sys": (
        page("<HTML><TITLE>Service Unavailable</TITLE>", 503),
        FAILED.format(" (“Service Unavailable”)", 503),
    ),
    "nginx": (page(NGINX, 502), FAILED.format(" (“502 Bad Gateway”)", 502)),
    "a content network": (page(CLOUD, 522), FAILED.format(" (“finerworks.com | 522: Connection timed out”)", 522)),
    "a company's filter": (page(GATEWAY, 403), FAILED.format(" (“Access Denied”)", 403)),
    "a company's filter under 200": (page(GATEWAY), SIGN_IN.format(" (“Access Denied”)")),
    "a proxy": (page(PROXY, 407), FAILED.format(" (“407 Proxy Authentication Required”)", 407)),
    "maintenance": (page("<title>Down for maintenance</title>", 503), FAILED.format(" (“Down for maintenance”)", 503)),
    "plain words": (reply("OK", kind="text/plain"), KIND.format("text/plain")),
    "nothing at all": (reply("", kind=""), KIND.format("something without a type")),
    "a picture": (reply(b"\x89PNG\r\n\x1a\n", kind="image/png"), KIND.format("image/png")),
    "a program": (reply(b"\x7fELF", kind="application/octet-stream"), KIND.format("application/octet-stream")),
    "XML": (reply("<Error/>", kind="application/xml"), SIGN_IN.format("")),
    "empty JSON": (reply(""), "the answer (HTTP 200) is not sound data: Expecting value at character 0"),
    "a picture as JSON": (
        reply(b"\x89PNG\r\n\x1a\n"),
        "the answer (HTTP 200) is not sound data: the text is not UTF-8",
    ),
    "compressed with what nobody asked for": (
        reply(b"\x0b\x02\x80{}\x03", Content_Encoding="br"),
        "the answer is compressed in a way that was not asked for",
    ),
    "compressed and broken": (reply(b"no gzip", Content_Encoding="gzip"), "the compressed answer cannot be unpacked"),
    "too large": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n"), "the answer is larger than 16 MB"),
    "asked to wait": (reply({}, 429, Retry_After="600"), "the service asks to be left alone for a while (HTTP 429)"),
    "failed with words": (
        reply({"Message": "An error has occurred."}, 500),
        "the service failed (HTTP 500): An error has occurred.",
    ),
    "failed without words": (reply({}, 504), "the service failed (HTTP 504)"),
    "no such call": (
        reply({"Message": "No HTTP resource was found"}, 404),
        "the service does not answer this call (HTTP 404): No HTTP resource was found",
    ),
}


def asked(answer: Answer, name: str = "list_mats") -> ServiceError:
    with FaultServer(answer) as server:
        client = FinerWorks(server.url, Keys(WEB, APP), transport=Transport(wait=lambda *_: None))
        with pytest.raises(ServiceError) as caught:
            ROWS[name].call(client, Path())
        client.close()
    return caught.value


@pytest.mark.parametrize("name", PAGES)
def test_what_came_is_said_in_words(name: str) -> None:
    answer, words = PAGES[name]
    error = asked(answer)
    assert type(error) is BadReply
    assert str(error) == words


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"too large", "no such call"}])
def test_no_page_is_taken_for_an_accepted_order(name: str) -> None:
    error = asked(PAGES[name][0], "submit_orders_v2")
    assert type(error) is BadReply
    assert error.sent, "it may have been placed"


def test_nothing_of_a_page_but_its_title_is_shown() -> None:
    for text in (YELLOW, DETAILED):
        told = repr(vars(error := asked(page(text, 500)))) + str(error)
        assert "inetpub" not in told
        assert "SqlException" not in told
        assert "<" not in told


def test_a_refusal_is_no_page() -> None:
    error = asked(reply({"Message": "No such mat"}, 400))
    assert type(error) is Refused
    assert str(error) == "No such mat"
