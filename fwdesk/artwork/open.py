"""Open an artist's file, or a picture the service sent, without ever decoding it in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image

from fwdesk.artwork.process import Broken, Child, Late
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError

if TYPE_CHECKING:
    import subprocess

ARTWORK_SECONDS = 90.0
"""By the clock: a slow disk or a busy computer is no fault of the picture."""
SERVICE_SECONDS = 10.0
SERVICE_BYTES = 12 * 2**20
SERVICE_PIXELS = 40_000_000
CHILD = Path(__file__).with_name("child.py")

Intent = Literal["relative", "perceptual"]
"""How colors that a paper cannot hold are brought into those it can."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What an artist's file is like inside, as far as it matters for a print.

    `orientation` is the EXIF value it is held in (1 upright), `bits` are a channel's, `channels` RGB, gray, CMYK or
    LAB, `alpha` tells an alpha channel and `see_through` that something is transparent indeed. `pages` counts pages
    or frames. `profile_state` is tagged, none or unusable; `wide` is a profile well beyond sRGB, `srgb` that it is it.
    """

    orientation: int = 1
    bits: int = 8
    channels: str = "RGB"
    alpha: bool = False
    see_through: bool = False
    palette: bool = False
    progressive: bool = False
    layers: bool = False
    pages: int = 1
    profile_state: str = "none"
    wide: bool = False
    srgb: bool = False


_PLAIN = FileFacts()


@dataclass(frozen=True, slots=True)
class Artwork:
    """An opened picture: facts about the file, and a proxy to look at.

    `pixels` are the file's own, upright; `proxy` (RGB, sRGB, upright) is at most `proxy_side` long. `notes` say in
    plain words what was done to show it. `profile` is empty if the file has none that could be used. A `stand_in` is
    a small copy that is shown while the file itself cannot be found: it can be looked at, not ordered.
    """

    path: Path
    name: str
    pixels: Pixels
    file_size: int
    sha256: str
    format: str
    mode: str
    profile: str
    notes: tuple[str, ...]
    proxy: Image.Image = field(compare=False, repr=False)
    stand_in: bool = False
    facts: FileFacts = _PLAIN


@dataclass(frozen=True, slots=True)
class ProofWish:
    """How a soft proof is made: the paper's profile, the intent, its own white, and stripes on what it cannot hold."""

    profile: Path
    intent: Intent = "relative"
    paper_white: bool = True
    gamut: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A soft proof: `picture` as an `Artwork.proxy` is, `profile` the profile's own name.

    `outside` is how much of the picture lies outside the paper's colors, in percent; `paper` its white as #rrggbb.
    """

    picture: Image.Image = field(compare=False, repr=False)
    profile: str
    outside: Decimal
    paper: str


class Decoder:
    """Opens pictures in one long-lived child process. All methods wait; they are called on workers."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command` starts the child; a frozen build has no interpreter to run `child.py` with and passes its own."""
        self._child = Child(command or command_of_child())

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The child, while there is one."""
        return self._child.process

    def open_artwork(self, path: Path, *, proxy_side: int = 2400, cancel: Cancel | None = None) -> Artwork:
        """Open an artist's file. Raises `ArtworkError` with a sentence the artist can act on, or `Cancelled`."""
        path = Path(path)
        header = {"job": "artwork", "side": max(1, proxy_side)}
        facts, blob = asked(self._child, header, path, cancel)
        try:
            proxy = _picture(facts, blob, path)
            if max(proxy.size) > max(1, proxy_side):
                raise crashed(path)
            width, height = facts["pixels"]
            return Artwork(
                path=path,
                name=path.name,
                pixels=Pixels(int(width), int(height)),
                file_size=int(facts["file_size"]),
                sha256=str(facts["sha256"]),
                format=str(facts["format"]),
                mode=str(facts["mode"]),
                profile=str(facts["profile"]),
                notes=tuple(str(note) for note in facts["notes"]),
                proxy=proxy,
                facts=_file_facts(facts),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise crashed(path) from error

    def soft_proof(self, path: Path, wish: ProofWish, *, proxy_side: int = 2400, cancel: Cancel | None = None) -> Proof:
        """An artist's file as its print would look. Raises `ArtworkError` (kind `profile` for the profile's faults)."""
        path = Path(path)
        header = {
            "job": "proof", "side": max(1, proxy_side), "profile": str(wish.profile), "intent": wish.intent,
            "paper": wish.paper_white, "gamut": wish.gamut,
        }  # fmt: skip
        facts, blob = asked(self._child, header, path, cancel, about={"profile": wish.profile.name})
        try:
            return Proof(
                _picture(facts, blob, path), str(facts["profile"]), Decimal(str(facts["outside"])), str(facts["paper"])
            )
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise crashed(path) from error

    def decode_service_picture(self, data: bytes, *, cancel: Cancel | None = None) -> Image.Image:
        """Decode a picture the service sent (PNG, JPEG, WebP, GIF; 12 MB, 40 MP). Raises `ArtworkError`."""
        if len(data) > SERVICE_BYTES:
            raise ArtworkError("too large", "The service sent a picture of more than 12 MB.")
        facts, blob = asked(self._child, {"job": "picture"}, data, cancel, SERVICE_SECONDS)
        return _picture(facts, blob, None)

    def close(self) -> None:
        """End the child. Jobs that wait or run end with an error."""
        self._child.close()

    def __enter__(self) -> Decoder:
        """For `with`: nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def command_of_child() -> tuple[str, ...]:
    """What starts the child: our own interpreter, isolated from the artist's surroundings."""
    return (sys.executable, "-I", str(CHILD))


def asked(
    child: Child,
    header: Mapping[str, object],
    what: Path | bytes,
    cancel: Cancel | None,
    seconds: float | None = None,
    about: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], bytes]:
    """One job about a file or the service's bytes. Raises `ArtworkError` that names it, or `Cancelled`.

    `about` names another file for some kinds of refusals.
    """
    path = what if isinstance(what, Path) else None
    blob = os.fsencode(what) if isinstance(what, Path) else what
    try:
        facts, pixels = child.ask(header, blob, ARTWORK_SECONDS if seconds is None else seconds, cancel)
    except Late as error:
        raise ArtworkError(
            "time", _sentence(path, "took too long to open. Save a smaller copy."), _text(path)
        ) from error
    except Broken as error:
        raise crashed(path) from error
    if "error" in facts:
        kind, sentence = str(facts["error"]), str(facts.get("sentence", ""))
        name = (about or {}).get(kind, path.name if path else "")
        raise ArtworkError(kind, f"{name}: {sentence}" if name else sentence, _text(path))
    return facts, pixels


