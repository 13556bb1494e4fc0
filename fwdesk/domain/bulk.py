"""Many codes at once: each line is a piece that can be made, or says where and why not."""

from __future__ import annotations

from dataclasses import dataclass

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Problem, Rules

MOST_LINES = 500
"""What is checked in one go; the rest is counted in `Checked.left`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its `number` from 1, its text, and either a piece, an error or problems.

    An inventory SKU is a code without a piece: only the service knows what it is.
    """

    number: int
    text: str
    code: ProductCode | None = None
    error: CodeError | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def piece(self) -> Piece | None:
        """What the line orders, if it can be made."""
        if self.code is None or self.code.is_sku or self.problems:
            return None
        return Piece(self.code)

    @property
    def words(self) -> str:
        """What is wrong with it; empty for nothing."""
        if self.error:
            return f"{str(self.error)[:1].upper()}{str(self.error)[1:]}."
        if self.code and self.code.is_sku:
            return "An inventory SKU: only FinerWorks knows what it is."
        return " ".join(problem.reason for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a list: its lines, and how many were left because there are too many."""

    lines: tuple[Line, ...]
    left: int = 0

    @property
    def codes(self) -> tuple[ProductCode, ...]:
        """The codes that can be priced, each once, in their order."""
        return tuple({line.code: None for line in self.lines if line.code and not line.problems})


def check_lines(text: str, rules: Rules, *, most: int = MOST_LINES) -> Checked:
    """Read, check and explain a list of codes, one a line; blank lines are skipped.

    A code that stands there a hundred times is read and judged once.
    """
    filled = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    known: dict[str, tuple[ProductCode | None, CodeError | None, tuple[Problem, ...]]] = {}
    lines: list[Line] = []
    for number, line in filled[:most]:
        if line not in known:
            known[line] = _judged(line, rules)
        lines.append(Line(number, line, *known[line]))
    return Checked(tuple(lines), max(len(filled) - most, 0))


def _judged(text: str, rules: Rules) -> tuple[ProductCode | None, CodeError | None, tuple[Problem, ...]]:
    try:
        code = parse_code(text)
    except CodeError as error:
        return None, error, ()
    return code, None, () if code.is_sku else rules.problems(code)
