"""What can be printed on: product types and media, with their rates.

Real ids and names are those of REFERENCE section 8 and known-catalog.json; whatever is invented has an id from
9000 up (or a real id whose name nobody knows) and says "practice".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.options import Media, ProductType


@dataclass(frozen=True, slots=True)
class PrintRate:
    """Dollars a square inch, each side counting as at least `side`, and never less than `least`."""

    rate: Decimal
    least: int = 7
    side: int = 8


_PAPER = (8, 9, 9301, 9302, 9303, 9304, 9305, 9306, 9307)
_FINE = (8, 9, 9301, 9302, 9303, 9305)
_CANVAS = (3, 9310, 9311, 9312, 9313)
_MEDIA: tuple[tuple[int, int, str, str, tuple[int, ...], str], ...] = (
    (6, 5, "Archival Matte Paper", "0.11", _PAPER,
     "Smooth, bright and heavy, without glare. The honest all-rounder for drawings, paintings and photographs."),
    (41, 5, "Archival Canvas Paper", "0.16", _PAPER,
     "Paper with a canvas weave pressed into it: the look of canvas, flat enough for a frame and glass."),
    (144, 5, "Watercolor Bright White", "0.12", _PAPER,
     "A lightly toothed cotton-feel sheet that carries washes and soft edges well."),
    (175, 5, "Velvet Rag 175 (practice)", "0.15", (8, 9, 37, 9301, 9305),
     "Soft, velvety cotton with deep blacks; made for deckle edges and floating."),
    (210, 5, "Canson Infinity Arches (practice)", "0.19", (8, 9, 37, 9301, 9305),
     "The mould-made watercolor sheet painters know, coated for pigment ink."),
    (9201, 5, "Satin Photo Paper (practice)", "0.1", _PAPER,
     "A gentle sheen and crisp detail, close to a classic darkroom print."),
    (9202, 5, "Gloss Photo Paper (practice)", "0.1", _PAPER,
     "High gloss with saturated color. Fingerprints show, so plan on glazing."),
    (9203, 5, "Metallic Pearl Paper (practice)", "0.14", _PAPER,
     "Pearl particles make highlights glow; lovely for water, chrome and night scenes."),
    (9204, 5, "Smooth Hot Press Cotton (practice)", "0.16", _FINE,
     "Cotton without texture, for fine line work and pencil."),
    (9205, 5, "Cold Press Natural (practice)", "0.15", _FINE,
     "Warm white with a visible tooth; flatters landscapes and portraits."),
    (9206, 5, "Bamboo Fiber Paper (practice)", "0.14", _FINE,
     "A warm, slightly fibrous sheet from fast-growing bamboo."),
    (9207, 5, "Japanese Kozo (practice)", "0.2", (8, 37, 9305),
     "Thin and strong with long fibers; the light comes through a little."),
    (9208, 5, "Recycled Matte (practice)", "0.09", _PAPER,
     "All post-consumer fiber, a touch off-white, at the friendliest price."),
    (9209, 5, "Baryta Fiber Gloss (practice)", "0.17", _FINE,
     "The black-and-white printer's choice: a fiber base with a quiet gloss."),
    (200, 11, "Hahnemühle Photo Rag", "0.18", _FINE,
     "The museum standard in cotton: soft white, matte, and made to outlive us."),
    (9220, 11, "German Etching (practice)", "0.19", _FINE,
     "Heavy, velvety and toothed like an etching sheet; shadows keep their detail."),
    (9221, 11, "Photo Rag Baryta (practice)", "0.2", _FINE,
     "Cotton with a baryta gloss, for photographs with deep blacks."),
    (9222, 11, "Torchon Watercolor (practice)", "0.18", (8, 9, 37, 9301, 9305),
     "A strongly dimpled surface that makes brushwork look freshly laid."),
    (9223, 11, "William Turner Mould-Made (practice)", "0.21", (8, 9, 37, 9301, 9305),
     "Mould-made cotton with four natural edges and a lively texture."),
    (9224, 11, "Bright White Cotton 500 (practice)", "0.22", _FINE,
     "An extra heavy, very white sheet that lies flat by its own weight."),
    (9225, 11, "Agave Natural (practice)", "0.17", _FINE,
     "Agave and cotton, with a fine grain and a warm tone."),
    (46, 9001, "Artisan Archival Canvas", "0.17", _CANVAS,
     "A tight cotton weave with a matte coating; colors stay rich without glare."),
    (9231, 9001, "Satin Canvas (practice)", "0.16", _CANVAS,
     "A poly-cotton canvas with a satin varnish that wipes clean."),
    (9232, 9001, "Natural Linen Canvas (practice)", "0.23", (3, 9310, 9311, 9312),
     "Unbleached linen whose threads show in light areas, as under an oil painting."),
    (9233, 9001, "Metallic Canvas (practice)", "0.21", (3, 9310, 9313),
     "Canvas with a pearly shimmer that changes as you walk past."),
    (9241, 9002, "Aluminum, High Gloss (practice)", "0.22", (9320, 9321),
     "Dyes sunk into coated aluminum: glassy depth, and no glass to break."),
    (9242, 9002, "Aluminum, Matte White (practice)", "0.22", (9320, 9321),
     "The same sheet without reflections, for rooms with large windows."),
    (9243, 9002, "Aluminum, Brushed Silver (practice)", "0.24", (9320, 9321),
     "White areas turn to bare brushed metal; strong for graphic work."),
    (9244, 9002, "Aluminum, Satin (practice)", "0.22", (9320,),
     "Between gloss and matte; the easiest to light."),
    (9251, 9003, "Clear Acrylic (practice)", "0.28", (9330, 9331),
     "Optically clear and polished at the edges; colors gain depth."),
    (9252, 9003, "Non-Glare Acrylic (practice)", "0.3", (9330,),
     "A finely etched face that keeps lamps and windows out of the picture."),
    (9253, 9003, "Frosted Acrylic (practice)", "0.29", (9330, 9331),
     "Translucent, so light from behind comes softly through."),
    (9261, 9004, "Maple Panel, Natural (practice)", "0.2", (9340, 9341),
     "Pale maple; whites in the image become wood."),
    (9262, 9004, "Maple Panel, White Washed (practice)", "0.21", (9340, 9341),
     "A white ground under the ink keeps colors true while a hint of grain stays."),
    (9263, 9004, "Birch Panel (practice)", "0.18", (9340, 9341),
     "Warm and even, with a calm grain."),
    (9271, 9005, "Poster Satin 200 (practice)", "0.05", (9350, 9351),
     "Bright poster stock with a light sheen, for walls that change often."),
    (9272, 9005, "Poster Matte 230 (practice)", "0.055", (9350, 9351),
     "A little heavier and without reflections."),
    (9273, 9005, "Blueback Outdoor (practice)", "0.06", (9351,),
     "Opaque backing for windows and outdoor boards; not archival."),
    (9281, 9006, "Card Stock, Smooth White (practice)", "0.06", (9360, 9361, 9362),
     "Stiff, bright stock that takes a fountain pen on the back."),
    (9282, 9006, "Card Stock, Linen Texture (practice)", "0.07", (9360, 9361),
     "A woven emboss that suits paintings and invitations."),
    (9283, 9006, "Card Stock, Recycled Kraft (practice)", "0.06", (9360, 9361),
     "Brown kraft: light colors print muted, dark lines look wonderful."),
)  # fmt: skip

_TYPES: tuple[tuple[int, str, str], ...] = (
    (5, "Giclee - Fine Art Paper Prints",
     "Pigment prints on archival papers, flat or mounted, that can be matted, framed and glazed."),
    (11, "Museum Paper Prints (practice)",
     "Cotton and specialty papers from the great mills, for editions and collectors."),
    (9001, "Canvas Prints (practice)",
     "Canvas stretched, rolled or on panel. Stretched canvases go into floating frames."),
    (9002, "Metal Prints (practice)",
     "Aluminum sheets with the image sunk into the coating. They hang without a frame."),
    (9003, "Acrylic Prints (practice)",
     "Prints behind or inside polished acrylic, ready to hang or to stand."),
    (9004, "Wood Prints (practice)",
     "Images printed straight on maple and birch panels; the grain is part of the picture."),
    (9005, "Posters (practice)",
     "Light poster stock at friendly prices, in poster-frame sizes or any whole inch."),
    (9006, "Cards (practice)",
     "Flat and folded cards and postcards, for shows, thanks and invitations."),
)  # fmt: skip

MEDIA: tuple[Media, ...] = tuple(
    Media(media_id, kind, name, description, styles) for media_id, kind, name, _rate, styles, description in _MEDIA
)

MEDIA_RATES: dict[int, PrintRate] = {
    media_id: PrintRate(Decimal(rate), 2, 4) if kind == 9006 else PrintRate(Decimal(rate))
    for media_id, kind, _name, rate, _styles, _description in _MEDIA
}

PRODUCT_TYPES: tuple[ProductType, ...] = tuple(
    ProductType(type_id, name, description, tuple(row.id for row in MEDIA if row.product_type_id == type_id))
    for type_id, name, description in _TYPES
)
