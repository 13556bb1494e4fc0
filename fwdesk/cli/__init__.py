"""The commands: one tree of arguments, one place where whatever goes wrong becomes a sentence and an exit code.

Nothing heavy is imported before a command was recognized, so that `fwdesk explain` answers at once and needs no Qt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fwdesk.domain.errors import FwdeskError

if TYPE_CHECKING:
    from fwdesk.cli.tree import Command

OK, FAILED, USAGE, NO_SCREEN = 0, 1, 2, 3
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; nothing expected ever ends in a traceback."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our words has left (`fwdesk orders | head`); Python must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except FwdeskError as error:
        from fwdesk.cli.words import sentence

        print(sentence(error), file=sys.stderr)
        return FAILED


def _run(argv: list[str]) -> int:
    from fwdesk.cli.tree import read

    try:
        arguments = read(argv)
    except SystemExit as end:  # argparse said it already
        return end.code if isinstance(end.code, int) else USAGE
    command: Command = arguments.run
    code = command(arguments)
    sys.stdout.flush()
    return code
