"""The faults as data: what the service answers, whether a read is tried again, what each kind of call makes of it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fwdesk.domain.errors import BadCredentials, BadReply, ConnectionLost, Refused, ServiceError, TimedOut
from tests.contract.fault_server import Answer, Peer, raw, reply
from tests.support.endpoints import ROWS

Error = type[ServiceError] | None
_RETRIED = {408, 429, 500, 502, 503, 504}
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_NO_ENVELOPE: dict[str, object] = {}


@dataclass(frozen=True)
class Atom:
    """One answer. `again` says that a read is tried again after it; the errors are those of each kind of call."""

    answer: Answer
    again: bool
    api: Error
    money: Error
    upload: Error
    files: Error


def everywhere(answer: Answer, error: Error, again: bool = False) -> Atom:
    return Atom(answer, again, error, error, error, error)


def lost(answer: Answer) -> Atom:
    """The connection breaks before the answer is whole."""
    return everywhere(answer, ConnectionLost, again=True)


def bad(answer: Answer) -> Atom:
    """An answer that no call can use."""
    return everywhere(answer, BadReply)


def not_data(answer: Answer) -> Atom:
    """An answer that is no sound JSON; whoever asked for a file does not mind."""
    return Atom(answer, False, BadReply, BadReply, BadReply, None)


def status(code: int, **headers: str) -> Atom:
    """An HTTP status with empty JSON under it."""
    known = BadCredentials if code in {401, 403} else BadReply
    upload = BadReply if code in {200, 201} else Refused
    return Atom(reply(_NO_ENVELOPE, code, **headers), code in _RETRIED, known, BadReply, upload, BadReply)


def page(code: int, text: str) -> Atom:
    """A web page under any HTTP status."""
    return everywhere(reply(f"<!DOCTYPE html>\r\n{text}", code, "text/html"), BadReply, code in _RETRIED)


def told(text: bytes | str) -> Atom:
    return not_data(reply(text))


def _endless(peer: Peer) -> None:
    peer.send(_HEAD + b"\r\n")
    while True:
        peer.send(b" " * 65_536)


def _half_and_reset(peer: Peer) -> None:
    peer.send(_HEAD + b"Content-Length: 100\r\n\r\n{")
    peer.reset()


def _packed(data: bytes, *codings: str) -> Atom:
    return bad(reply(data, Content_Encoding=", ".join(codings)))


def _ten_times(data: bytes) -> bytes:
    for _ in range(10):
        data = gzip.compress(data)
    return data


_BOMB = bytes(20_000_000)
_RETRY_AFTER = {
    "0": True,
    "1": True,
    "60": True,
    "61": False,
    "-1": True,
    "1000000000": False,
    "soon": True,
    "Sun, 01 Jan 2023 00:00:00 GMT": True,
    "Fri, 01 Jan 2999 00:00:00 GMT": False,
}
_PAGES = {
    200: "<title>Hotel WiFi</title>Please sign in",
    400: "<title>Bad Request</title>",
    403: "<title>403 - Forbidden</title>",
    404: "<title>404 - File or directory not found.</title>",
    500: "<title>Runtime Error</title><h1>Server Error in '/' Application.</h1>",
    502: "<title>502 Bad Gateway</title><center>nginx</center>",
    503: "<title>Service Unavailable</title>",
    511: "<title>Network Authentication Required</title>",
}
_HOSTILE: dict[str, bytes | str] = {
    "not JSON": "lp0 on fire",
    "cut": '{"status": {"success": tr',
    "two values": "{} {}",
    "comment": '{"status": 1} // yes',
    "single quotes": "{'status': 1}",
    "doubled name": '{"status": {"success": false, "success": true}}',
    "NaN": '{"status": {"success": true}, "prices": NaN}',
    "Infinity": '{"status": {"success": true}, "prices": -Infinity}',
    "1e400": '{"status": {"success": true}, "prices": 1e400}',
    "5000 digits": '{"status": {"success": true}, "prices": ' + "9" * 5_000 + "}",
    "deep": "[" * 100_000,
    "65 levels": "[" * 65 + "]" * 65,
    "UTF-16": json.dumps({"status": 1}).encode("utf-16"),
    "UTF-16 without its mark": json.dumps({"status": 1}).encode("utf-16-le"),
    "Latin-1": '{"status": "é"}'.encode("latin-1"),
    "half a character": '{"status": {"success": true, "message": "\\ud800"}}',
    "a number": "3",
    "a text": '"yes"',
    "null": "null",
    "true": "true",
    "no envelope": "{}",
    "status is a number": '{"status": 200}',
    "status is a text": '{"status": "success"}',
    "status is a list": '{"status": [{"success": true}]}',
    "success is a text": '{"status": {"success": "true"}}',
    "success is 1": '{"status": {"success": 1}}',
    "success is null": '{"status": {"success": null}}',
    "success is an object": '{"status": {"success": {}}}',
    "success is misspelled": '{"status": {"sucess": true}}',
}

ATOMS: dict[str, Atom] = {
    # The connection breaks (the toxics reset_peer, limit_data, and what a proxy in trouble does).
    "reset": lost(Peer.reset),
    "reset in the body": lost(_half_and_reset),
    "closed": lost(raw(b"")),
    "cut in the status line": lost(raw(b"HTTP/1.1 20")),
    "cut in the headers": lost(raw(_HEAD[:-8])),
    "cut by length": lost(raw(_HEAD + b"Content-Length: 100\r\n\r\n" + b'{"status": ')),
    "one byte short": lost(raw(_HEAD + b"Content-Length: 3\r\n\r\n{}")),
    "cut in a chunk": lost(raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}   \r\n8\r\nabc")),
    "no last chunk": lost(raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")),
    "no chunk size": lost(raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
    "not HTTP": lost(raw(b"SSH-2.0-OpenSSH\r\n")),
    "150 headers": lost(raw(_HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(150)) + b"\r\n{}")),
    "a giant header": lost(raw(_HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n{}")),
    # Statuses.
    **{f"HTTP {code}": status(code) for code in (201, 206, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422)},
    **{f"HTTP {code}": status(code) for code in (423, 451, 501, 505, 507, 520, 599, *sorted(_RETRIED))},
    **{f"redirect {code}": bad(reply("", code, Location="/v3/elsewhere")) for code in (300, 301, 302, 303, 307, 308)},
    "not modified": bad(raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")),
    **{f"page {code}": page(code, text) for code, text in _PAGES.items()},
    "page without a type": bad(reply("\ufeff <html><title>Sign in</title>", kind="text/html; charset=utf-8")),
    # Refusals.
    "refused with a message": Atom(reply({"Message": "No"}, 400), False, Refused, BadReply, Refused, BadReply),
    "refused by a field": Atom(
        reply({"ModelState": {"request.x": ["No"]}}, 400), False, Refused, Refused, Refused, BadReply
    ),
    "refused keys": Atom(
        reply({"ModelState": {"ApiC.Models.authorization_credentials": ["No"]}}, 400),
        False,
        BadCredentials,
        BadCredentials,
        Refused,
        BadReply,
    ),
    "refused under 200": Atom(reply({"status": {"success": False}}), False, Refused, Refused, BadReply, None),
    "nothing": bad(reply(b"")),
    # JSON that is none, or does not say yes.
    **{f"JSON: {name}": told(text) for name, text in _HOSTILE.items()},
    "picture as JSON": told(b"\x89PNG\r\n\x1a\n\0\0\0\0"),
    "JSON as a picture": not_data(reply({"status": {"success": True}}, kind="image/png")),
    "JSON without a type": not_data(reply({"status": {"success": True}}, kind="")),
    "JSON as text": not_data(reply({"status": {"success": True}}, kind="text/plain")),
    # Bombs and other giants; the cap of these tests is 2 MB.
    "gzip bomb": _packed(gzip.compress(_BOMB), "gzip"),
    "deflate bomb": _packed(zlib.compress(_BOMB), "deflate"),
    "gzip in gzip": _packed(gzip.compress(gzip.compress(_BOMB)), "gzip", "gzip"),
    "gzip ten times": _packed(_ten_times(b"{}"), *["gzip"] * 10),
    "brotli": _packed(b"\x0b\x02\x80{}\x03", "br"),
    "zstd": _packed(b"\x28\xb5\x2f\xfd\x20\x02\x11\x00\x00{}", "zstd"),
    "compressed rubbish": _packed(b"not gzip at all", "gzip"),
    "an announced giant": bad(raw(_HEAD + b"Content-Length: 999999999999999999999\r\n\r\n")),
    "an endless body": bad(_endless),
    # Retry-After.
    **{
        f"Retry-After {after}": Atom(
            reply(_NO_ENVELOPE, 503, Retry_After=after), again, BadReply, BadReply, Refused, BadReply
        )
        for after, again in _RETRY_AFTER.items()
    },
}


@dataclass(frozen=True)
class Fault:
    """Atoms in turn, the last again and again, or a good answer after them."""

    atoms: tuple[Atom, ...]
    then_good: bool = False

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(atom.answer for atom in self.atoms)


def _sequences() -> Iterable[tuple[str, Fault]]:
    """Two and three answers in turn, as the service recovers or goes from one trouble into the next."""
    passing = ("HTTP 503", "HTTP 500", "HTTP 429", "HTTP 408", "reset", "closed", "cut by length", "page 502")
    for name in passing:
        yield f"{name}, good", Fault((ATOMS[name],), then_good=True)
        yield f"{name}, {name}, good", Fault((ATOMS[name],) * 2, then_good=True)
    lasting = ("HTTP 404", "page 200", "redirect 302", "JSON: cut", "refused keys", "Retry-After 61", "gzip bomb")
    for before, after in zip(passing, lasting, strict=False):
        yield f"{before}, {after}", Fault((ATOMS[before], ATOMS[after]))
    for before, after in zip(passing, (*passing[1:], passing[0]), strict=True):
        yield f"{before}, {after}, good", Fault((ATOMS[before], ATOMS[after]), then_good=True)


FAULTS: dict[str, Fault] = {name: Fault((atom,)) for name, atom in ATOMS.items()} | dict(_sequences())


def _slow(answer: Answer) -> Fault:
    return Fault((everywhere(answer, TimedOut),))


def _dripping(start: bytes, piece: bytes) -> Answer:
    def answer(peer: Peer) -> None:
        peer.send(start)
        peer.drip(piece)

    return answer


def _then_silence(start: bytes) -> Answer:
    def answer(peer: Peer) -> None:
        peer.send(start)
        peer.stall()

    return answer


SLOW_ANSWERS: dict[str, Answer] = {
    "silence": Peer.stall,
    "slow headers": _dripping(_HEAD, b"X: y\r\nX"),
    "slow body": _dripping(_HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "endless 100 Continue": _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body without length, then silence": _then_silence(_HEAD + b"\r\n{}"),
    "half a body, then silence": _then_silence(_HEAD + b"Content-Length: 100\r\n\r\n{"),
    "slow chunks": _dripping(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "an endless chunk size": _dripping(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
}
SLOW: dict[str, Fault] = {name: _slow(answer) for name, answer in SLOW_ANSWERS.items()}

DEAD: dict[str, str] = {
    "refused": "refused",
    "full queue": "full",
    "TLS: signs itself": "self_signed",
    "TLS: unknown authority": "unknown_authority",
    "TLS: expired": "expired",
    "TLS: another host": "another_host",
    "TLS: 1.0": "old_tls",
    "TLS: closed in the handshake": "hung_up",
}
"""What keeps a connection from being made, and the fixture that does it."""

CELLS: list[tuple[str, str]] = [(name, fault) for fault in (*FAULTS, *SLOW, *DEAD) for name in ROWS]


@dataclass(frozen=True)
class Expected:
    """What must come of a cell: how often the service is asked, and the error's class, None for an answer."""

    attempts: int
    error: Error
    sent: bool = True
    works: bool = True


def expected(name: str, fault: Fault) -> Expected:
    """Walk the fault's answers as the row's retry class says."""
    row = ROWS[name]
    for attempt in range(1, row.policy.attempts + 1):
        if fault.then_good and attempt > len(fault.atoms):
            return Expected(attempt, None)
        atom = fault.atoms[min(attempt, len(fault.atoms)) - 1]
        if not atom.again or attempt == row.policy.attempts:
            turned = row.turns and atom is ATOMS["HTTP 405"]
            return Expected(attempt + turned, _ERROR[row.kind](atom, row.forgives), works=False)
    raise AssertionError("a call has at least one attempt")


def _api(atom: Atom, forgives: bool) -> Error:
    forgiven = {id(ATOMS["refused with a message"]), id(ATOMS["refused under 200"])}
    return None if forgives and id(atom) in forgiven else atom.api


_ERROR: dict[str, Callable[[Atom, bool], Error]] = {
    "api": _api,
    "money": lambda atom, _: atom.money,
    "upload": lambda atom, _: atom.upload,
    "bytes": lambda atom, _: atom.files,
    "about": lambda atom, _: atom.api,
}
