"""`fwdesk tour`: the whole job at the real desk, offscreen, with a picture of every step and a report."""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import fwdesk
from fwdesk.app.service import Kind, Service
from fwdesk.cli import FAILED, NO_SCREEN, OK, USAGE
from fwdesk.cli.desk import without_qt
from fwdesk.cli.screen import screen
from fwdesk.cli.words import complain, sentence
from fwdesk.domain.errors import StoreError
from fwdesk.resources import resource

if TYPE_CHECKING:
    from fwdesk.cli.tour_kit import Findings

REPORT = "report.json"
_OWN_PICTURE = "Evening lake.jpg"
_DATA = "data"


def tour(arguments: argparse.Namespace) -> int:
    """Do the whole job."""
    if arguments.service and Service.of(arguments.service).kind is Kind.LIVE:
        complain("The tour places a test order and refuses the live service. Use practice, test or a URL.")
        return USAGE
    if arguments.artwork and not arguments.artwork.is_file():
        complain(f"There is no file {arguments.artwork}.")
        return USAGE
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = screen(os.environ)
    if not found.there:
        complain(f"{found.words} Leave QT_QPA_PLATFORM alone and the tour needs none.")
        return NO_SCREEN
    try:
        import_module("fwdesk.cli.tourist")  # everything of Qt that the tour needs
    except ImportError as error:
        complain(without_qt(error))
        return NO_SCREEN
    out: Path = arguments.out.absolute()
    try:
        out.mkdir(parents=True, exist_ok=True)
        _tidy(out)
        data = arguments.data_dir or out / _DATA
        artwork = arguments.artwork.absolute() if arguments.artwork else _made_picture(out)
    except OSError as error:
        raise StoreError(f"{out} cannot be written to: {error.strerror}.") from error
    return _go(arguments, out, artwork, data)


def _tidy(out: Path) -> None:
    """Take away what an earlier tour left here, and nothing else: its report names its pictures."""
    try:
        report = json.loads((out / REPORT).read_text(encoding="utf-8"))
        pictures = [str(step["picture"]) for step in report["steps"]] + [str(report.get("last_picture", ""))]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in pictures:
        if name and Path(name).name == name:
            (out / name).unlink(missing_ok=True)
    if (out / _DATA / "data" / "fwdesk.db").exists():
        shutil.rmtree(out / _DATA)
    (out / REPORT).unlink()


def _made_picture(out: Path) -> Path:
    """A picture of one's own, other than the sample: the sample seen from the other side, in the evening."""
    from PIL import Image, ImageOps

    path = out / _OWN_PICTURE
    with Image.open(resource("sample/sample.jpg")) as sample:
        profile = sample.info.get("icc_profile")
        picture = ImageOps.mirror(sample.convert("RGB")).resize((2400, 3000), Image.Resampling.LANCZOS)
    evening = [min(255, round(value * share)) for share in (1.1, 0.86, 0.92) for value in range(256)]
    picture.point(evening).save(path, quality=90, icc_profile=profile)
    return path


class _Mishaps(logging.Handler):
    """Errors that nobody expected, as they are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line, and what raised it."""
        error = record.exc_info[1] if record.exc_info else None
        self.words.append(f"{record.getMessage()}{f' ({type(error).__name__}: {error})' if error else ''}")


def _go(arguments: argparse.Namespace, out: Path, artwork: Path, data: Path) -> int:
    from PySide6.QtGui import QAction

    from fwdesk import bootstrap
    from fwdesk.cli.stopping import stop_on_signals
    from fwdesk.cli.tour_script import Tour
    from fwdesk.cli.tourist import Tourist

    app = bootstrap.make_app(["fwdesk"])
    program = bootstrap.Program(app, bootstrap.Options(service=arguments.service or "practice", data_dir=data))
    mishaps = _Mishaps()
    logging.getLogger("fwdesk").addHandler(mishaps)
    window = program.window
    window.resize(*arguments.size)
    look = window.findChild(QAction, f"theme.{'dark' if arguments.dark else 'light'}")
    if look is not None:
        look.trigger()
    journey = Tour(program, out, artwork)
    errors: list[Exception] = []
    ended: list[bool] = []

    def end(error: Exception | None) -> None:
        ended.append(True)
        if error is not None:
            errors.append(error)
        app.exit(FAILED if error else OK)

    tourist = Tourist(journey.script(), journey.trouble, program)
    tourist.follow(journey.signals())
    tourist.ended.connect(end)
    with stop_on_signals(app):
        window.show()
        tourist.begin()
        code = app.exec()
    last = ""
    if ended and errors:
        last = f"{len(journey.findings.stops) + 1:02}-failed.png"
        journey.take_picture(last)
    window.close()
    program.close()
    logging.getLogger("fwdesk").removeHandler(mishaps)
    if not ended:
        return code  # Ctrl+C
    failed = f"The tour stopped at {journey.step}: {_words(errors[0])}" if errors else ""
    if not failed and mishaps.words:
        failed = f"The tour is through, but something went wrong on the way: {mishaps.words[0]}"
    report = _report(journey.findings, program.desk.link.service, failed, last, mishaps.words)
    (out / REPORT).write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if failed:
        complain(failed)
        return FAILED
    _tell(journey.findings, out)
    return OK


def _words(error: Exception) -> str:
    words = sentence(error)
    return words if words.endswith(".") else f"{words}."


def _report(findings: Findings, service: Service, failed: str, last: str, mishaps: list[str]) -> dict[str, object]:
    """What the report says."""
    from fwdesk.cli.shop import amounts

    code, row, status = findings.code, findings.row, findings.read_back
    report: dict[str, object] = {
        "code": str(code) if code else None,
        "wire": code.wire if code else None,
        "prices": amounts(findings.price) if findings.price else None,
        "order": row
        and {
            "order_po": row.order_po,
            "order_id": row.order_id,
            "state": row.state.value,
            "total": row.total.plain,
            "read_back": status
            and {"order_id": status.order_id, "status_id": status.status_id, "status": status.label},
        },
        "service": service.url or service.kind.value,
        "steps": [{"name": stop.name, "picture": stop.picture, "ms": stop.ms} for stop in findings.stops],
        "skipped": findings.skipped,
        "versions": _versions(),
    }
    if failed:
        report |= {"failed": failed, "last_picture": last, "mishaps": mishaps}
    return report


def _versions() -> dict[str, str]:
    from PySide6 import __version__ as pyside
    from PySide6.QtCore import qVersion

    return {
        "fwdesk": fwdesk.__version__,
        "python": platform.python_version(),
        "pyside6": pyside,
        "qt": qVersion(),
        "system": platform.platform(),
    }


def _tell(findings: Findings, out: Path) -> None:
    row, price = findings.row, findings.price
    assert row is not None
    for name, why in findings.skipped.items():
        print(f"{name} was left out: {why}.")
    print(f"{len(findings.stops)} steps, with a picture of each in {out}")
    print(f"{findings.code}  {price.total if price else ''}  test order {row.order_id}, reference {row.order_po}")
