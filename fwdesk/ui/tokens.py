"""The color tokens of the house, light and dark (UX 4.1). No Qt: the very first paint reads them."""

from __future__ import annotations

from typing import NamedTuple

WALL = "#DEDBD4"
"""The wall behind the piece until another is chosen."""


class Tokens(NamedTuple):
    """Named colors; each pair of text and ground keeps the contrast that UX 4.1 measured."""

    window: str
    panel: str
    text: str
    secondary: str
    muted: str
    border: str
    hairline: str
    accent: str
    on_accent: str
    tint: str
    hover: str
    focus: str
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    error: str
    error_tint: str
    test: str
    live: str


LIGHT = Tokens(
    window="#F3F3F2", panel="#FFFFFF", text="#1D1D1F", secondary="#5A5A60", muted="#76767C", border="#8C8C92",
    hairline="#DEDEDC", accent="#24588C", on_accent="#FFFFFF", tint="#E3EDF7", hover="#F3F5F7", focus="#1A66C9",
    ok="#1B6437", ok_tint="#E6F4EA", warn="#7A4E00", warn_tint="#FFF3D6", error="#9B1C1C", error_tint="#FDEBEA",
    test="#5B3E96", live="#A32020",
)  # fmt: skip
DARK = Tokens(
    window="#1E1F21", panel="#2A2B2E", text="#ECECED", secondary="#B6B7BB", muted="#94959A", border="#77787D",
    hairline="#3C3D41", accent="#8ABAE8", on_accent="#0F2133", tint="#24384C", hover="#313338", focus="#6FB1FF",
    ok="#8FD3A5", ok_tint="#17321F", warn="#F2C46D", warn_tint="#3A2F14", error="#F4A6A0", error_tint="#3F1D1B",
    test="#7A5BC0", live="#C03A35",
)  # fmt: skip
