"""`fwdesk [ARTWORK]`: open the desk, if there is a screen to open it on."""

from __future__ import annotations

import argparse
import os

from fwdesk.cli import NO_SCREEN
from fwdesk.cli.screen import screen
from fwdesk.cli.words import complain


def desk(arguments: argparse.Namespace) -> int:
    """Open the desk and stay until it is closed."""
    found = screen(os.environ)
    if not found.there:
        complain(f"{found.words} `fwdesk tour --out DIR` does the whole job without one.")
        return NO_SCREEN
    try:
        from fwdesk import opening
    except ImportError as error:
        complain(without_qt(error))
        return NO_SCREEN
    from fwdesk.app.start import Options
    from fwdesk.cli.stopping import stop_on_signals

    words = ["fwdesk"]
    app = opening.make_app(words)
    with stop_on_signals(app):
        return opening.run(
            Options(artwork=arguments.artwork, service=arguments.service or "", data_dir=arguments.data_dir),
            words,
        )


def without_qt(error: ImportError) -> str:
    """Why Qt cannot be loaded, and what helps."""
    return f"Qt cannot be loaded here: {error}. `python3 packaging/start.py` installs what is missing."
