"""Where the service can fetch the print file: an upload, a loopback shelf, or a URL that was checked. On workers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fwdesk.app.workshop import Connection, Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.order import PrintFile
from fwdesk.finerworks.transport import is_loopback

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.finerworks.client import FinerWorks


def print_file(workshop: Workshop, line: Connection, artwork: Artwork, url: str, cancel: Cancel) -> PrintFile:
    """Bring the print file to the service, or check where the artist put it (DESIGN, decision 8).

    A service on this computer that takes no uploads is given a loopback URL on the practice service's shelf. Raises
    `ArtworkError` (kind `url` when only an address on the web would do) and `ServiceError`.
    """
    from fwdesk.orders.delivery import check_url, deliver

    client: FinerWorks = line.client
    if url:
        return check_url(client, url, lambda path: _measure(workshop, path), cancel=cancel)
    if artwork.stand_in:
        words = f"{artwork.name} is not on this computer: only a small copy is shown. Open the file itself to order it."
        raise ArtworkError("missing", words, str(artwork.path))
    if not client.offers_upload(cancel=cancel):
        client.test_my_credentials(cancel=cancel)  # a dead service takes no files either: then that is what to say
        if not is_loopback(line.service.url):
            raise ArtworkError(
                "url",
                "FinerWorks fetches the print file from the web. Put it at a public https address and enter that.",
                str(artwork.path),
            )
        client = workshop.shelf
    return deliver(client, artwork.path, artwork.pixels, artwork.sha256, cancel=cancel)


def _measure(workshop: Workshop, path: Path) -> Pixels:
    return workshop.decoder.open_artwork(path, proxy_side=64).pixels
