"""What is kept of an order when it is sent: after the send, on a worker, never in its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import OrderState
from fwdesk.orders import archive
from tests.app.test_ordering import posts, quoted, sent
from tests.support.desks import FULL, LONG, Bench


def test_a_sent_order_is_kept_with_its_picture_its_words_and_its_prices(bench: Bench, qtbot: QtBot) -> None:
    quoted(bench, qtbot)
    with qtbot.waitSignal(bench.desk.archivist.kept, timeout=LONG) as kept:
        row = sent(bench, qtbot)
    assert kept.args == [row.order_po]
    found = archive.kept_of(bench.folders.archive, row.order_po)
    (line,) = found.lines
    assert line.code == FULL
    assert any(part.startswith("Media 6, ") for part in line.parts)
    assert line.picture.endswith("portrait.jpg")
    assert bench.session.artwork is not None
    assert line.sha256 == bench.session.artwork.sha256
    assert dict(line.prices)["total"] == str(bench.desk.prices.price.total.amount)  # type: ignore[union-attr]
    assert dict(found.totals)["total"] == str(row.total.amount)
    (preview,) = archive.previews_of(bench.folders.archive, row.order_po)
    with Image.open(preview) as image:
        assert max(image.size) == 1200
        assert image.convert("RGB").getextrema() != ((255, 255), (255, 255), (255, 255)), "not a blank"


def test_a_send_is_over_before_anything_is_kept_and_a_full_disk_does_not_touch_it(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def full(_archive: Path, order_po: str, *_: object) -> Path:
        begun.append(bench.desk.ordering.last is not None and bench.desk.ordering.last.order_po == order_po)
        raise StoreError("The disk is full.")

    monkeypatch.setattr(archive, "keep", full)
    quoted(bench, qtbot)
    with qtbot.waitSignal(bench.desk.archivist.failed, timeout=LONG) as failed:
        row = sent(bench, qtbot)
    assert failed.args is not None
    assert failed.args[0] == row.order_po
    assert begun == [True]
    assert row.state is OrderState.ACCEPTED
    assert posts(bench) == 1
    qtbot.waitUntil(lambda: any("archive" in note.text for note in bench.notes), timeout=LONG)
