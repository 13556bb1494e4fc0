"""Keys that no test may leave anywhere, and the search for them (RELIABILITY, plan S1).

The suite uses these two wherever it needs keys, the desk's practice account included. When it is over, everything it
wrote, printed and reported is searched for them: as they are, in either case, written in base64, hex, percent signs,
JSON escapes or UTF-16, and for any eight characters of them in a row. The practice service's own keys are public
(`practice --help` names them), so they would prove nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

WEB, APP = "e7b1c94d-52fa-4a86-9d03-6fc18ba27e59", "3d96f0a7-c81e-4b52-8e74-b9a5d20c6f13"
"""Shaped like the service's keys, so that the practice service takes them for an account; found nowhere by chance."""

SHORTEST = 8
"""So many characters of a key in a row are a leak."""

_BLOCK, _OVERLAP = 1 << 22, 1 << 10
"""Bytes read at once, and how many of those before are looked at again: no spelling of a key is longer."""


@dataclass(frozen=True)
class _Form:
    """One spelling of a key. A run of `least` characters of it holds a whole block of half that length."""

    text: bytes
    least: int
    words: str

    def blocks(self) -> Iterator[tuple[bytes, int]]:
        size = self.least // 2
        for start in range(0, len(self.text) - size + 1, size):
            yield self.text[start : start + size], start

    def is_in(self, data: bytes) -> bool:
        for block, start in self.blocks():
            at = data.find(block)
            while at >= 0:
                if self._run(data, at, start, len(block)) >= self.least:
                    return True
                at = data.find(block, at + 1)
        return False

    def _run(self, data: bytes, at: int, start: int, length: int) -> int:
        """How much of the key is there around a block of it."""
        left = 0
        while left < min(start, at) and data[at - left - 1] == self.text[start - left - 1]:
            left += 1
        right, after = at + length, start + length
        while right < len(data) and after < len(self.text) and data[right] == self.text[after]:
            right, after = right + 1, after + 1
        return left + right - at


class Search:
    """Looks for some secrets in everything it is given."""

    def __init__(self, secrets: Sequence[str] = (WEB, APP)) -> None:
        self._seen: dict[bytes, list[str]] = {}
        self._plain = [_Form(secret.lower().encode(), SHORTEST, "plain") for secret in secrets]
        self._plain += [_Form(secret.lower().encode().hex().encode(), 2 * SHORTEST, "hex") for secret in secrets]
        # Base64 looks different for each of the three places that a key can have among groups of three bytes.
        self._base64 = [
            _Form(base64.b64encode(bytes(shift) + spelled.encode())[4 if shift else 0 : -4], SHORTEST, "base64")
            for secret in secrets
            for spelled in {secret, secret.upper()}
            for shift in range(3)
        ]

    def leaks(self, data: bytes) -> list[str]:
        """How the secrets are written in there; empty when they are not."""
        found = [form.words for form in self._base64 if form.is_in(data)]
        data = data.lower()
        found += [form.words for form in self._plain if form.is_in(data)]
        for what, words in ((b"\0", "UTF-16"), (b"%", "percent signs"), (b"\\u00", "JSON escapes")):
            if what in data:
                bare = data.replace(what, b"")
                found += [f"{form.words} ({words})" for form in self._plain if form.is_in(bare)]
        return list(dict.fromkeys(found))

    def leaks_in_files(self, folders: Iterable[Path]) -> list[str]:
        """Files, by name or content, that hold a secret. What vanishes meanwhile holds none any more."""
        found: list[str] = []
        for folder in folders:
            for path in [folder, *folder.rglob("*")]:
                words = self.leaks(str(path).encode())
                try:
                    words += self._leaks_in(path) if path.is_file() and not path.is_symlink() else []
                except OSError:
                    continue
                found += [f"{path}: {how}" for how in words]
        return found

    def _leaks_in(self, path: Path) -> list[str]:
        """The same for one file, a block at a time; what was looked through before, only once."""
        words: dict[str, None] = {}
        tail = b""
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                looked_at = tail + block
                digest = blake2b(looked_at, digest_size=32).digest()
                if digest not in self._seen:
                    self._seen[digest] = self.leaks(looked_at)
                words.update(dict.fromkeys(self._seen[digest]))
                tail = looked_at[-_OVERLAP:]
        return list(words)
