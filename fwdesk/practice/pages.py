"""The service's own pages under /practice: about, uploaded files, the clock, and what was submitted.

They need no keys; the application lets only this computer in.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from fwdesk.practice.book import Book
from fwdesk.practice.files import CAP, FileStore, TooLarge, content_type, url_path
from fwdesk.practice.profiles import Profile
from fwdesk.practice.status import LABELS, status_id
from fwdesk.practice.wire import ModelErrors, Row, read_json, reader, write_json


def _json(content: object, status: int = 200) -> Response:
    return Response(write_json(content), status, mimetype="application/json")


class Pages:
    """Answers requests under /practice."""

    def __init__(self, book: Book, files: FileStore, profile: Profile) -> None:
        self._book = book
        self._files = files
        self._profile = profile

    def answer(self, request: Request) -> Response:
        """One page."""
        parts = request.path.strip("/").split("/")[1:]
        verb = "GET" if request.method == "HEAD" else request.method
        match verb, parts:
            case "GET", ["about"]:
                return _json({"service": "fwdesk practice", "upload": True, "profile": self._profile.name})
            case "PUT", ["files", name] if name:
                return self._upload(request, name)
            case "GET", ["files", sha, name]:
                return self._file(request, sha, name)
            case "GET", ["orders"]:
                return _json(self._orders())
            case "GET", ["posts"]:
                return _json({"posts": self._book.posts()})
            case (("GET" | "POST"), ["clock"]):
                return self._clock(request)
            case _:
                known = parts[:1] in (["about"], ["files"], ["orders"], ["posts"], ["clock"])
                return _json({"Message": "There is no such page."}, 405 if known and len(parts) < 3 else 404)

    def _upload(self, request: Request, name: str) -> Response:
        if (request.content_length or 0) > CAP:
            return _json({"Message": "The file is larger than 1 GB."}, 413)
        try:
            stored = self._files.take(request.stream)
        except TooLarge:
            return _json({"Message": "The file is larger than 1 GB."}, 413)
        url = request.host_url.rstrip("/") + url_path(stored, name)
        return _json({"url": url, "sha256": stored.sha256, "bytes": stored.size}, 201)

    def _file(self, request: Request, sha: str, name: str) -> Response:
        path = self._files.find(sha.lower())
        if path is None:
            return _json({"Message": "There is no such file."}, 404)
        return send_file(
            path, request.environ, mimetype=content_type(name, path), download_name=name, conditional=True, etag=sha
        )

    def _orders(self) -> Row:
        """How often each reference was submitted, and what became of it."""
        posts = self._book.posts()
        count = Counter(po for post in posts for po in post["order_pos"])
        now = self._book.now()
        found: dict[str, Row] = {
            po: {"order_po": po, "posts": number, "order_ids": [], "kind": None, "status": None, "kept": False}
            for po, number in count.items()
        }
        for order in self._book.all():
            row = found.setdefault(order.order_po, {"order_po": order.order_po, "posts": 0, "order_ids": []})
            row["order_ids"].append(order.order_id)
            row |= {"kind": order.kind, "status": LABELS[status_id(order, now)], "kept": order.kept}
        return {"posts": len(posts), "now": now.isoformat(), "orders": list(found.values())}

    def _clock(self, request: Request) -> Response:
        """Set or advance the clock, or just read it."""
        if request.method == "POST":
            try:
                self._move(request)
            except ModelErrors as bad:
                return _json({"Message": "The request is invalid.", "ModelState": bad.errors}, 400)
        return _json({"now": self._book.now().isoformat()})

    def _move(self, request: Request) -> None:
        model = reader(read_json(request.get_data()))
        text, hours = model.text("now"), model.number("advance_hours")
        if text is None and hours is None:
            model.fail("", 'Send {"now": an ISO time} or {"advance_hours": a number}.')
        moment: Any = self._book.now()
        try:
            moment = datetime.fromisoformat(text) if text else moment
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            moment += timedelta(hours=float(hours or 0))
        except (ValueError, OverflowError):
            model.fail("now", "The time must be ISO 8601 and not too far away.")
        model.done()
        self._book.set_now(moment)
