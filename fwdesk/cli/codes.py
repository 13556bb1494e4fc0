"""`fwdesk explain` and `fwdesk code`: product codes read and written, with the domain alone."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from decimal import Decimal

from fwdesk.cli import OK, USAGE
from fwdesk.cli.words import code_trouble, complain, table
from fwdesk.domain.code import FramePart, MatPart, PrintPart, ProductCode, parse_code, segments
from fwdesk.domain.errors import CodeError, FwdeskError
from fwdesk.domain.size import CM_PER_INCH, Size, inches, plain


def explain(arguments: argparse.Namespace) -> int:
    """Say what a code means."""
    text: str = arguments.code
    try:
        code = parse_code(text)
    except CodeError as error:
        complain(code_trouble(error))
        if arguments.json:
            facts = {"code": error.text, "position": error.position, "expected": error.expected, "found": error.found}
            print(json.dumps({"error": facts}))
        return USAGE
    if arguments.json:
        print(json.dumps(as_json(code)))
    else:
        print("\n".join(explained(code)))
    return OK


def as_json(code: ProductCode) -> dict[str, object]:
    """A code's parts: ids are integers, lengths decimal text in inches."""
    printed, framed = code.print, code.frame
    return {
        "code": str(code),
        "wire": code.wire,
        "print": printed
        and {
            "product_type": printed.product_type,
            "media": printed.media,
            "style": printed.style,
            **_sides(printed.size),
        },
        "frame": framed
        and {
            "frame": framed.frame,
            **_sides(framed.opening),
            "mats": [{"mat": mat.mat, **_sides(mat.window)} for mat in framed.mats],
            "glazing": framed.glazing,
        },
        "unknown": code.tail,
    }


def _sides(size: Size) -> dict[str, str]:
    return {"width": plain(size.width), "height": plain(size.height)}


def _both(size: Size) -> str:
    centimeters = " × ".join(plain((side * CM_PER_INCH).quantize(Decimal("0.1"))) for side in (size.width, size.height))
    return f"{size.framer} in ({centimeters} cm)"


def explained(code: ProductCode) -> list[str]:
    """A code in plain words, line by line."""
    lines = [str(code), ""]
    if code.is_sku:
        lines.append("This is an inventory SKU: it names a product stored at FinerWorks and spells no parts.")
        return lines
    rows = [(part.text, meaning) for part, meaning in zip(segments(code), _meanings(code), strict=True)]
    lines += [f"  {line}" for line in table(rows, frozenset())]
    lines += ["", f"Sent as {code.wire}. The numbers are ids; a service's catalog has their names."]
    if code.frame and len(code.frame.mats) == 2:
        lines.append("Two mats in one code are an inference: FinerWorks has published no code with a second mat.")
    if code.tail:
        lines.append("The end of this code is not known to fwdesk. It is kept and sent as it stands.")
    return lines


def _meanings(code: ProductCode) -> Iterator[str]:
    """One meaning for each stretch of the code."""
    if code.print:
        yield f"product type {code.print.product_type}: what the picture is printed as"
        yield f"media {code.print.media}: the paper or other surface"
        yield f"style {code.print.style}: border, wrap or mounting"
        yield f"the printed picture is {_both(code.print.size)}"
    if code.frame:
        yield from _framing(code.frame)
    if code.tail:
        yield "not known, kept as it is"


def _framing(framed: FramePart) -> Iterator[str]:
    frame = f"frame {framed.frame}" if framed.frame else "no moulding"
    yield f"{frame}; what lies in it is {_both(framed.opening)}"
    words = ("the mat",) if len(framed.mats) == 1 else ("the base mat", "the mat on top (inferred)")
    for word, mat in zip(words, framed.mats, strict=False):
        yield f"{word}, id {mat.mat}; its window is {_both(mat.window)}{_border(framed, mat)}"
    if framed.glazing:
        yield f"glazing {framed.glazing}: what lies in front"


def _border(framed: FramePart, mat: MatPart) -> str:
    across = (framed.opening.width - mat.window.width) / 2
    down = (framed.opening.height - mat.window.height) / 2
    if across <= 0 or down <= 0:
        return ", which leaves no mat"
    return (
        f", {inches(across)} in of mat around it"
        if across == down
        else f", {inches(across)} and {inches(down)} in of mat"
    )


def code(arguments: argparse.Namespace) -> int:
    """Write a code."""
    try:
        made = built(arguments)
        assert parse_code(str(made)) == made
    except (Contradiction, CodeError) as error:
        complain(f"fwdesk code: {error}")
        return USAGE
    print(made.wire if arguments.wire else made)
    return OK


class Contradiction(FwdeskError):
    """Arguments that cannot all be meant."""


def built(arguments: argparse.Namespace) -> ProductCode:
    """The code of the arguments. Raises `Contradiction`."""
    printed, framed = _print_part(arguments), _frame_part(arguments)
    if printed is None and framed is None:
        raise Contradiction("give --type, --media, --style and --size for a print, --frame and --opening for a frame")
    if printed and framed and not framed.mats and not printed.size.within(framed.opening):
        raise Contradiction(f"the opening {framed.opening} is smaller than the print {printed.size}")
    return ProductCode(printed, framed)


def _print_part(arguments: argparse.Namespace) -> PrintPart | None:
    values = {f"--{name}": getattr(arguments, name) for name in ("type", "media", "style", "size")}
    missing = [name for name, value in values.items() if value is None]
    if len(missing) == len(values):
        return None
    if missing:
        raise Contradiction(f"a print needs --type, --media, --style and --size; missing: {', '.join(missing)}")
    return PrintPart(arguments.type, arguments.media, arguments.style, arguments.size)


def _frame_part(arguments: argparse.Namespace) -> FramePart | None:
    mats = tuple(MatPart(number, window) for number, window in arguments.mat)
    frame: int | None = arguments.frame
    opening: Size | None = arguments.opening
    if frame is None:
        if opening or mats or arguments.glazing:
            raise Contradiction("--opening, --mat and --glazing need --frame (0 is a package without a moulding)")
        return None
    if opening is None:
        raise Contradiction("--frame needs --opening, the size of what lies in the frame: the mat, else the paper")
    if len(mats) > 2:
        raise Contradiction(f"a code has at most two mats, the base mat first; {len(mats)} were given")
    for mat in mats:
        if not mat.window.within(opening) or mat.window == opening:
            raise Contradiction(f"the window {mat.window} leaves no mat in the opening {opening}")
    if len(mats) == 2 and not mats[0].window.within(mats[1].window):
        raise Contradiction("the second mat lies on top, so its window must be the larger one")
    if not (frame or mats):
        raise Contradiction("--frame 0 without --mat is an empty package")
    if arguments.glazing and not frame:
        raise Contradiction("--glazing needs a frame to hold it")
    return FramePart(frame, opening, mats, arguments.glazing or 0)
