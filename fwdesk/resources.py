"""Where the resources are: `resources/` in a checkout, `fwdesk/_resources` in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE / "_resources", _HERE.parent / "resources")


def resource(name: str) -> Path:
    """The path of a resource file, such as `icons/frame.svg`. Raises `FileNotFoundError` naming it."""
    for place in _PLACES:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(f"resource {name} is missing: the installation is not complete")
