"""The press: large pictures are drawn and written by a process of its own.

In the desk's own process 36 megapixels would take 600 MB and stop the window for more than 100 ms at a time; there it
can also be stopped at once. `Press` runs `main` there: a pickled job comes in on stdin, pickled messages go out on
stdout. No Qt in here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, FwdeskError, StoreError

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Decoder
    from fwdesk.domain.proof import Proof
    from fwdesk.domain.shots import Shot
    from fwdesk.render.files import About
    from fwdesk.render.scene import Scene

PUBLIC = 0o666
"""Files made to be given away; the person's umask takes from it."""

# Px of a proof's pictures: about 240 to the inch of paper.
_PROOF_WALL, _PROOF_FLAT, _PROOF_SMALL = 2100, 1400, 800

Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done now, and how much is done, of 100."""

    words: str
    done: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written, and the size of the picture in it in px (0 where there are pages)."""

    path: Path
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no file: an error's parts, since not every error can be sent."""

    kind: str
    words: str
    path: str = ""

    @classmethod
    def of(cls, error: Exception) -> Trouble:
        """From what was raised."""
        match error:
            case ArtworkError():
                return cls(error.kind, str(error), error.path)
            case FwdeskError():
                return cls("", str(error))
            case MemoryError():
                return cls("", "There is not enough memory for a picture of this size. Choose a smaller one.")
            case _:
                return cls("", f"The file could not be made ({type(error).__name__}). Try a smaller one.")

    @property
    def error(self) -> FwdeskError:
        """To be raised on this side."""
        return ArtworkError(self.kind, self.words, self.path) if self.kind else StoreError(self.words)


@dataclass(frozen=True, slots=True)
class Source:
    """An artwork's file as it was opened."""

    path: Path
    name: str
    sha256: str

    def read(self, decoder: Decoder, side: int) -> Image.Image:
        """The picture, `side` px long or as long as it is. Raises `ArtworkError`; also if it was saved anew since."""
        artwork = decoder.open_artwork(self.path, proxy_side=side)
        if artwork.sha256 != self.sha256:
            raise ArtworkError(
                "changed",
                f"{self.name} was saved anew since you opened it. Open it again, then export.",
                str(self.path),
            )
        return artwork.proxy


class Job(Protocol):
    """Something the press can make."""

    @property
    def path(self) -> Path:
        """Where the file is to be."""
        ...

    def make(self, decoder: Decoder, tell: Tell) -> Saved:
        """Make the file; `tell` how far it is. Raises `FwdeskError`."""
        ...


@dataclass(frozen=True, slots=True)
class PictureJob:
    """One picture file, PNG or JPEG by its name."""

    scene: Scene
    shot: Shot
    source: Source
    about: About
    path: Path

    def make(self, decoder: Decoder, tell: Tell) -> Saved:
        """Read the artwork at the size that is needed, draw, write: all of it or nothing."""
        from fwdesk.render.shots import art_px, picture

        tell(f"Reading {self.source.name}…", 10)
        art = self.source.read(decoder, art_px(self.scene, self.shot))
        tell(f"Drawing {self.shot.long_side:,} px…", 35)
        made = picture(self.scene, art, self.shot)
        tell(f"Writing {self.path.name}…", 75)
        return write_picture(made, self.path, self.about)


def write_picture(picture: Image.Image, path: Path, about: About) -> Saved:
    """Write a picture, PNG or JPEG by its name: all of it or nothing. Raises `StoreError`."""
    from fwdesk.render.files import FORMATS, encoded
    from fwdesk.store.files import write_atomic

    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise StoreError(f"{path.name}: a picture's name must end in .png or .jpg.")
    write_atomic(path, encoded(picture, kind, about), mode=PUBLIC)
    return Saved(path, picture.width, picture.height)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another version of a piece, for a proof's last page. `words` say what is different."""

    name: str
    words: str
    price: str
    code: str
    scene: Scene


