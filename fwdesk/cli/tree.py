"""The tree of arguments, and the words that explain it to a person."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import fwdesk

Command = Callable[[argparse.Namespace], int]

OPTIONS_WITH_VALUE = ("--service", "--data-dir")
_DESK_USAGE = "fwdesk [ARTWORK] [--service practice|test|live|URL] [--data-dir DIR]"
_SERVICE_HELP = (
    "practice (inside fwdesk, needs no account and no network), test or live (FinerWorks, with the keys you gave the "
    "desk or in FWDESK_WEB_API_KEY and FWDESK_APP_KEY), or the URL of a compatible service. "
    "Default: the one the desk uses, practice at first"
)
_DATA_HELP = "keep settings, orders and caches under DIR instead of your own folders (also: FWDESK_DATA_DIR)"
_VIEWS = ("framed", "wall", "dimensions", "cut-out", "print")
_CODES = "5M6M9S16x20F96S20x24J1S16x20G1"


def _later(module: str, name: str) -> Command:
    """A command whose module is imported when it runs."""

    def run(arguments: argparse.Namespace) -> int:
        command: Command = getattr(import_module(f"fwdesk.cli.{module}"), name)
        return command(arguments)

    return run


def service_name(text: str) -> str:
    """Check what was given for --service. Raises argparse's error, with words."""
    from fwdesk.app.service import Service

    try:
        Service.of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text.strip()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return read


def _size(text: str) -> object:
    from fwdesk.domain.errors import SizeError
    from fwdesk.domain.size import parse_size

    try:
        return parse_size(text)
    except SizeError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _mat(text: str) -> tuple[int, object]:
    number, colon, window = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text!r} should be the mat's id, a colon and its window, such as 1:16x20")
    return _whole(0, 999_999_999)(number.strip()), _size(window)


