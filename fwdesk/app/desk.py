"""The desk without its window: every presenter of the program, made once and wired. `bootstrap` makes it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from fwdesk.app.addressing import Addressing
from fwdesk.app.archivist import Archivist
from fwdesk.app.authorship import Authorship
from fwdesk.app.favorites import Favorites
from fwdesk.app.finder import Finder
from fwdesk.app.keeper import Keeper
from fwdesk.app.kept_cart import KeptCart
from fwdesk.app.landed import LandedTotals
from fwdesk.app.link import Link
from fwdesk.app.mat_advice import MatAdvice
from fwdesk.app.official import Official
from fwdesk.app.order_book import OrderBook
from fwdesk.app.ordering import Ordering
from fwdesk.app.pieces import Pieces
from fwdesk.app.preview import Preview
from fwdesk.app.prices import Prices
from fwdesk.app.print_copies import PrintCopies
from fwdesk.app.print_files import PrintFiles
from fwdesk.app.projects import Projects
from fwdesk.app.proofing import Proofing
from fwdesk.app.recipes import Recipes
from fwdesk.app.remembering import Remembering
from fwdesk.app.reorder import Reorders
from fwdesk.app.retailing import Retailing
from fwdesk.app.session import Session
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.app.thumbs import Thumbs
from fwdesk.app.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Desk:
    """What a window is given. Nothing in here knows of widgets."""

    session: Session
    tasks: Tasks
    workshop: Workshop
    link: Link
    swatches: Swatches
    preview: Preview
    official: Official
    prices: Prices
    retailing: Retailing
    mat_advice: MatAdvice
    finder: Finder
    favorites: Favorites
    ordering: Ordering
    thumbs: Thumbs
    book: OrderBook
    archivist: Archivist
    authorship: Authorship
    addresses: Addressing
    print_files: PrintFiles
    landed: LandedTotals
    keeper: Keeper
    pieces: Pieces
    kept_cart: KeptCart
    projects: Projects
    print_copies: PrintCopies
    proofing: Proofing
    remembering: Remembering
    reorders: Reorders
    recipes: Recipes

    def close(self) -> None:
        """Save, stop the workers, end the child process, close the ledger."""
        with ExitStack() as ends:
            # Each end is reached whatever the others do: a full disk must not leave a child process behind.
            ends.callback(self.workshop.close)
            ends.callback(self.tasks.shutdown)
            ends.callback(self.pieces.save_now)
            ends.callback(self.kept_cart.save_now)
            ends.callback(self.remembering.save_now)
            ends.callback(self.favorites.save_now)
            ends.callback(self.addresses.save_now)
            ends.callback(self.recipes.save_now)
