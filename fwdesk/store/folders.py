"""Where fwdesk keeps its files: the system's folders, or all of it under one folder of the person's choice."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from fwdesk.domain.errors import StoreError

PRIVATE = 0o700
"""Orders hold addresses, so nobody else on this computer looks in."""
DATA_DIR = "FWDESK_DATA_DIR"


class Folders:
    """The four folders, made on the spot and private: `config`, `data`, `cache` and `log`.

    `root` (the option `--data-dir`) or the environment's `FWDESK_DATA_DIR` puts all four under one folder.
    Raises `StoreError` when one cannot be made.
    """

    def __init__(self, root: Path | None = None, environ: Mapping[str, str] | None = None) -> None:
        named = (os.environ if environ is None else environ).get(DATA_DIR, "")
        if root is None and named:
            root = Path(named)
        self.root = root.expanduser().absolute() if root else None
        if self.root:
            self.config, self.data = self.root / "config", self.root / "data"
            self.cache, self.log = self.root / "cache", self.root / "log"
        else:
            from platformdirs import PlatformDirs  # 3 to 16 ms, not needed with a root

            system = PlatformDirs("fwdesk", appauthor=False)
            self.config, self.data = system.user_config_path, system.user_data_path
            self.cache, self.log = system.user_cache_path, system.user_log_path
        for folder in (self.config, self.data, self.cache, self.log):
            make_private(folder)

    @property
    def settings_file(self) -> Path:
        """The settings, JSON."""
        return self.config / "settings.json"

    @property
    def database_file(self) -> Path:
        """The order ledger, SQLite."""
        return self.data / "fwdesk.db"

    @property
    def address_file(self) -> Path:
        """The address book, a line of JSON for each address."""
        return self.data / "addresses.jsonl"

    @property
    def desk_file(self) -> Path:
        """The desk's state as it was last saved by itself, JSON."""
        return self.data / "desk.json"

    @property
    def cart_file(self) -> Path:
        """The lines that were put into the order that is being made, JSON."""
        return self.data / "cart.json"

    @property
    def copies(self) -> Path:
        """Small copies of pictures that were opened."""
        return self.cache / "copies"

    @property
    def archive(self) -> Path:
        """What proves what was ordered: a folder for each order."""
        return self.data / "archive"

    @property
    def hearts_file(self) -> Path:
        """Hearts and recent options, JSON."""
        return self.data / "hearts.json"

    @property
    def recipes_file(self) -> Path:
        """Framings kept under names, JSON."""
        return self.data / "recipes.json"

    @property
    def catalogs(self) -> Path:
        """The catalogs of the services as they were read last, and what changed in them."""
        return self.data / "catalogs"

    @property
    def memory_file(self) -> Path:
        """What was made of each picture last, JSON like the desk's own."""
        return self.data / "pictures.json"

    @property
    def picture_cache(self) -> Path:
        """Catalog pictures, which can be fetched again."""
        return self.cache / "catalog"


def make_private(folder: Path) -> None:
    """Make a folder, with its missing parents, that only its owner can enter; close it if it was open to others."""
    try:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            parent.mkdir(mode=PRIVATE, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(PRIVATE)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made or used: {error.strerror}.") from error
