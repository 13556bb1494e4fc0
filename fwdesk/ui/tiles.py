"""Little pictures for the lists, as Qt paints them."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

from fwdesk.app.pictures import Picture
from fwdesk.app.swatches import Swatches
from fwdesk.domain.options import Frame, Mat
from fwdesk.ui.theme import Theme
from fwdesk.ui.widgets import qimage

_IMAGE_BYTES = 4_000_000


class Tiles:
    """Little pictures for the lists, as Qt images."""

    def __init__(self, swatches: Swatches) -> None:
        """`swatches` make them on workers."""
        self._swatches = swatches
        self._images: OrderedDict[tuple[int, float], tuple[Picture, QImage]] = OrderedDict()
        self._bytes = 0

    def tile(self, look: object, width: int, height: int, ratio: float) -> QImage | None:
        """A picture of so many logical pixels, None while it is being made."""
        if not isinstance(look, Frame | Mat):
            return None
        # On a dark panel a black moulding would vanish: its ground is lighter than the panel.
        ground = "#5C5D62" if Theme.dark else Theme.tokens.panel
        picture = self._swatches.tile(look, width, height, ratio, ground)
        if picture is None:
            return None
        key = (id(picture), ratio)
        kept = self._images.get(key)
        if kept and kept[0] is picture:
            self._images.move_to_end(key)
            return kept[1]
        # The picture is kept with its image: an id is given out again when its owner is gone.
        image = qimage(picture, ratio)
        self._images[key] = (picture, image)
        self._bytes += image.sizeInBytes() - (kept[1].sizeInBytes() if kept else 0)
        while self._bytes > _IMAGE_BYTES and len(self._images) > 1:
            self._bytes -= self._images.popitem(last=False)[1][1].sizeInBytes()
        return image
