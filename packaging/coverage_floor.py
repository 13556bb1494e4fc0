"""Reads coverage's JSON and says which files fall below what fwdesk promises."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

# Every line and branch of what decides about money, orders and the artist's data. The list may only grow.
PERFECT = ("fwdesk/domain/", "fwdesk/finerworks/", "fwdesk/store/", "fwdesk/orders/")
OVERALL = 90.0


@dataclass(frozen=True)
class Offender:
    """A file below its floor, with the places that no test reached."""

    path: str
    percent: float
    lines: list[int]
    branches: list[list[int]]


def read(report: Path) -> tuple[float, list[Offender]]:
    """The overall percentage, and the files that should be perfect and are not."""
    data = json.loads(report.read_text(encoding="utf-8"))
    offenders = [
        Offender(path, part["summary"]["percent_covered"], part["missing_lines"], part.get("missing_branches", []))
        for path, part in sorted(data["files"].items())
        if path.startswith(PERFECT) and (part["missing_lines"] or part.get("missing_branches"))
    ]
    return float(data["totals"]["percent_covered"]), offenders


def table(offenders: list[Offender]) -> str:
    """One line a file: its percentage, the lines and the jumps that are missing."""
    width = max(len(offender.path) for offender in offenders)
    rows = [f"  {'file':{width}}  covered  missing lines; branches"]
    for offender in offenders:
        jumps = ", ".join(f"{start}→{'exit' if end < 0 else end}" for start, end in offender.branches)
        rows.append(
            f"  {offender.path:{width}}  {offender.percent:6.1f}%  {spans(offender.lines) or '-'}; {jumps or '-'}"
        )
    return "\n".join(rows)


def spans(numbers: list[int]) -> str:
    """1, 2, 3, 7 as "1-3, 7"."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def check(report: Path) -> int:
    """Print the verdict; 0 when every floor holds."""
    if not report.is_file():
        print("There is no coverage report: the tests did not get as far as writing one.")
        return 1
    overall, offenders = read(report)
    print(f"Overall {overall:.1f}% (at least {OVERALL:.0f}%); files to be perfect: {', '.join(PERFECT)}")
    if offenders:
        print(table(offenders))
    return int(bool(offenders) or overall < OVERALL)
