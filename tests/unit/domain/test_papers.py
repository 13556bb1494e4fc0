"""The facts of a paper are read off its own words, and nothing is said that they do not say."""

from __future__ import annotations

import pytest

from fwdesk.domain.options import Media
from fwdesk.domain.papers import PaperFacts, paper_facts
from fwdesk.practice.stock_prints import MEDIA


@pytest.mark.parametrize(
    ("name", "description", "facts"),
    [
        ("Paper", "", PaperFacts()),
        ("Archival Matte Paper", "Smooth and heavy, without glare.", PaperFacts("Matte", "heavy")),
        (
            "Photo Rag",
            "A 308 gsm sheet, 18.5 mil thick,\r\nsmooth and matte. Ideal for photographs. Avoid damp rooms.",
            PaperFacts("smooth, matte", "308 gsm, 18.5 mil", "photographs", "damp rooms"),
        ),
        (
            "Poster",
            "Gloss, gloss and Gloss; great for walls. Not recommended for framing without glass; not archival.",
            PaperFacts("Gloss", "", "walls", "framing without glass, not archival"),
        ),
        ("Outdoor", "Unsuitable for display in sun. Not for cars.", PaperFacts("", "", "", "display in sun, cars")),
        ("Cotton", "Cotton without texture, for fine line work.", PaperFacts("", "", "fine line work")),
        ("Card", "A weave that suits paintings.", PaperFacts("weave", "", "paintings")),
        ("Known", "Known for its deep blacks, and not heavy.", PaperFacts()),
    ],
)  # fmt: skip
def test_facts_are_the_descriptions_own_words(name: str, description: str, facts: PaperFacts) -> None:
    assert paper_facts(Media(1, 1, name, description)) == facts


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: media.name)
def test_every_word_of_a_fact_is_in_the_name_or_the_description(media: Media) -> None:
    told, facts = f"{media.name} {media.description}".casefold(), paper_facts(media)
    for fact in (facts.surface, facts.weight, facts.good_for, facts.avoid_for):
        assert all(words in told for words in fact.casefold().split(", "))
