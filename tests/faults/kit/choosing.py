"""A desk on which somebody works as fast as they can, to be killed; forked where everything is imported."""

from __future__ import annotations

import os
import random
import sys
import time
from decimal import Decimal
from pathlib import Path

CODES = ("5M6M9S16x20F96S20x24J1S16x20G1", "5M6M9S16x20", "5M6M9S11x14F72S15x18J1S11x14G1")
STEPS = 10_000
"""Edits are numbered by the crop they make: so many ten-thousandths from the left."""


def main() -> None:
    """For each folder on standard input: fork a desk, say its process id, and then what it did, line by line."""
    import fwdesk.app.pieces
    import fwdesk.store.desk_file
    import fwdesk.store.relink

    assert fwdesk
    for line in sys.stdin:
        folder, seed = line.rsplit(maxsplit=1)
        child = os.fork()
        if not child:
            work(Path(folder), int(seed))
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"end\n")


def work(folder: Path, seed: int) -> None:
    """Edit at random moments until killed; each edit is told after it was made, with the clock."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from fwdesk.app.keeper import Keeper
    from fwdesk.app.pieces import Pieces
    from fwdesk.app.session import Session
    from fwdesk.app.tasks import Tasks
    from fwdesk.app.workshop import Workshop
    from fwdesk.domain.code import parse_code
    from fwdesk.domain.draft import Draft, Verdict
    from fwdesk.domain.piece import Piece
    from fwdesk.store.folders import Folders

    app = QCoreApplication([])
    chance, session, tasks = random.Random(seed), Session(), Tasks()
    workshop = Workshop(Folders(folder), lambda: "", ("", ""))
    pieces = Pieces(session, tasks, workshop, Keeper(session, tasks, workshop, folder / "no sample"))
    count = 0

    def edit() -> None:
        nonlocal count
        count += 1
        match chance.randrange(12):
            case 0:
                session.keep(chance.choice(list(Verdict)))
            case 1:
                pieces.branch()
            case 2:
                pieces.close(0) if len(pieces.titles) > 3 else pieces.step(1)
            case 3:
                session.undo()
            case _:
                pass
        session.set_crop(Decimal(count) / STEPS, Decimal(chance.randrange(STEPS)) / STEPS)
        os.write(1, f"{count} {time.monotonic_ns()}\n".encode())
        if count < STEPS - 1:
            QTimer.singleShot(chance.choice((0, 1, 5, 20, 60)), edit)

    def begin() -> None:
        session.load(Draft(Piece(parse_code(chance.choice(CODES)))))
        edit()

    pieces.restored.connect(begin)
    pieces.restore(None)
    app.exec()
    os._exit(0)
