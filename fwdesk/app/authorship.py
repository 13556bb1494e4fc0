"""Who made the works, and what they are called: as certificates name them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from fwdesk.app.session import Session

MOST_TITLES = 2_000
"""Titles that are remembered; the ones not used for longest are let go."""


class Authorship(QObject):
    """The artist's name and the titles of works, by the SHA-256 of their print files. Never sent anywhere.

    Signals:
        kept(dict[str, object]): settings to keep, by their names.
    """

    kept = Signal(object)

    def __init__(self, session: Session) -> None:
        """Nothing is known yet."""
        super().__init__(session)
        self._artist = ""
        self._titles: dict[str, str] = {}

    @property
    def artist(self) -> str:
        """The name that was given last."""
        return self._artist

    def title(self, picture: str) -> str:
        """What a work was called last; empty if it was never named."""
        return self._titles.get(picture, "")

    def restore(self, artist: str, titles: Mapping[str, str]) -> None:
        """What the settings kept."""
        self._artist, self._titles = artist, dict(titles)

    def name(self, artist: str, picture: str, title: str) -> None:
        """The artist is called so, and the work; kept for the next certificate."""
        self._artist = artist
        self._titles.pop(picture, None)
        self._titles[picture] = title
        while len(self._titles) > MOST_TITLES:
            self._titles.pop(next(iter(self._titles)))
        self.kept.emit({"artist": artist, "titles": dict(self._titles)})
