"""The steps by name, and what comes along when something is chosen at one of them."""

from __future__ import annotations

from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step

STEP_WORDS = {
    Step.PRODUCT_TYPE: "Product",
    Step.MEDIA: "Media",
    Step.STYLE: "Style",
    Step.SIZE: "Size",
    Step.FRAME: "Frame",
    Step.MAT: "Mat",
    Step.GLAZING: "Glazing",
}
STEP_KEYS = {step: f"Alt+{number}" for number, step in enumerate(Step, 1)}
"""The keys that go to the steps, as the menu has them."""
CATALOG_WORDS = {
    "product_type": "Products",
    "media": "Media",
    "style": "Styles",
    "collection": "Frame collections",
    "frame": "Frames",
    "mat": "Mats",
    "glazing": "Glazing",
}
"""The lists of a catalog, by the names its changes and finds have."""


def came_along(shop: Catalog, step: Step, before: Piece | None, after: Piece) -> tuple[str, ...]:
    """What followed a choice: a new product type's media, a found media's product type, the glazing of no frame."""
    old, new = (before.print if before else None), after.print
    if not old or not new:
        return ()
    words: list[str] = []
    if step in {Step.MEDIA, Step.STYLE} and old.product_type != new.product_type:
        words.append(f"product becomes {shop.product_type_by_id[new.product_type].name}")
    if step in {Step.PRODUCT_TYPE, Step.STYLE} and old.media != new.media:
        words.append(f"media becomes {shop.media_by_id[new.media].name}")
    if step in {Step.PRODUCT_TYPE, Step.MEDIA} and old.style != new.style:
        words.append(f"style becomes {shop.style_by_id[new.style].name}")
    glazed = [piece.framing.glazing if piece and piece.framing else 0 for piece in (before, after)]
    if step is not Step.GLAZING and glazed[0] and not glazed[1]:
        words.append("takes the glazing away")
    return tuple(words)
