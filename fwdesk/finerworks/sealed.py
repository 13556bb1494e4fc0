"""Text and bytes that are used as such and never shown: neither in a `repr` nor in a traceback's locals."""

from __future__ import annotations


class Sealed(str):
    """A secret text. It is sent and compared as itself; `repr` shows none of it, whatever holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'•••'"


class SealedBytes(bytes):
    """A request's body. It may hold a payment token and a recipient, so `repr` gives its size alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"
