"""`fwdesk practice`: the practice service on a port of this computer, until it is stopped."""

from __future__ import annotations

import argparse
import signal
import socket
from contextlib import closing
from types import FrameType

from fwdesk.cli import FAILED, INTERRUPTED, OK
from fwdesk.cli.words import complain
from fwdesk.domain.errors import StoreError
from fwdesk.practice.server import HOST, serve_forever
from fwdesk.practice.service import LIVE_KEYS, PRACTICE_KEYS, REFUSED_KEYS, create_app


class _Stop(KeyboardInterrupt):
    """A signal to stop; Ctrl+C and SIGTERM take the same way out."""


def practice(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl+C (130) or SIGTERM (0)."""
    if not _free(arguments.port):
        complain(f"Port {arguments.port} is in use. Choose another with --port, or leave it out to get a free one.")
        return FAILED
    codes: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        codes.append(INTERRUPTED if number == signal.SIGINT else OK)
        raise _Stop

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        if arguments.data:
            arguments.data.mkdir(parents=True, exist_ok=True)
        app = create_app(arguments.data, profile=arguments.profile)
    except OSError as error:
        raise StoreError(f"The folder {arguments.data} cannot be used: {error.strerror}.") from error
    with closing(app):
        serve_forever(app, arguments.port, ready=_tell)
    return codes[0] if codes else OK


def _free(port: int) -> bool:
    """Whether nobody listens there. Asked first: the server itself would say it in three lines."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return False
    return True


def _tell(url: str) -> None:
    print(url)
    for words, keys in (
        ("an account in test mode (any two different GUIDs are one)", PRACTICE_KEYS),
        ("plays an app in live mode", LIVE_KEYS),
        ("is always refused", REFUSED_KEYS),
    ):
        print(f"web_api_key {keys.web_api_key}  app_key {keys.app_key}  {words}")
    print("Ctrl+C stops it.", flush=True)
