"""Files, which are fetched and handed over without keys."""

from __future__ import annotations

from pathlib import Path

from fwdesk.domain.cancel import Cancel
from fwdesk.finerworks import files
from fwdesk.finerworks.answers import FetchedFile
from fwdesk.finerworks.service import Service


class FileCalls(Service):
    """Pictures of the catalog, print files, and the practice service's uploads. These are no endpoints of the API."""

    def fetch_picture(
        self, url_or_path: str, *, limit: int = files.PICTURE_LIMIT, cancel: Cancel | None = None
    ) -> bytes:
        """A catalog picture, still encoded, at most `limit` bytes; a path is the service's (REFERENCE 1.3)."""
        url = files.picture_url(self._base, url_or_path)
        return files.fetch_picture(self._transport, url, limit, cancel)

    def fetch_print_file(self, url: str, *, folder: Path | None = None, cancel: Cancel | None = None) -> FetchedFile:
        """What lies behind a print file's URL, in a temporary file that the caller deletes; at most 1 GB."""
        return files.fetch_print_file(self._transport, url, folder, cancel)

    def offers_upload(self, *, cancel: Cancel | None = None) -> bool:
        """True for a practice service on this computer that takes print files."""
        return files.offers_upload(self._transport, self._base, cancel)

    def upload_print_file(self, path: Path, name: str, *, cancel: Cancel | None = None) -> str:
        """Hand a print file to the practice service; returns its URL."""
        return files.upload_print_file(self._transport, self._base, path, name, cancel)
