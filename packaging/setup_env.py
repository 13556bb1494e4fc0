"""Makes this checkout ready to run: system libraries, `.venv`, and the locked packages in it.

Shared by start.py and test.py. Standard library only, and quick when there is nothing to do: a start that finds
everything in place costs a few file look-ups. Nothing here is imported by the program itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "fwdesk-setup.json"
LOG = VENV / "fwdesk-setup.log"
LOCKS = {name: ROOT / "packaging" / "locks" / f"{name}.txt" for name in ("runtime", "dev", "contract")}
# schemathesis lives apart: with what it needs it would weigh on every developer's environment.
CONTRACT_VENV = ROOT / ".venv-contract"
CONTRACT_PYTHON = CONTRACT_VENV / "bin" / "python"

# Debian package -> the library that shows it is there. Found by adding packages one at a time to a bare Debian 12.
QT = {
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
}
X11 = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
WAYLAND = {
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
}
# Debian package -> a file that shows it is there.
TEST_TOOLS = {
    "xvfb": "/usr/bin/Xvfb",
    "xauth": "/usr/bin/xauth",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "dbus-daemon": "/usr/bin/dbus-daemon",
}
FONT = {"fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"}
CERTIFICATES = {"ca-certificates": "/etc/ssl/certs/ca-certificates.crt"}


class SetupError(Exception):
    """Something a person has to see to; the message is what they read."""


def say(text: str) -> None:
    """One plain line on stderr; stdout belongs to the program."""
    print(text, file=sys.stderr, flush=True)


# --- system packages ----------------------------------------------------------------------------------------------


def library_folders() -> list[str]:
    """Where this system keeps its shared libraries, most likely first."""
    triplet = getattr(sys.implementation, "_multiarch", "")
    found = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    if triplet:
        found += [f"/usr/lib/{triplet}", f"/lib/{triplet}"]
    return [*found, "/usr/lib64", "/lib64", "/usr/lib", "/lib", "/usr/local/lib"]


def has_library(name: str, folders: list[str]) -> bool:
    """Look for the file first; ask the loader only when it is somewhere unusual."""
    if any(os.path.exists(f"{folder}/{name}") for folder in folders):
        return True
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(wanted: dict[str, str]) -> list[str]:
    folders = library_folders()
    return [package for package, library in wanted.items() if not has_library(library, folders)]


def missing_files(wanted: dict[str, str]) -> list[str]:
    """Only Debian's own places are known, so other systems are not asked."""
    if not has_apt():
        return []
    return [package for package, path in wanted.items() if not os.path.exists(path)]


def has_apt() -> bool:
    return os.access("/usr/bin/apt-get", os.X_OK)


def install_system(packages: list[str], why: str) -> None:
    """Install Debian packages as root, or stop and say which one line does it."""
    if not packages:
        return
    packages = sorted(set(packages))
    names = " ".join(packages)
    if not has_apt():
        raise SetupError(
            f"{why} These system libraries are missing: {names} (Debian's names). Install them, then try again."
        )
    if os.geteuid() != 0:
        raise SetupError(
            f"{why} Some system packages are missing. This line installs them:\n\n"
            f"  sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\n"
        )
    say(f"Installing system packages: {names}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    # A failed update is not the end: the lists that are there may be enough.
    updated, update_text = run([*apt, "update"], environment)
    packages = [current_name(package, environment) for package in packages]
    installed, text = run([*apt, "install", "-y", "--no-install-recommends", *packages], environment)
    if not installed:
        errors = [line for line in (update_text * (not updated) + text).splitlines() if line.startswith(("E:", "Err:"))]
        raise SetupError(
            f"The system packages could not be installed: {names}.\n"
            + "\n".join(f"  {line}" for line in errors[-6:])
            + "\nIs there a connection to the package server? Run the same command again when there is."
        )


def current_name(package: str, environment: dict[str, str]) -> str:
    """Ubuntu 24.04 and Debian 13 renamed some libraries with 64-bit times: libglib2.0-0t64."""
    if package != "libglib2.0-0":
        return package
    renamed = package + "t64"
    known, _ = run(["apt-cache", "show", renamed], environment)
    return renamed if known else package


def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[bool, str]:
    """Run quietly; whether it worked, and everything it said."""
    import subprocess

    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        return False, f"E: {error}"
    return done.returncode == 0, done.stdout


# --- the Python environment -----------------------------------------------------------------------------------------


def digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise SetupError(f"{path.relative_to(ROOT)} is missing: this checkout is not complete.") from None


def wanted_stamp() -> dict[str, str]:
    """What the environment must have been made from to be good for use."""
    return {
        "python": f"{sys.implementation.cache_tag}-{os.uname().machine}",
        "root": str(ROOT),
        "project": digest(ROOT / "pyproject.toml"),
        "runtime": digest(LOCKS["runtime"]),
        "dev": digest(LOCKS["dev"]),
    }


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and os.access(PYTHON, os.X_OK) else {}


def is_ready(kind: str) -> bool:
    wanted, stamp = wanted_stamp(), read_stamp()
    return all(stamp.get(key) == wanted[key] for key in ("python", "root", "project", kind))


def ensure_environment(kind: str) -> bool:
    """Bring `.venv` up to the `runtime` or `dev` lock. True if anything had to be done."""
    if is_ready(kind):
        return False
    with only_one():
        if not is_ready(kind):  # another start may have done it while this one waited
            build_environment(kind)
    return True


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the checkout while it is being set up, so that two starts at once do not mix."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another start is setting things up; waiting for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def build_environment(kind: str) -> None:
    wanted, stamp = wanted_stamp(), read_stamp()
    same_place = stamp.get("python") == wanted["python"] and stamp.get("root") == wanted["root"]
    if not same_place and not can_adopt():
        make_venv()
        stamp = {}
    if stamp.get(kind) != wanted[kind] or not same_place:
        forget_stamp()
        install_lock(kind)
        stamp["runtime"] = wanted["runtime"]  # dev holds the same versions and more
        if kind == "dev":
            stamp["dev"] = wanted["dev"]
    if stamp.get("project") != wanted["project"] or not same_place:
        forget_stamp()
        pip("the program itself", ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)])
    keep = {key: wanted[key] for key in ("python", "root", "project")} | {
        key: stamp[key] for key in ("runtime", "dev") if key in stamp
    }
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(keep, indent=1) + "\n", encoding="utf-8")
    os.replace(part, STAMP)
    say("Ready.")


