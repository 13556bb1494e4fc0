"""Open an artist's file, or a picture the service sent, without ever decoding it in this process."""

from __future__ import annotations

import json
import os
import selectors
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from PIL import Image

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, Cancelled

ARTWORK_SECONDS = 30.0
SERVICE_SECONDS = 10.0
SERVICE_BYTES = 12 * 2**20
SERVICE_PIXELS = 40_000_000
_LONGEST_HEADER = 2**20
_CHUNK = 2**20
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Artwork:
    """An opened picture: facts about the file, and a proxy to look at.

    `pixels` are the file's own, upright; `proxy` (RGB, sRGB, upright) is at most `proxy_side` long. `notes` say in
    plain words what was done to show it. `profile` is empty if the file has none that could be used. A `stand_in` is
    a small copy that is shown while the file itself cannot be found: it can be looked at, not ordered.
    """

    path: Path
    name: str
    pixels: Pixels
    file_size: int
    sha256: str
    format: str
    mode: str
    profile: str
    notes: tuple[str, ...]
    proxy: Image.Image = field(compare=False, repr=False)
    stand_in: bool = False


class _Broken(Exception):
    """The child died or answered nonsense."""


class _Late(Exception):
    """The child took too long."""


class Decoder:
    """One long-lived child process that decodes; it is started with the first job and again after it died.

    One job runs at a time. Waiting ends at once when `cancel` is called: the child is then killed, as nothing else
    stops a decoder for certain.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command` starts the child; a frozen build has no interpreter to run `child.py` with and passes its own."""
        self._command = tuple(command or (sys.executable, "-I", str(_CHILD)))
        self._turn = threading.Condition()
        self._busy = False
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None

    def open_artwork(self, path: Path, *, proxy_side: int = 2400, cancel: Cancel | None = None) -> Artwork:
        """Open an artist's file. Raises `ArtworkError` with a sentence the artist can act on, or `Cancelled`."""
        path = Path(path)
        header = {"job": "artwork", "side": max(1, proxy_side)}
        facts, proxy = self._job(header, os.fsencode(path), ARTWORK_SECONDS, cancel, path)
        try:
            if max(proxy.size) > max(1, proxy_side):
                raise _crashed(path)
            width, height = facts["pixels"]
            return Artwork(
                path=path,
                name=path.name,
                pixels=Pixels(int(width), int(height)),
                file_size=int(facts["file_size"]),
                sha256=str(facts["sha256"]),
                format=str(facts["format"]),
                mode=str(facts["mode"]),
                profile=str(facts["profile"]),
                notes=tuple(str(note) for note in facts["notes"]),
                proxy=proxy,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _crashed(path) from error

    def decode_service_picture(self, data: bytes, *, cancel: Cancel | None = None) -> Image.Image:
        """Decode a picture the service sent (PNG, JPEG, WebP, GIF; 12 MB, 40 MP). Raises `ArtworkError`."""
        if len(data) > SERVICE_BYTES:
            raise ArtworkError("too large", "The service sent a picture of more than 12 MB.")
        return self._job({"job": "picture"}, data, SERVICE_SECONDS, cancel, None)[1]

    def close(self) -> None:
        """End the child. Jobs that wait or run end with an error."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
            process = self._process
            if process is not None and self._busy:
                process.kill()
            elif process is not None:
                self._end()

    def __enter__(self) -> Decoder:
        """For `with`: nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    # The job

    def _job(
        self, header: Mapping[str, object], blob: bytes, seconds: float, cancel: Cancel | None, path: Path | None
    ) -> tuple[dict[str, Any], Image.Image]:
        cancel = cancel or Cancel()
        self._take_turn(cancel)
        try:
            facts, pixels = self._twice(header, blob, seconds, cancel)
        except _Late as error:
            words = "took too long to open. Save a smaller copy."
            raise ArtworkError("time", _sentence(path, words), _text(path)) from error
        except _Broken as error:
            raise _crashed(path) from error
        finally:
            with self._turn:
                self._busy = False
                if self._closed:
                    self._end()
                self._turn.notify()
        if "error" in facts:
            sentence = str(facts.get("sentence", ""))
            raise ArtworkError(str(facts["error"]), f"{path.name}: {sentence}" if path else sentence, _text(path))
        try:
            width, height = int(facts["size"][0]), int(facts["size"][1])
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise _crashed(path) from error
        if not (0 < width * height <= SERVICE_PIXELS * 3 and len(pixels) == width * height * 3):
            raise _crashed(path)
        return facts, Image.frombytes("RGB", (width, height), pixels)

    def _twice(
        self, header: Mapping[str, object], blob: bytes, seconds: float, cancel: Cancel
    ) -> tuple[dict[str, Any], bytes]:
        """One exchange; a child that died between two jobs is not this picture's fault, so then once more."""
        fresh = self._process is None
        try:
            try:
                return self._exchange(header, blob, seconds, cancel)
            except _Broken:
                self._end()
                if fresh or self._closed:
                    raise
                return self._exchange(header, blob, seconds, cancel)
        except BaseException:
            # Whatever happened, a child in the middle of a job is of no further use.
            self._end()
            raise

    def _take_turn(self, cancel: Cancel) -> None:
        def wake() -> None:
            with self._turn:
                self._turn.notify_all()

        forget = cancel.listen(wake)
        try:
            with self._turn:
                self._turn.wait_for(lambda: self._closed or cancel.cancelled or not self._busy)
                cancel.check()
                if self._closed:
                    raise Cancelled("the desk is closing")
                self._busy = True
        finally:
            forget()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        with self._turn:
            if self._closed:
                raise _Broken("closed")
            if self._process is None:
                # A bare environment: nothing the artist has set may change how a picture is read.
                kept = {
                    name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
                }
                try:
                    process = subprocess.Popen(  # noqa: S603  our own interpreter and script
                        self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                        bufsize=0, env=kept,
                    )  # fmt: skip
                except OSError as error:
                    raise _Broken(str(error)) from error
                for pipe in (process.stdin, process.stdout):
                    assert pipe is not None
                    os.set_blocking(pipe.fileno(), False)
                self._process = process
            return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _exchange(
        self, header: Mapping[str, object], blob: bytes, seconds: float, cancel: Cancel
    ) -> tuple[dict[str, Any], bytes]:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        text = json.dumps(header).encode()
        request = memoryview(struct.pack(">II", len(text), len(blob)) + text + blob)
        waker, woken = socket.socketpair()
        forget = cancel.listen(lambda: _wake(waker))
        answer = _Answer()
        ends = time.monotonic() + seconds
        try:
            with selectors.DefaultSelector() as ready:
                ready.register(woken, selectors.EVENT_READ)
                ready.register(process.stdout, selectors.EVENT_READ)
                ready.register(process.stdin, selectors.EVENT_WRITE)
                while not answer.whole:
                    left = ends - time.monotonic()
                    if left <= 0:
                        raise _Late
                    for key, _ in ready.select(left):
                        if key.fileobj is woken:
                            cancel.check()
                        elif key.fileobj is process.stdin:
                            request = request[_write(process.stdin.fileno(), request) :]
                            if not request:
                                ready.unregister(process.stdin)
                        else:
                            answer.take(_read(process.stdout.fileno()))
        finally:
            forget()
            waker.close()
            woken.close()
        return answer.header, answer.blob


class _Answer:
    """Collects one length-prefixed answer."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._wanted = 8
        self._head = 0
        self.whole = False

    def take(self, data: bytes) -> None:
        self._data += data
        if self._wanted == 8 and len(self._data) >= 8:
            self._head, body = struct.unpack(">II", self._data[:8])
            if self._head > _LONGEST_HEADER or body > SERVICE_PIXELS * 9:
                raise _Broken("an answer without measure")
            self._wanted = 8 + self._head + body
        if self._wanted > 8 and len(self._data) >= self._wanted:
            if len(self._data) > self._wanted:
                raise _Broken("more than one answer")
            self.whole = True

    @property
    def header(self) -> dict[str, Any]:
        try:
            read: Any = json.loads(self._data[8 : 8 + self._head])
        except ValueError as error:
            raise _Broken("no JSON") from error
        if not isinstance(read, dict):
            raise _Broken("no object")
        return cast("dict[str, Any]", read)

    @property
    def blob(self) -> bytes:
        return bytes(memoryview(self._data)[8 + self._head :])


def _wake(waker: socket.socket) -> None:
    with suppress(OSError):
        waker.send(b"!")


def _write(descriptor: int, data: memoryview) -> int:
    try:
        return os.write(descriptor, data[:_CHUNK])
    except BlockingIOError:
        return 0
    except OSError as error:
        raise _Broken("the child stopped listening") from error


def _read(descriptor: int) -> bytes:
    try:
        data = os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return b""
    if not data:
        raise _Broken("the child ended")
    return data


def _text(path: Path | None) -> str:
    return str(path) if path else ""


def _sentence(path: Path | None, words: str) -> str:
    return f"{path.name if path else 'The service’s picture'} {words}"


def _crashed(path: Path | None) -> ArtworkError:
    words = "cannot be opened: reading it failed badly. Open it in another program and save it again."
    return ArtworkError("broken", _sentence(path, words), _text(path))
