"""Pictures for keeping: what they are made of, a small one to look at, and the press that makes the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fwdesk.app.pictures import Picture
from fwdesk.app.press import Job, Press, Saved, Step
from fwdesk.app.scenes import WALL
from fwdesk.app.session import Session
from fwdesk.app.subject import Subject, remark
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.piece import Piece
from fwdesk.domain.shots import Shot

LANE, SAMPLE_LANE = "export", "export sample"


class Printing(QObject):
    """Runs the press for one file at a time, in a lane of its own.

    Signals:
        progressed(str, int): what is being done now, and how much is done, of 100.
        saved(Saved): the file is there.
        failed(Exception): there is none; what was at its place before still is.
    """

    progressed = Signal(str, int)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, lane: str, parent: QObject) -> None:
        """Nothing is made yet."""
        super().__init__(parent)
        self._tasks, self._lane = tasks, lane
        self._busy = False
        self._press: Press | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._busy

    def start(self, job: Callable[[], Job]) -> None:
        """Make a file; `job` is asked on a worker. Nothing is at its place before it is finished."""
        self._busy = True
        self.progressed.emit("Getting ready…", 2)

        def begin(cancel: Cancel) -> Press:
            press = Press(job())
            cancel.listen(press.stop)  # also if nobody waits for it any more when it has started
            return press

        def begun(press: Press) -> None:
            self._press = press
            self._wait(press)

        self._tasks.run(begin, begun, self._failed, lane=self._lane)

    def _wait(self, press: Press) -> None:
        def heard(message: Step | Saved) -> None:
            if isinstance(message, Step):
                self.progressed.emit(message.words, message.done)
                self._wait(press)
            else:
                self._busy = False
                self.saved.emit(message)

        self._tasks.run(press.next, heard, self._failed, lane=self._lane)

    def cancel(self) -> None:
        """Give up what is being made; no file is left unless it was finished already."""
        self._tasks.cancel(self._lane)
        if self._press:
            self._press.stop()
            self._press = None
        self._busy = False

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)


def subject_of(session: Session, swatches: Swatches, piece: Piece | None, wall: str = WALL) -> Subject | None:
    """A piece with the picture on the desk; None without either."""
    if piece is None or session.artwork is None:
        return None
    frame = session.rules.frame_of(piece)
    return Subject(piece, session.rules, session.artwork, swatches.strip_here(frame) if frame else None, wall)


class Exporting(QObject):
    """Shows what a picture would be, and makes it.

    Signals:
        sampled(Picture, str): a small picture of what would be saved, and a remark on it (empty if there is none).
        failed(Exception): there is no small picture.
    """

    sampled = Signal(object, str)
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, swatches: Swatches, parent: QObject | None = None) -> None:
        """Nothing is made yet."""
        super().__init__(parent or session)
        self._session, self._tasks, self._swatches = session, tasks, swatches
        self.printing = Printing(tasks, LANE, self)

    def subject(self, wall: str = WALL) -> Subject | None:
        """The piece on the desk as it is now; None without a piece or a picture."""
        return subject_of(self._session, self._swatches, self._session.piece, wall)

    def sample(self, subject: Subject, shot: Shot, side: int) -> None:
        """Draw a small picture of a shot, `side` px long; the newest wins."""
        small = replace(shot, long_side=side)

        def draw(cancel: Cancel) -> tuple[Picture, str]:
            from PIL import Image

            from fwdesk.render.shots import enlarged, picture

            scene = subject.scene()
            made = picture(scene, subject.artwork.proxy, small, cancel.check)
            if made.mode == "RGBA":
                ground = Image.new("RGB", made.size, (214, 213, 210))
                ground.paste(made, (0, 0), made)
                made = ground
            return Picture.of(made), remark(subject, shot, enlarged(scene, shot))

        self._tasks.run(draw, lambda answer: self.sampled.emit(*answer), self.failed.emit, lane=SAMPLE_LANE, near=True)

    def save(self, subject: Subject, shot: Shot, path: Path) -> None:
        """Make a file."""
        self.printing.start(lambda: subject.job(shot, path))

    def cancel(self) -> None:
        """Give up what is being made."""
        self.printing.cancel()
        self._tasks.cancel(SAMPLE_LANE)