@dataclass(frozen=True, slots=True)
class ProofJob:
    """A proof as PDF."""

    proof: Proof
    scene: Scene
    others: tuple[Alternative, ...]
    source: Source
    path: Path

    def make(self, decoder: Decoder, tell: Tell) -> Saved:
        """Draw the pictures, lay out the pages, write: all of it or nothing."""
        from fwdesk.domain.shots import Shape, Shot, View
        from fwdesk.render.proof import Other, Pictures, proof_pdf
        from fwdesk.render.shots import art_px, picture, px_per_inch
        from fwdesk.store.files import write_atomic

        outside = self.scene.geometry.outside
        shape = Shape.LANDSCAPE if outside.width > outside.height * 3 else Shape.PIECE
        wall = Shot(View.WALL, _PROOF_WALL, shape, footer=False)
        flat, small = Shot(View.FRAMED, _PROOF_FLAT), Shot(View.CUT_OUT, _PROOF_SMALL)
        tell(f"Reading {self.source.name}…", 10)
        art = self.source.read(decoder, max(art_px(self.scene, shot) for shot in (wall, flat)))
        tell("Drawing the piece…", 30)
        pictures = Pictures(picture(self.scene, art, wall), picture(self.scene, art, flat))
        others: list[Other] = []
        for at, one in enumerate(self.others):
            tell(f"Drawing {one.name}…", 45 + 10 * at)
            made = picture(one.scene, art, small)
            others.append(Other(one.name, one.words, one.price, one.code, made, px_per_inch(one.scene, small)))
        tell(f"Writing {self.path.name}…", 90)
        data = proof_pdf(self.proof, self.scene.geometry, pictures, others)
        write_atomic(self.path, data, mode=PUBLIC)
        return Saved(self.path)


class Press:
    """One job in a process of its own: `next` waits for its messages."""

    def __init__(self, job: Job) -> None:
        """Starts the process. Raises `StoreError` if that cannot be done."""
        self._data, self._path = pickle.dumps(job), job.path
        # No key that the artist gave for this run goes where it is of no use.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FWDESK_")}
        try:
            self._process = subprocess.Popen(
                (sys.executable, "-P", "-c", "from fwdesk.app.press import main; main()"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=kept,
            )
        except OSError as error:
            raise StoreError(f"The file could not be made: {error.strerror}.") from error
        self._given = self._waiting = False
        self._lock = threading.Lock()

    def next(self, cancel: Cancel) -> Step | Saved:
        """The next message; `Saved` is the last. Raises `ArtworkError`, `StoreError`, `Cancelled`. On workers."""
        forget = cancel.listen(self.stop)
        try:
            cancel.check()
            with self._lock:
                self._waiting = True
            message = self._message()
            self._waiting = False
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            self._waiting = False
            self.stop()
            cancel.check()
            raise StoreError("The file could not be made: drawing it failed badly. Try a smaller size.") from error
        finally:
            forget()
        if isinstance(message, Step):
            return message
        self._process.wait()
        self._close()
        if isinstance(message, Saved):
            return message
        raise message.error

    def _message(self) -> Step | Saved | Trouble:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        if not self._given:
            self._given = True
            stdin.write(self._data)
            stdin.close()
        return pickle.load(stdout)  # noqa: S301  from our own child

    def stop(self) -> None:
        """End the process, whatever it is doing, and sweep up what it had begun to write."""
        with self._lock:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
                for begun in self._path.parent.glob(f".{escape(self._path.name)}.*.tmp"):
                    with suppress(OSError):
                        begun.unlink()
            if not self._waiting:  # who waits has the pipes in use, and stops once more
                self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def answer(job: Job, out: BinaryIO) -> None:
    """Do a job and write its messages."""
    from fwdesk.artwork.open import Decoder

    def send(message: Step | Saved | Trouble) -> None:
        pickle.dump(message, out)
        out.flush()

    try:
        with Decoder() as decoder:
            made: Saved | Trouble = job.make(decoder, lambda words, done: send(Step(words, done)))
    except Exception as error:  # noqa: BLE001  whatever happens, the desk gets a sentence
        made = Trouble.of(error)
    send(made)


def main() -> None:
    """One job from stdin."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    answer(pickle.load(sys.stdin.buffer), out)  # noqa: S301  from our own parent
