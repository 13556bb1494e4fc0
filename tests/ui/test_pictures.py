"""Pictures from workers as Qt paints them."""

from __future__ import annotations

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from fwdesk.app.pictures import Picture
from fwdesk.ui.widgets import qimage


def test_a_half_transparent_picture_is_half_of_its_colors(qapp: QApplication) -> None:
    """Whatever stands in the filler byte: Pillow leaves 0, 255 or anything there."""
    picture = Picture.of(Image.new("RGB", (9, 9), (200, 100, 50)))
    for filler in (0, 99, 255):
        data = bytearray(picture.data)
        data[3::4] = bytes([filler]) * 81
        out = QImage(9, 9, QImage.Format.Format_RGB32)
        out.fill(0xFFFFFFFF)
        painter = QPainter(out)
        painter.setOpacity(0.5)
        painter.drawImage(0, 0, qimage(Picture(9, 9, bytes(data))))
        painter.end()
        color = out.pixelColor(4, 4)
        have = (color.red(), color.green(), color.blue())
        assert all(abs(part - wanted) <= 2 for part, wanted in zip(have, (228, 178, 153), strict=True))
