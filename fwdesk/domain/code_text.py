"""The one product code in a text that came from a mail, a table or a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError

_LONGEST = 20_000
_LONGEST_CODE = 280  # nothing longer is read as a code, so nothing longer is put together
# Soft hyphen, zero-width marks, byte order mark: they are pasted along and not seen. Word writes × for x.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")) | {ord("×"): "x", ord("✕"): "x"}
# Between words stands what stands around a code and never in one.
_WORDS = re.compile(r"[^\s,;:!?\"'“”‘’„«»`~()\[\]{}<>|*=/\\&#–—…→]+")
_LINE_ENDS = (" ", "= ")  # the second is that of a mail in quoted-printable
_BEGINS = re.compile(r"[0-9]{1,9}M[0-9]|F[0-9]{1,9}S[0-9]", re.ASCII | re.IGNORECASE)
# How the rest of a code begins that a line end cut in two, after a piece that is a code already, and after one that
# is not. A bare number after a whole code is a quantity, not a digit of the code.
_AFTER_WHOLE = re.compile(
    r"(?:[0-9]{0,4}(?:DD[0-9]{1,4})?(?:[FJ][0-9]{1,9}S|G[0-9]{1,9}\Z)|DD[0-9])", re.ASCII | re.IGNORECASE
)
_AFTER_PART = re.compile(r"[0-9FJGMSXD][0-9FJGMSXD.]*\Z", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code as it was spelled; `picked` is true if it was picked out of, or put together from, other text."""

    text: str
    code: ProductCode
    picked: bool = False


def find_code(text: str) -> FoundCode:
    """The product code that a text holds, whatever stands around it.

    Raises `CodeError` if there is none or more than one. Its `text` is what was read: one broken code, else the whole
    text on one line. Where `found` is empty, `expected` is a whole sentence.
    """
    if len(text) > _LONGEST:
        raise CodeError(text[:80], 0, "This text is too long for a product code to be looked for in it.", "")
    plain = " ".join(text.translate(_UNSEEN).split())
    whole = _read(plain)
    if isinstance(whole, ProductCode):
        return FoundCode(plain, whole, picked=plain != text.strip())
    groups = _groups(plain)
    if groups in ([], [plain]):
        raise whole
    return _one(plain, groups)


def _read(text: str) -> ProductCode | CodeError:
    try:
        return parse_code(text)
    except CodeError as error:
        return error


def _groups(plain: str) -> list[str]:
    """The words, with the parts of a code that a line end cut in two put together again.

    Where anything but a blank stands between two parts of a code, it is no line end but a mistake: it stays, so that
    the code is broken there and nothing is left out of it.
    """
    groups: list[str] = []
    end = 0
    for match in _WORDS.finditer(plain):
        word, between = match[0].rstrip("."), plain[end : match.start()]
        end = match.start() + len(word)
        if not word:
            continue
        if groups and _goes_on(groups[-1], word):
            groups[-1] += word if between in _LINE_ENDS else f"{between}{word}"
        else:
            groups.append(word)
    return groups


def _goes_on(group: str, word: str) -> bool:
    if len(group) > _LONGEST_CODE or not _BEGINS.match(group):
        return False
    code, following = _read(group), _read(word)
    if isinstance(following, ProductCode):
        # A frame package after a print is its frame; any other whole code is a second one.
        return isinstance(code, ProductCode) and not code.frame and not following.print and not following.is_sku
    pattern = _AFTER_WHOLE if isinstance(code, ProductCode) else _AFTER_PART
    return bool(pattern.match(word))


def _one(plain: str, groups: list[str]) -> FoundCode:
    good: dict[ProductCode, str] = {}
    broken: dict[str, CodeError] = {}
    for group in groups:
        read = _read(group)
        if isinstance(read, ProductCode):
            good.setdefault(read, group)
        elif _BEGINS.match(group):
            broken.setdefault(group, read)
    if len(good) > 1:
        spelled = list(good.values())
        named = " and ".join(spelled) if len(spelled) == 2 else f"{spelled[0]}, {spelled[1]} and others"
        raise CodeError(
            plain, max(plain.find(spelled[1]), 0), f"There are {len(spelled)} codes in this text: {named}. Use one.", ""
        )
    for code, spelled in good.items():
        for wrong in broken:
            words = f"Beside the code {spelled} there is {wrong}, which does not read as a code. Use one of them."
            raise CodeError(plain, max(plain.find(wrong), 0), words, "")
        return FoundCode(spelled, code, picked=True)
    for error in broken.values():
        raise error
    raise CodeError(plain, 0, "There is no product code in this text.", "")
