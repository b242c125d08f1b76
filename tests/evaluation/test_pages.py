"""The paragraphs of pages are read once each, and a look at one is a false alarm."""

from __future__ import annotations

from comments.evaluation.pages import measure_pages
from comments.evaluation.rows import Collection
from tests.evaluation.labelled import labelled
from tests.evaluation.test_evaluate_command import evaluated

NEWS = "The council approved the budget on Tuesday after a long and careful debate."
OTHER = "The museum will open its doors again in May, after six years of repairs."
RUDE = "The mayor is a fucking idiot, and so are all of his friends in the council."
ROWS = [
    {"text": "A comment.", "labels": {"relevance": 0}, "page_text": f"Heading\n\n{NEWS}\n{RUDE}"},
    {"text": "Another.", "labels": {"relevance": 1}, "page_text": f"{NEWS}\n\n{OTHER}\n{OTHER * 20}"},
]


def test_each_paragraph_is_read_once_and_headings_are_none(tmp_path):
    result = measure_pages(Collection(labelled(tmp_path, *ROWS)), "judged")

    assert (result.read, result.looked_at) == (3, 1)
    assert result.by_guideline["profanity"] == 1


def test_the_command_prints_the_share(tmp_path):
    printed = evaluated(labelled(tmp_path, *ROWS), pages=True)

    assert "judged, paragraphs of the pages: 3 read, a look at 33.3%" in printed
    assert "\n  profanity 33.3%" in printed
