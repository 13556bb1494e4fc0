"""Three facts for each glazing, read off the vendor's words and never guessed."""

from __future__ import annotations

import pytest

from fwdesk.domain.glazing import glazing_facts, glazing_hint
from fwdesk.domain.options import Glazing


def named(name: str, description: str = "") -> Glazing:
    return Glazing(1, name, description)


@pytest.mark.parametrize(
    ("glazing", "words"),
    [
        (named("Premium Clear", "Framing-grade clear acrylic: light."),
         "Reflects like a window, no UV filter named, light (acrylic)"),
        (named("Non-Glare Acrylic"), "Scatters reflections, no UV filter named, light (acrylic)"),
        (named("UV Acrylic"), "Reflects like a window, filters UV, light (acrylic)"),
        (named("Museum Glass", "Nearly invisible and UV filtering."), "Hardly reflects, filters UV, heavy (glass)"),
        (named("Regular Glass", "Plain framing glass."), "Reflects like a window, no UV filter named, heavy (glass)"),
        (named("Type 7"), "Reflects like a window, no UV filter named, weight not said"),
    ],
)  # fmt: skip
def test_facts_in_words(glazing: Glazing, words: str) -> None:
    assert glazing_facts(glazing).words == words


def test_non_glare_over_two_mats_is_hinted_at() -> None:
    matte = named("Non-Glare Acrylic")
    assert glazing_hint(matte, 2).startswith("Hazy over two mats: ")
    assert glazing_hint(matte, 1) == ""
    assert glazing_hint(None, 2) == ""
    assert glazing_hint(named("Premium Clear"), 2) == ""
    assert glazing_hint(named("Museum non-glare", "Anti-reflective"), 2) == "", "what hardly reflects is no matte face"
