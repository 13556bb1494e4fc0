from __future__ import annotations

import pytest

from fwdesk.catalog.load import Progress, load_catalog
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadReply, Cancelled, ServiceError, Unreachable
from fwdesk.domain.options import Collection, Frame, Glazing, Mat, Media, ProductType, Style


class Shop:
    """A client that holds a small catalog; `failing` collections raise."""

    def __init__(self, **failing: ServiceError) -> None:
        self.failing = {int(name.removeprefix("c")): error for name, error in failing.items()}

    def list_product_types(self, *, cancel: Cancel | None = None) -> tuple[ProductType, ...]:
        return (ProductType(5, "Paper"),)

    def list_media_types(self, *, cancel: Cancel | None = None) -> tuple[Media, ...]:
        return (Media(6, 5, "Matte"),)

    def list_style_types(self, *, cancel: Cancel | None = None) -> tuple[Style, ...]:
        return (Style(9, "Border"),)

    def list_collections(self, id: int | None = None, *, cancel: Cancel | None = None) -> tuple[Collection, ...]:
        if id is None:
            return tuple(Collection(n, f"Group {n}") for n in (1, 2, 3))
        if id in self.failing:
            raise self.failing[id]
        if id == 3:
            return ()
        return (Collection(99, "other"), Collection(id, "renamed", frames=(Frame(id * 10, "Frame", id),)))

    def list_mats(self, *, cancel: Cancel | None = None) -> tuple[Mat, ...]:
        return (Mat(1, "White"),)

    def list_glazing(self, *, cancel: Cancel | None = None) -> tuple[Glazing, ...]:
        return (Glazing(1, "Clear"),)


def test_everything_is_read_in_turn() -> None:
    told: list[Progress] = []
    catalog = load_catalog(Shop(), progress=told.append)
    assert [frame.id for frame in catalog.frames] == [10, 20]
    assert [group.name for group in catalog.collections] == ["Group 1", "Group 2", "Group 3"]
    assert (catalog.product_types[0].id, catalog.media[0].id, catalog.styles[0].id) == (5, 6, 9)
    assert (catalog.mats[0].id, catalog.glazings[0].id) == (1, 1)
    assert [(one.done, one.total) for one in told] == [(n, 6) for n in range(1, 6)] + [(n, 9) for n in range(6, 10)]
    assert told[-1].what == "Group 3"
    assert load_catalog(Shop()) == catalog


def test_one_collection_may_fail() -> None:
    told: list[Progress] = []
    lost = BadReply("odd")
    catalog = load_catalog(Shop(c1=lost), progress=told.append)
    assert [frame.id for frame in catalog.frames] == [20]
    assert catalog.collections[0] == Collection(1, "Group 1")
    assert [one.what for one in told if one.problem is lost] == ["Group 1"]


def test_all_collections_may_not() -> None:
    with pytest.raises(BadReply, match="second"):
        load_catalog(Shop(c1=BadReply("first"), c2=BadReply("second")))


@pytest.mark.parametrize("error", [Unreachable("gone"), Cancelled("enough")])
def test_a_lost_network_or_a_cancellation_ends_it(error: ServiceError) -> None:
    with pytest.raises(type(error)):
        load_catalog(Shop(c2=error))