def _picture(facts: Mapping[str, Any], pixels: bytes, path: Path | None) -> Image.Image:
    try:
        width, height = int(facts["size"][0]), int(facts["size"][1])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise crashed(path) from error
    if not (0 < width * height <= SERVICE_PIXELS * 3 and len(pixels) == width * height * 3):
        raise crashed(path)
    return Image.frombytes("RGB", (width, height), pixels)


def _file_facts(facts: Mapping[str, Any]) -> FileFacts:
    return FileFacts(
        orientation=int(facts["orientation"]),
        bits=int(facts["bits"]),
        channels=str(facts["channels"]),
        alpha=bool(facts["alpha"]),
        see_through=bool(facts["see_through"]),
        palette=bool(facts["palette"]),
        progressive=bool(facts["progressive"]),
        layers=bool(facts["layers"]),
        pages=int(facts["pages"]),
        profile_state=str(facts["profile_state"]),
        wide=bool(facts["wide"]),
        srgb=bool(facts["srgb"]),
    )


def _text(path: Path | None) -> str:
    return str(path) if path else ""


def _sentence(path: Path | None, words: str) -> str:
    return f"{path.name if path else 'The service’s picture'} {words}"


def crashed(path: Path | None) -> ArtworkError:
    """What is said when the child died or answered nonsense."""
    words = "cannot be opened: reading it failed badly. Open it in another program and save it again."
    return ArtworkError("broken", _sentence(path, words), _text(path))
