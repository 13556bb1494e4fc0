"""`fwdesk preview`: a piece drawn into a picture file, without a window and without Qt."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fwdesk.app.press import write_picture
from fwdesk.app.subject import Subject, about
from fwdesk.app.workshop import Workshop
from fwdesk.cli import FAILED, OK, USAGE
from fwdesk.cli.bench import workbench
from fwdesk.cli.words import code_trouble, complain
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.crop import MIDDLE, crop_box
from fwdesk.domain.errors import ArtworkError, CodeError, PieceError, ServiceError, StoreError
from fwdesk.domain.geometry import describe, measure
from fwdesk.domain.options import Catalog, Collection, Frame
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules
from fwdesk.domain.shots import Shot, View

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Artwork

_SUFFIXES = (".png", ".jpg", ".jpeg")
_VIEWS = {
    "framed": (View.FRAMED, "framed"),
    "wall": (View.ROOM, "over a sofa, to scale"),
    "cut-out": (View.CUT_OUT, "cut out, with its shadow"),
    "print": (View.PRINT, "the print alone, as it is cropped"),
}
_STRIP_BYTES = 4_000_000


def preview(arguments: argparse.Namespace) -> int:
    """Draw and save."""
    out: Path = arguments.out
    try:
        code = parse_code(arguments.code)
    except CodeError as error:
        complain(code_trouble(error))
        return USAGE
    wrong = _contradiction(arguments, code)
    if wrong:
        complain(wrong)
        return USAGE
    with workbench(arguments) as workshop:
        artwork = workshop.decoder.open_artwork(arguments.artwork)
        rules = Rules(_rows_of(workshop, code))
        problems = rules.problems(code)
        unknown = [problem.reason for problem in problems if "not in this catalog" in problem.reason]
        if unknown:
            complain(" ".join(unknown))
            return FAILED
        for problem in problems:
            complain(f"Note: {problem.reason}")
        piece = Piece(code)
        if arguments.official:
            image, what = _official(workshop, piece, rules, artwork, arguments.px)
        else:
            image, what = _own(workshop, piece, rules, artwork, arguments.view or "framed", arguments.px)
    view = _VIEWS.get(arguments.view or "framed", _VIEWS["framed"])[0]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{out} could not be written: {error.strerror}.") from error
    write_picture(image, out, about(Subject(piece, rules, artwork), view))
    geometry = measure(code, rules.style_of(piece), rules.frame_of(piece))
    print(f"{out}: {what}, {image.width} × {image.height} px\n{describe(geometry)}")
    return OK


def _contradiction(arguments: argparse.Namespace, code: ProductCode) -> str:
    """Why these arguments cannot be meant; empty if they can."""
    if arguments.out.suffix.lower() not in _SUFFIXES:
        return f"-o {arguments.out}: the picture's name must end in .png or .jpg."
    if arguments.view == "cut-out" and arguments.out.suffix.lower() != ".png":
        return f"-o {arguments.out}: a cut-out is transparent, which only PNG knows. Let the name end in .png."
    if arguments.official and arguments.view:
        return "--official is FinerWorks' own picture; it has no --view."
    if code.is_sku:
        return "This is an inventory SKU: only FinerWorks knows what it looks like."
    if arguments.official and code.frame is None:
        return "FinerWorks previews framing only; this is a print without a frame or mat."
    return ""


def _rows_of(workshop: Workshop, code: ProductCode) -> Catalog:
    """The catalog's rows that this code names, and nothing else."""
    client, printed, framed = workshop.client, code.print, code.frame
    return Catalog(
        product_types=client.list_product_types([printed.product_type]) if printed else (),
        media=client.list_media_types([printed.media]) if printed else (),
        styles=client.list_style_types([printed.style]) if printed else (),
        collections=(Collection(0, "", frames=(client.frame_details(framed.frame),)),)
        if framed and framed.frame
        else (),
        mats=client.list_mats() if framed and framed.mats else (),
        glazings=client.list_glazing() if framed and framed.glazing else (),
    )


def _own(
    workshop: Workshop, piece: Piece, rules: Rules, artwork: Artwork, view: str, px: int
) -> tuple[Image.Image, str]:
    """The desk's own picture, made as the desk exports it: from the file itself where its copy is too small."""
    from fwdesk.render.shots import art_px, picture

    frame = rules.frame_of(piece)
    subject = Subject(piece, rules, artwork, _strip(workshop, frame) if frame else None)
    scene = subject.scene()
    if view == "dimensions":
        from fwdesk.render.dimensions import with_dimensions

        art = subject.source.read(workshop.decoder, art_px(scene, Shot(View.FRAMED, px)))
        return with_dimensions(workshop.renderer, scene, art, px), "with dimensions"
    shown, what = _VIEWS[view]
    shot = Shot(shown, px, footer=False)
    made = picture(scene, subject.source.read(workshop.decoder, art_px(scene, shot)), shot)
    return made, what if view != "framed" or frame else "as it is"


def _strip(workshop: Workshop, frame: Frame) -> Image.Image | None:
    """The service's picture of a length of the moulding; without one it is drawn from its description."""
    if not frame.segment_url:
        return None
    with suppress(ServiceError, ArtworkError):
        data = workshop.client.fetch_picture(frame.segment_url, limit=_STRIP_BYTES)
        return workshop.decoder.decode_service_picture(data)
    return None


def _official(workshop: Workshop, piece: Piece, rules: Rules, artwork: Artwork, px: int) -> tuple[Image.Image, str]:
    """FinerWorks' own picture, with the artwork in it: by the service if it takes files, else laid into the window."""
    from fwdesk.render.official import lay_art_into

    client, url = workshop.client, None
    if client.offers_upload():
        url = client.upload_print_file(artwork.path, artwork.name)
    built = client.frame_builder(piece.code, render_size=px, image_url=url)
    if built.picture is None:
        raise PieceError(built.message or "The service sent no picture.")
    image = workshop.decoder.decode_service_picture(built.picture)
    if url:
        return image, "FinerWorks' own picture"
    geometry = measure(piece.code, rules.style_of(piece), rules.frame_of(piece))
    box = crop_box(artwork.pixels, piece.image, MIDDLE)
    image, laid_in = lay_art_into(image, geometry, artwork.proxy, box, artwork.pixels)
    return image, "FinerWorks' own picture, yours laid into its window" if laid_in else "FinerWorks' own picture"
