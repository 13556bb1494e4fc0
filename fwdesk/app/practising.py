"""The practice service of one run, inside this process. No Qt, so that commands can practice as well."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fwdesk.practice.server import PracticeServer
    from fwdesk.practice.service import PracticeService

# A practice account in test mode; any two different keys shaped like these are one (practice/keys).
PRACTICE_KEYS = ("5a1e0000-7e57-4000-8000-000000000001", "5a1e0000-7e57-4000-8000-000000000002")


class Practice:
    """The practice service of this run, started when it is first needed."""

    def __init__(self, folder: Path, profile: str = "standard") -> None:
        """Its orders and files are kept in `folder`."""
        self._folder, self._profile = folder, profile
        self._lock = threading.Lock()
        self.server: PracticeServer | None = None
        self._app: PracticeService | None = None

    def start(self) -> str:
        """Start it if it is not running; its URL."""
        from fwdesk.practice.server import PracticeServer
        from fwdesk.practice.service import create_app

        with self._lock:
            if self.server is None:
                self._app = create_app(self._folder, profile=self._profile)
                self.server = PracticeServer(self._app)
                self.server.start()
            return self.server.url

    def stop(self) -> None:
        """Stop it if it was started."""
        if self.server is not None:
            self.server.stop()
        if self._app is not None:
            self._app.close()
