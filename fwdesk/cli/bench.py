"""What the commands work with: the desk's own tools without its window, and an orderly end."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fwdesk.app.practising import PRACTICE_KEYS, Practice
from fwdesk.app.service import Service
from fwdesk.app.workshop import Workshop
from fwdesk.domain.errors import ServiceError
from fwdesk.store.folders import Folders

if TYPE_CHECKING:
    from fwdesk.store.settings import Settings


def settings_of(folders: Folders) -> Settings:
    """The desk's settings."""
    from fwdesk.store import settings

    return settings.load(folders.settings_file)[0]


def chosen(arguments: argparse.Namespace, folders: Folders) -> Service:
    """The service that was asked for, else the one the desk uses."""
    return Service.of(arguments.service or settings_of(folders).service)


@contextmanager
def workbench(arguments: argparse.Namespace, *, connected: bool = True) -> Generator[Workshop]:
    """The desk's tools, connected to the service that was asked for. Ends what it started."""
    folders = Folders(arguments.data_dir)
    practice = Practice(folders.data / "practice")
    workshop = Workshop(folders, practice.start, PRACTICE_KEYS)
    try:
        if connected:
            workshop.connect(chosen(arguments, folders))
        yield workshop
    finally:
        _close(workshop)
        practice.stop()


def _close(workshop: Workshop) -> None:
    workshop.close()
    try:
        workshop.client.close()
    except ServiceError:
        return