def _pixels(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    read = _whole(400, 8000)
    return read(width.strip()), read(height.strip())


def _profile(text: str) -> str:
    from fwdesk.practice.profiles import parse_profile

    try:
        parse_profile(text)
    except ValueError as error:
        words = str(error) if "profile" in str(error) or "number" in str(error) else f"{text!r} has no usable number"
        raise argparse.ArgumentTypeError(words) from None
    return text


def _add_service(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    """Options that may stand before or after the command; there, they leave alone what stood before."""
    parser.add_argument("--service", metavar="SERVICE", type=service_name, default=default, help=_SERVICE_HELP)
    parser.add_argument("--data-dir", metavar="DIR", type=Path, default=default, help=_DATA_HELP)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    _add_service(parser, None)
    parser.add_argument("--version", action="version", version=f"fwdesk {fwdesk.__version__}")


_EPILOG = f"""\
examples:
  fwdesk                                   open the desk
  fwdesk lake.jpg                          open the desk with your own picture
  fwdesk explain {_CODES}
  fwdesk tour --out tour                   see the whole job done, without a screen
  fwdesk COMMAND --help                    what a command does, with examples

exit codes: 0 done; 1 failed, one sentence on stderr says why; 2 the arguments are wrong; 3 there is no screen;
130 stopped with Ctrl+C. `fwdesk submit` has three more, see its help."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fwdesk",
        usage=f"{_DESK_USAGE}\n       fwdesk COMMAND …",
        description="The desk where a picture file becomes an exactly specified, truthfully previewed and safely\n"
        "ordered FinerWorks print. Without a command it opens its window; ARTWORK is a picture to begin with.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_shared(parser)
    return parser


def desk_parser() -> argparse.ArgumentParser:
    """What is understood when no command is named."""
    parser = _parser()
    parser.add_argument("artwork", metavar="ARTWORK", nargs="?", type=Path, help="a picture to begin with")
    parser.set_defaults(run=_later("desk", "desk"))
    return parser


def command_parser() -> argparse.ArgumentParser:
    """All commands."""
    parser = _parser()
    found = parser.add_subparsers(prog="fwdesk", title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Command, about: str, text: str, *examples: str) -> argparse.ArgumentParser:
        made = found.add_parser(
            name,
            help=about,
            description=text,
            epilog="\n".join(("examples:", *(f"  {line}" for line in examples))),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        made.set_defaults(run=run)
        return made

    _add_codes(add)
    _add_shop(add)
    _add_orders(add)
    _add_rest(add)
    return parser


_Add = Callable[..., argparse.ArgumentParser]


def _add_codes(add: _Add) -> None:
    explain = add(
        "explain",
        _later("codes", "explain"),
        "say in plain words what a product code means",
        "Says in plain words what a product code means. Reads either case, '.' or DD for decimals, and keeps what it\n"
        "does not know. Needs no service, so ids stay ids. A code that cannot be read: exit 2, and the place.",
        f"fwdesk explain {_CODES}",
        "fwdesk explain 5m6m9s7.5x6 --json",
    )
    explain.add_argument("code", metavar="CODE", help="the product code")
    explain.add_argument(
        "--json", action="store_true", help="as JSON: ids are integers, lengths decimal text in inches"
    )

    code = add(
        "code",
        _later("codes", "code"),
        "write a product code",
        "Writes a product code from its parts. Sizes are read in any notation: 16x20, '16 1/2 x 20.25', 42x30cm.\n"
        "A frame package needs --opening, its size; give --mat once, or twice for a double mat, the base mat first.",
        "fwdesk code --type 5 --media 6 --style 9 --size 16x20",
        "fwdesk code --type 5 --media 6 --style 9 --size 16x20 --frame 96 --opening 20x24 --mat 1:16x20 --glazing 1",
        "fwdesk code --frame 96 --opening '20 1/2 x 24'",
    )
    number = _whole(0, 999_999_999)
    code.add_argument("--type", metavar="ID", type=number, help="the product type")
    code.add_argument("--media", metavar="ID", type=number, help="the media")
    code.add_argument("--style", metavar="ID", type=number, help="the style")
    code.add_argument("--size", metavar="WxH", type=_size, help="the printed picture, width first")
    code.add_argument("--frame", metavar="ID", type=number, help="the frame; 0 is a package without a moulding")
    code.add_argument("--opening", metavar="WxH", type=_size, help="what the frame takes up: the mat's outer size")
    code.add_argument("--mat", metavar="ID:WxH", type=_mat, action="append", default=[], help="a mat and its window")
    code.add_argument("--glazing", metavar="ID", type=number, help="the glazing; 0 is none")
    code.add_argument("--wire", action="store_true", help="the spelling that is sent to FinerWorks, with a capital X")


def _add_shop(add: _Add) -> None:
    price = add(
        "price",
        _later("shop", "price"),
        "ask what pieces cost, itemised",
        "Asks the service what one copy of each piece costs: print, frame, mats, glazing, total, in US dollars.\n"
        "Exit 1 if the service cannot price one of them; its row says why.",
        f"fwdesk price {_CODES}",
        "fwdesk price 5M6M9S8x10 5M6M9S16x20 --quantity 25 --json",
    )
    price.add_argument("codes", metavar="CODE", nargs="+", help="product codes")
    price.add_argument("--quantity", metavar="N", type=_whole(1, 999), default=1, help="copies of each, 1 to 999 (1)")
    price.add_argument("--json", action="store_true", help="as a JSON list, one object for each code, amounts as text")
    _add_service(price)

    preview = add(
        "preview",
        _later("preview", "preview"),
        "draw a piece into a picture file, without a window",
        "Draws a piece with your picture in it. framed is the piece alone, wall hangs it over a sofa, dimensions adds\n"
        "its sizes, cut-out is the piece with its shadow on a transparent ground, print is your picture as it is\n"
        "cropped. Up to 6,000 px, drawn from the file itself; sRGB; what it is is written into the file.\n"
        "--official saves FinerWorks' own picture of the framing instead.",
        f"fwdesk preview {_CODES} lake.jpg -o lake-framed.png",
        f"fwdesk preview {_CODES} lake.jpg -o sizes.png --view dimensions --px 1400",
        f"fwdesk preview {_CODES} lake.jpg -o theirs.png --official",
    )
    preview.add_argument("code", metavar="CODE", help="the product code")
    preview.add_argument("artwork", metavar="ARTWORK", type=Path, help="your picture: JPEG, PNG, TIFF or WebP")
    preview.add_argument(
        "-o",
        "--out",
        metavar="OUT.png",
        type=Path,
        required=True,
        help="where to (.png or .jpg); replaced if it exists",
    )
    preview.add_argument(
        "--px", metavar="N", type=_whole(100, 6000), default=900, help="pixels of the longer side (900)"
    )
    preview.add_argument("--view", choices=_VIEWS, help="what to draw (framed)")
    preview.add_argument("--official", action="store_true", help="FinerWorks' own picture")
    _add_service(preview)


def _add_orders(add: _Add) -> None:
    submit = add(
        "submit",
        _later("ordering", "submit"),
        "place a TEST order from a file",
        "Places one TEST order: nothing is made or billed. It goes through the same checks and the same ledger as at\n"
        "the desk: written down first, sent once, never again by itself. The live service is refused.\n\n"
        "ORDER.json:\n"
        '  {"recipient": {"first_name": "Ada", "last_name": "Example", "address_1": "100 Main St",\n'
        '                 "city": "San Antonio", "state_code": "TX", "zip_postal_code": "78205",\n'
        '                 "country_code": "us"},\n'
        '   "lines": [{"code": "5M6M9S16x20", "quantity": 1, "image": "lake.jpg", "title": "Lake"}],\n'
        '   "shipping_code": "cheapest"}\n'
        "image is a file (relative to ORDER.json) or an https address.\n\n"
        "exit codes: 0 accepted; 4 it is not clear whether it arrived, look at `fwdesk orders`; 5 the service refused\n"
        "it; 6 it was not sent, nothing was ordered; 2 the file or the arguments are wrong.",
        "fwdesk submit order.json",
        "fwdesk submit order.json --service test",
    )
    submit.add_argument("order", metavar="ORDER.json", type=Path, help="the order")
    _add_service(submit)

    orders = add(
        "orders",
        _later("ordering", "orders"),
        "list the orders in the ledger",
        "Lists the orders that were placed from this computer, newest first, as the ledger has them. Nobody is asked:\n"
        "the desk's list of orders asks the service where they stand.",
        "fwdesk orders",
        "fwdesk orders --json --service practice",
    )
    orders.add_argument("--json", action="store_true", help="as a JSON list, times in UTC")
    _add_service(orders)


def _add_rest(add: _Add) -> None:
    from fwdesk.cli.practice_words import PRACTICE_TEXT

    practice = add(
        "practice",
        _later("serve", "practice"),
        "serve the practice service on this computer",
        PRACTICE_TEXT,
        "fwdesk practice",
        "fwdesk practice --port 8423 --data ./book",
        "fwdesk practice --profile bare_lists+slow:2",
    )
    practice.add_argument("--port", metavar="N", type=_whole(0, 65535), default=0, help="the port (a free one)")
    practice.add_argument(
        "--profile", metavar="NAME", type=_profile, default="standard", help="how it behaves (standard)"
    )
    practice.add_argument("--data", metavar="DIR", type=Path, help="keep orders and files there (else: until it ends)")

    doctor = add(
        "doctor",
        _later("doctor", "doctor"),
        "look at this computer and say what is missing",
        "Looks at everything the desk needs and says in plain words what is there. Each line is ok, look (works, but\n"
        "you should know) or fix (something must be done). Exit 1 if something must be fixed.",
        "fwdesk doctor",
        "fwdesk doctor --service test",
    )
    _add_service(doctor)

    tour = add(
        "tour",
        _later("tour", "tour"),
        "do the whole job at the real desk, offscreen, a picture of each step",
        "Does the whole job at the real desk, without a screen, by operating its widgets as a person does: opens a\n"
        "picture, goes through the seven steps, compares with FinerWorks' own preview, places a test order. Writes a\n"
        "PNG of every step and report.json (code, prices, order, timings) to DIR. Exit 0 only if all of it happened.",
        "fwdesk tour --out tour",
        "fwdesk tour --out tour --artwork lake.jpg --dark --size 1180x760",
        "fwdesk tour --out tour --service http://127.0.0.1:8423",
    )
    tour.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the pictures and the report go")
    tour.add_argument("--artwork", metavar="FILE", type=Path, help="your picture (else one made from the sample)")
    tour.add_argument("--dark", action="store_true", help="the dark look")
    tour.add_argument("--size", metavar="WxH", type=_pixels, default=(1360, 860), help="the window (1360x860)")
    _add_service(tour)


COMMANDS = ("explain", "code", "price", "preview", "submit", "orders", "practice", "doctor", "tour")


def first_word(argv: list[str]) -> str:
    """The first argument that is no option and no option's value; `--help` if that is asked for before."""
    rest = iter(argv)
    for argument in rest:
        if argument in ("-h", "--help"):
            return "--help"
        if argument == "--":
            return ""
        if argument in OPTIONS_WITH_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return ""


def read(argv: list[str]) -> argparse.Namespace:
    """Understand the arguments. Exits as argparse does when they are wrong, or when help was asked for."""
    word = first_word(argv)
    if word in COMMANDS or word == "--help":
        return command_parser().parse_args(argv)
    parser = desk_parser()
    if word and not Path(word).exists():
        import difflib

        like = difflib.get_close_matches(word, COMMANDS, 1, 0.7)
        parser.error(f"there is no file {word!r}{f'; was the command {like[0]} meant?' if like else ''}")
    return parser.parse_args(argv)
