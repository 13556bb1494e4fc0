"""The decoder's child process, and one exchange with it: a request out, an answer in, or an end to it."""

from __future__ import annotations

import fcntl
import json
import os
import selectors
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Cancelled

LARGEST_ANSWER = 360_000_000
_LONGEST_HEADER = 2**20
_CHUNK = 2**20


class Broken(Exception):
    """The child died or answered nonsense."""


class Late(Exception):
    """The child took too long."""


class Child:
    """One long-lived child process that decodes; it is started with the first job and again after it died.

    One job runs at a time. Waiting ends at once when `cancel` is called: the child is then killed, as nothing else
    stops a decoder for certain. `writes` is an open file that the child, and nothing else of ours, inherits.
    """

    def __init__(self, command: Sequence[str], writes: int | None = None) -> None:
        self._command = tuple(command) if writes is None else (*command, str(writes))
        self._writes = () if writes is None else (writes,)
        self._turn = threading.Condition()
        self._busy = False
        self._closed = False
        self.process: subprocess.Popen[bytes] | None = None

    def ask(
        self, header: Mapping[str, object], blob: bytes, seconds: float, cancel: Cancel | None
    ) -> tuple[dict[str, Any], bytes]:
        """One job: the answer's header and blob.

        Raises `Broken`, `Late` or `Cancelled`.
        """
        cancel = cancel or Cancel()
        self._take_turn(cancel)
        try:
            return self._twice(header, blob, seconds, cancel)
        finally:
            with self._turn:
                self._busy = False
                if self._closed:
                    self._end()
                self._turn.notify()

    def close(self) -> None:
        """End the child. Jobs that wait or run end with an error."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
            process = self.process
            if process is not None and self._busy:
                process.kill()
            elif process is not None:
                self._end()

    def _twice(
        self, header: Mapping[str, object], blob: bytes, seconds: float, cancel: Cancel
    ) -> tuple[dict[str, Any], bytes]:
        """One exchange; a child that died between two jobs is not this picture's fault, so then once more."""
        fresh = self.process is None
        try:
            try:
                return self._exchange(header, blob, seconds, cancel)
            except Broken:
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
        if self.process is not None and self.process.poll() is not None:
            self._end()
        with self._turn:
            if self._closed:
                raise Broken("closed")
            if self.process is None:
                # A bare environment: nothing the artist has set may change how a picture is read.
                kept = {
                    name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
                }
                try:
                    process = subprocess.Popen(  # noqa: S603  our own interpreter and script
                        self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                        bufsize=0, env=kept, pass_fds=self._writes,
                    )  # fmt: skip
                except OSError as error:
                    raise Broken(str(error)) from error
                for pipe in (process.stdin, process.stdout):
                    assert pipe is not None
                    os.set_blocking(pipe.fileno(), False)
                    # A picture is megabytes: sixteen times fewer turns than with the usual 64 KB.
                    with suppress(OSError, AttributeError):
                        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _CHUNK)
                self.process = process
            return self.process

    def _end(self) -> None:
        process, self.process = self.process, None
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
                        raise Late
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
            if self._head > _LONGEST_HEADER or body > LARGEST_ANSWER:
                raise Broken("an answer without measure")
            self._wanted = 8 + self._head + body
        if self._wanted > 8 and len(self._data) >= self._wanted:
            if len(self._data) > self._wanted:
                raise Broken("more than one answer")
            self.whole = True

    @property
    def header(self) -> dict[str, Any]:
        try:
            read: Any = json.loads(self._data[8 : 8 + self._head])
        except ValueError as error:
            raise Broken("no JSON") from error
        if not isinstance(read, dict):
            raise Broken("no object")
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
        raise Broken("the child stopped listening") from error


def _read(descriptor: int) -> bytes:
    try:
        data = os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return b""
    if not data:
        raise Broken("the child ended")
    return data