def forget_stamp() -> None:
    STAMP.unlink(missing_ok=True)


def can_adopt() -> bool:
    """An environment that somebody else made here, for this Python and with pip, may be filled."""
    if STAMP.exists():
        return False
    version = "{}.{}".format(*sys.version_info)
    code = "import sys, pip; print('{}.{}'.format(*sys.version_info), sys.prefix)"
    worked, text = run([str(PYTHON), "-I", "-c", code]) if os.access(PYTHON, os.X_OK) else (False, "")
    return worked and text.strip() == f"{version} {VENV}"


def make_venv(place: Path = VENV) -> None:
    import importlib.util

    if importlib.util.find_spec("ensurepip") is None:
        install_system(["python{}.{}-venv".format(*sys.version_info)], "Python here cannot make environments yet.")
    say(f"Making the Python environment in {place.name}")
    # Never the environment's own Python: it is about to be replaced.
    base = getattr(sys, "_base_executable", "") or sys.executable
    worked, text = run([base, "-m", "venv", "--clear", str(place)])
    if not worked:
        last = text.strip().splitlines()[-1:] or ["no reason given"]
        raise SetupError(f"The Python environment could not be made in {place}: {last[0]}")


def install_lock(kind: str, python: Path = PYTHON) -> None:
    lock = LOCKS[kind]
    text = lock.read_text(encoding="utf-8")
    count = sum("==" in line for line in text.splitlines())
    size = "20" if kind == "contract" else "100"
    say(f"Installing {count} Python packages (the first time this fetches about {size} MB)")
    safe = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    pip("the Python packages", [*safe, "--requirement", str(lock)], python)


def ensure_contract() -> None:
    """Bring `.venv-contract` up to the `contract` lock: schemathesis alone, without fwdesk."""
    stamp = CONTRACT_VENV / STAMP.name
    wanted = {
        "python": f"{sys.implementation.cache_tag}-{os.uname().machine}",
        "root": str(ROOT),
        "contract": digest(LOCKS["contract"]),
    }
    text = json.dumps(wanted, indent=1) + "\n"
    with only_one():
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == text and os.access(CONTRACT_PYTHON, os.X_OK):
            return
        make_venv(CONTRACT_VENV)
        install_lock("contract", CONTRACT_PYTHON)
        stamp.write_text(text, encoding="utf-8")


def pip(what: str, arguments: list[str], python: Path = PYTHON) -> None:
    """Run pip with its words kept in a log; only large downloads are mentioned as they come."""
    import subprocess

    command = [str(python), "-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off", "--retries", "3"]
    environment = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_USER": "0",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    lines: list[str] = []
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            lines.append(line.rstrip())
            words = line.split()
            if words[:1] == ["Downloading"] and words[-1:] == ["MB)"]:
                say(f"  fetching {words[1].split('-')[0].rpartition('/')[2]} {words[-2]} MB)")
    if process.returncode:
        raise SetupError(pip_trouble(what, lines))


def pip_trouble(what: str, lines: list[str]) -> str:
    """The likeliest reason in a sentence, then pip's own last errors."""
    text = "\n".join(lines)
    if "DO NOT MATCH THE HASHES" in text:
        reason = "What was fetched is not what the lock file names, so nothing of it was used."
    elif "No space left" in text:
        reason = "The disk is full."
    elif any(
        sign in text
        for sign in ("NewConnectionError", "NameResolutionError", "ReadTimeout", "ConnectTimeout", "ProxyError")
    ):
        reason = "The package registry did not answer. Check the connection, then run this again."
    else:
        reason = "pip reported a problem."
    errors = [line for line in lines if line.startswith("ERROR")][-3:]
    return "\n".join(
        [f"Installing {what} did not work. {reason}", *(f"  {line}" for line in errors), f"All of it is in {LOG}"]
    )


def guarded(main: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run `main` and turn what can go wrong on a person's machine into a sentence."""
    try:
        return main(arguments)
    except SetupError as error:
        say(str(error))
    except PermissionError as error:
        say(f"There is no permission to write {error.filename}. Run this as the owner of {ROOT}.")
    except OSError as error:
        say(f"The computer said: {error}. Nothing was started.")
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        return 130
    return 1
