"""Opens fwdesk: `python3 packaging/start.py [arguments]`.

The first run makes `.venv` and installs what is missing; every later run only looks, then becomes the program.
Arguments go to the program as they are, and your working folder stays as it is.
"""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

if sys.version_info < (3, 11):
    sys.exit("fwdesk needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

import setup_env

# What runs without a window and without Qt, and what paints without a screen.
WITHOUT_WINDOW = {"explain", "code", "price", "preview", "submit", "orders", "practice", "doctor"}
OFFSCREEN = {"tour"}
OPTIONS_WITH_VALUE = {"--service", "--data-dir"}
NO_SCREEN = 3


def command_of(arguments: list[str]) -> str:
    """The sub-command, or `--help` or `--version`, or an empty text: the window."""
    rest = iter(arguments)
    for argument in rest:
        if argument in ("-h", "--help", "--version"):
            return "--help"
        if argument in OPTIONS_WITH_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument if argument in WITHOUT_WINDOW | OFFSCREEN else ""
    return ""


def screens(environment: Mapping[str, str]) -> list[str]:
    """Which kinds of screen this session offers."""
    plugin = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if plugin and not plugin.startswith(("xcb", "wayland")):
        return ["own"]  # the caller chose offscreen, vnc, …: their word counts
    found = [("x11", environment.get("DISPLAY")), ("wayland", environment.get("WAYLAND_DISPLAY"))]
    return [name for name, value in found if value]


def needed_packages(command: str, found: list[str]) -> list[str]:
    """The Debian packages that this command needs and this machine lacks."""
    if command in WITHOUT_WINDOW or command == "--help":
        return []
    wanted = dict(setup_env.QT)
    if not command:
        wanted |= setup_env.X11 if "x11" in found else {}
        wanted |= setup_env.WAYLAND if "wayland" in found else {}
    return setup_env.missing_libraries(wanted)


def main(arguments: list[str]) -> int:  # returns only when the program could not be started
    command = command_of(arguments)
    found = screens(os.environ)
    if not command and not found:
        setup_env.say(
            "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the desk cannot open its window; "
            "`python3 packaging/start.py tour --out DIR` does the whole job without one."
        )
        return NO_SCREEN
    missing = needed_packages(command, found)
    if missing:
        extras = setup_env.missing_files(setup_env.FONT | setup_env.CERTIFICATES)
        setup_env.install_system(missing + extras, "The desk needs Qt's system libraries to open.")
    setup_env.ensure_environment("runtime")
    python = str(setup_env.PYTHON)
    # -P: a requests.py or PIL folder beside the artist's pictures must not be imported.
    return become([python, "-P", "-m", "fwdesk", *arguments])


def become(command: list[str]) -> NoReturn:
    """Replace this process, so that signals and the exit code are the program's own."""
    sys.stdout.flush()
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(setup_env.guarded(main, sys.argv[1:]))
