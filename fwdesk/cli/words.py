"""Sentences for the terminal: the desk's own, except where those speak of what only a desk does.

The desk's are imported when something went wrong; until then a command needs none of them.
"""

from __future__ import annotations

import sys
import unicodedata

from fwdesk.domain.errors import BadCredentials, CodeError, ConnectionLost, TimedOut, Unreachable

_MARGIN = 60


def sentence(error: Exception) -> str:
    """An error for a person at a terminal."""
    from fwdesk.ui import messages

    match error:
        case CodeError():
            return code_trouble(error)
        case BadCredentials():
            return f"{error} Give them to the desk, or set FWDESK_WEB_API_KEY and FWDESK_APP_KEY."
        case Unreachable():
            return f"The service cannot be reached: {error}."
        case ConnectionLost() | TimedOut():
            return f"The service did not answer: {error}."
        case _:
            return messages.sentence(error)


def code_trouble(error: CodeError) -> str:
    """The code, a caret under the place where it goes wrong, and what is wrong there."""
    from fwdesk.ui.messages import code_words

    start = max(error.position - _MARGIN, 0)
    shown = error.text[start : error.position + _MARGIN]
    text = "".join(char if char.isprintable() else "?" for char in shown)
    before = "".join(text[: error.position - start])
    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    return f"{text}\n{' ' * columns}^\n{code_words(error)}"


def complain(words: str) -> None:
    """Say something on stderr."""
    print(words, file=sys.stderr)


def table(rows: list[tuple[str, ...]], right: frozenset[int]) -> list[str]:
    """Rows as lines in columns; those in `right` are aligned to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(widths[at]) if at in right else cell.ljust(widths[at]) for at, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]
