"""Offending words dressed up: only those words, always in the same way, and what is still caught."""

from __future__ import annotations

import unicodedata

import pytest

from comments.evaluation.respelling import RESPELLINGS, respell
from comments.evaluation.respelt import measure_respelt
from comments.evaluation.rows import Collection
from tests.evaluation.labelled import labelled
from tests.evaluation.test_evaluate_command import evaluated

TEXT = "you are a stupid idiot, sir"
SPANS = [(10, 16), (17, 22)]


@pytest.mark.parametrize("name", RESPELLINGS)
def test_a_respelling_changes_the_marked_words_and_nothing_else(name):
    written = respell(TEXT, SPANS, RESPELLINGS[name])

    assert written.startswith("you are a ")
    assert written.endswith(", sir")
    assert not {"stupid", "idiot"} & set(written.replace(",", " ").split())


@pytest.mark.parametrize("name", RESPELLINGS)
def test_a_word_is_always_dressed_up_alike(name):
    assert respell(TEXT, SPANS, RESPELLINGS[name]) == respell(TEXT, SPANS, RESPELLINGS[name])


@pytest.mark.parametrize("name", RESPELLINGS)
@pytest.mark.parametrize("word", ["fuk", "aaa", "كلب", "şey", "كەر", "ÄÖÜ"])
def test_every_word_can_be_asked_for(name, word):
    assert respell(word, [(0, len(word))], RESPELLINGS[name])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("spaces", "i d i o t"),
        ("dots", "i.d.i.o.t"),
        ("vowels dropped", "idt"),
        ("full-width", "ｉｄｉｏｔ"),
        ("look-alikes", "іdіоt"),
    ],
)
def test_a_respelling_is_what_it_is_called(name, written):
    assert respell("idiot", [(0, 5)], RESPELLINGS[name]) == written


def test_letters_stay_under_their_accents():
    written = unicodedata.normalize("NFD", respell("idiot", [(0, 5)], RESPELLINGS["accents"]))

    assert "".join(sign for sign in written if not unicodedata.combining(sign)) == "idiot"
    assert len(written) == 9


def test_overlapping_marks_are_respelt_once():
    assert respell("a fool", [(2, 6), (2, 6), (3, 6)], RESPELLINGS["dots"]) == "a f.o.o.l"


def test_short_words_and_figures_are_left_alone():
    assert respell("to 1234 be", [(0, 10)], RESPELLINGS["dots"]) == "to 1234 be"


ROWS = [
    {"text": "What a fucking mess.", "labels": {"toxicity": 1}, "spans": [[7, 14]]},
    {"text": "You are an idiot.", "labels": {"toxicity": 1}},
    {"text": "A quiet remark about the weather.", "labels": {"toxicity": 1}},
    {"text": "A bridge is closed.", "labels": {"toxicity": 0}},
]


def test_words_that_people_marked_are_respelt_else_those_that_are_found(tmp_path):
    result = measure_respelt(Collection(labelled(tmp_path, *ROWS)), "judged", "toxicity", 0.5)

    # Nobody points at a word of the third comment, and the fourth was judged otherwise.
    assert result.tried == 2
    assert result.clean.look == 1.0
    assert result.kept["full-width"].look == 1.0
    assert result.kept["full-width"].looks == 2


def test_a_spelling_that_changes_nothing_is_not_counted(tmp_path):
    rows = [{"text": "يا كلب", "labels": {"toxicity": 1}, "spans": [[3, 6]], "language": "ar"}]

    result = measure_respelt(Collection(labelled(tmp_path, *rows)), "judged", "toxicity", 0.5)

    assert result.tried == 1
    assert result.kept["full-width"].looks == 0
    assert result.kept["full-width"].look is None
    assert result.kept["dots"].looks + result.kept["dots"].scores > 0


def test_the_command_prints_what_is_still_caught(tmp_path):
    path = labelled(tmp_path, *ROWS)

    printed = evaluated(path, respelt=True)

    assert "judged, toxicity, with the offending words respelt in 2 comments:" in printed
    assert all(f"\n{name}  " in printed for name in RESPELLINGS)
    assert evaluated(path, respelt=True, processes=2) == printed
