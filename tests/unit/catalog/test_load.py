from __future__ import annotations

import pytest

from fwdesk.catalog.load import Progress, load_catalog
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import BadReply, Cancelled, ServiceError, Unreachable
from fwdesk.domain.options import Collection, Frame, FrameClasses, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.size import Size


class Shop:
    """A client that holds a small catalog; `failing` collections raise, 0 is the question for a print's collections."""

    def __init__(self, **failing: ServiceError) -> None:
        self.failing = {int(name.removeprefix("c")): error for name, error in failing.items()}
        self.asked: list[str] = []
        self.fits: tuple[int, ...] = (1, 3)

    def list_product_types(self, *, cancel: Cancel | None = None) -> tuple[ProductType, ...]:
        return (ProductType(5, "Paper"), ProductType(7, "Nothing"))

    def list_media_types(self, *, cancel: Cancel | None = None) -> tuple[Media, ...]:
        return (Media(6, 5, "Matte", style_ids=(9, 10, 11, 12)),)

    def list_style_types(self, *, cancel: Cancel | None = None) -> tuple[Style, ...]:
        return (
            Style(9, "Border", frame_class_ids=(1, 2)),
            Style(10, "Wrap", can_frame=False, frame_class_ids=(3,)),
            Style(11, "Small", largest=Size.of(8, 10), frame_class_ids=(4,)),
            Style(12, "Wide border", frame_class_ids=(1, 2)),
        )

    def list_collections(
        self, id: int | None = None, product_code: ProductCode | None = None, *, cancel: Cancel | None = None
    ) -> tuple[Collection, ...]:
        if product_code is not None:
            self.asked.append(str(product_code))
            if 0 in self.failing:
                raise self.failing[0]
            return tuple(Collection(n, f"Group {n}") for n in self.fits)
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
    assert [(one.done, one.total) for one in told] == [(n, 6) for n in range(1, 6)] + [(n, 9) for n in range(6, 10)] + [
        (10, 11),
        (11, 11),
    ]
    assert [one.what for one in told[-3:]] == ["Group 3", "frames by style", "frames by style"]
    assert load_catalog(Shop()) == catalog


def test_the_service_is_asked_which_collections_go_with_which_frame_classes() -> None:
    shop = Shop()
    catalog = load_catalog(shop)
    assert catalog.frame_classes == (FrameClasses((1, 2), (1, 3)), FrameClasses((4,), (1, 3)))
    assert shop.asked == ["5M6M9S11x14", "5M6M9S24x30", "5M6M11S8x10"]


def test_an_empty_answer_about_frame_classes_limits_nothing() -> None:
    shop = Shop()
    shop.fits = ()
    assert load_catalog(shop).frame_classes == ()


def test_frame_classes_may_stay_unknown() -> None:
    told: list[Progress] = []
    lost = BadReply("odd")
    assert load_catalog(Shop(c0=lost), progress=told.append).frame_classes == ()
    assert [one.what for one in told if one.problem is lost] == ["frames by style"] * 2


def test_without_frames_nothing_is_asked_about_them() -> None:
    shop = Shop()
    shop.list_collections = lambda *_, **__: ()  # type: ignore[method-assign]
    assert load_catalog(shop).frame_classes == ()
    assert shop.asked == []


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
@pytest.mark.parametrize("where", ["c2", "c0"])
def test_a_lost_network_or_a_cancellation_ends_it(error: ServiceError, where: str) -> None:
    with pytest.raises(type(error)):
        load_catalog(Shop(**{where: error}))
