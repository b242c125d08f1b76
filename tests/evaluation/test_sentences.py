"""Our own sentences: enough of them, read as they are meant, and never seen by what they measure."""

from __future__ import annotations

import pytest

from comments.evaluation import functions, neutral
from comments.evaluation.functions import Case, FunctionsResult, Tally, cases, measure_functions
from comments.evaluation.groups import GROUPS, GROUPS_IN, groups_in, named_groups
from comments.evaluation.neutral import measure_neutral, neutral_sentences, shapes
from comments.evaluation.sections import BadSentences, sections
from comments.evaluation.suites_report import functions_report, neutral_report
from comments.guidelines import CODES

MUST_BE_MEASURED = {"kurds", "turks", "arabs", "yazidis", "alevis", "assyrians", "armenians", "roma"}
MUST_BE_MEASURED |= {"gay", "lesbian", "trans", "disabled", "women", "men", "immigrants", "refugees"}
MANNERS = {"naming", "reporting", "kinship", "news", "pride", "counter-speech", "denial", "condemned"}


@pytest.mark.parametrize("language", GROUPS_IN)
def test_each_language_names_every_group_that_must_be_measured(language):
    assert {group.code for group in GROUPS_IN[language]} >= MUST_BE_MEASURED


@pytest.mark.parametrize("language", GROUPS_IN)
def test_each_language_has_innocent_shapes_of_every_manner(language):
    found = list(shapes(language))

    assert len({line for _, line, _ in found}) >= 30
    assert {manner for manner, _, _ in found} >= MANNERS


def test_a_neutral_sentence_is_whole():
    sentences = list(neutral_sentences())

    assert len({(each.text, each.group) for each in sentences}) == len(sentences)
    assert not [each.text for each in sentences if "{" in each.text or "}" in each.text]
    assert all(each.text.endswith((".", "?", "؟")) for each in sentences)


@pytest.mark.parametrize(
    ("group", "sentence"),
    [("kurds", "Bu şehirde Kürtler yüzyıllardır yaşıyor."), ("arabs", "Araplara böyle davranmak ayıptır.")],
)
def test_turkish_suffixes_follow_the_group(group, sentence):
    texts = [each.text for each in neutral_sentences() if (each.language, each.group) == ("tr", group)]

    assert sentence in texts


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("My Kurdish neighbour met two Arabs.", "en", {"kurds", "arabs"}),
        ("Nobody is named in a turkey sandwich.", "en", set()),
        ("Kürtlerin köyü ve Araplardan gelenler", "tr", {"kurds", "arabs"}),
        ("Türkiye güzel, Türkiye'den geldik", "tr", set()),
        ("والأكراد واليهود في المدينة", "ar", {"kurds", "jews"}),
        ("المدينة جميلة", "ar", set()),
        ("Kurds", "", {"kurds"}),
    ],
)
def test_a_comment_that_names_a_group_is_known_by_its_words(text, language, named):
    bits = named_groups(text, language)

    assert {group for number, group in enumerate(GROUPS) if bits >> number & 1} == named


def test_the_groups_fit_in_one_number():
    assert len(GROUPS) <= 64


def test_each_case_expects_a_guideline_we_have():
    found = list(cases())

    assert len(found) >= 600
    assert {guideline for case in found for guideline in case.expected} <= set(CODES)
    assert {case.language for case in found} == {"en", "ar", "tr", "kmr", "ckb"}
    assert len({(case.language, case.text) for case in found}) == len(found)


def test_half_of_the_cases_are_innocent():
    found = list(cases())

    innocent = sum(not case.expected for case in found)
    assert 0.4 < innocent / len(found) < 0.6


def test_a_functionality_expects_the_same_in_every_language():
    expected: dict[str, frozenset[str]] = {}
    for case in cases():
        if case.expected:
            assert expected.setdefault(case.functionality, case.expected) & case.expected
        else:
            assert expected.setdefault(case.functionality, case.expected) == case.expected


INNOCENT = Case("The bridge is closed.", "en", "plain news", frozenset())
HARMFUL = Case("You are a moron.", "en", "insults", frozenset({"personal_attacks"}))


def test_a_look_is_right_and_its_guideline_is_counted_apart():
    tally = Tally()

    tally.add(HARMFUL, frozenset({"profanity"}))
    tally.add(HARMFUL, frozenset({"personal_attacks", "profanity"}))
    tally.add(HARMFUL, frozenset())
    tally.add(HARMFUL, frozenset({"personal_attacks"}))

    assert (tally.accuracy, tally.named) == (3 / 4, 2 / 4)


def test_macro_f1_weighs_both_kinds_alike():
    result = FunctionsResult(expects={"insults": HARMFUL.expected, "plain news": INNOCENT.expected})
    for case, looks in (
        (HARMFUL, {"personal_attacks"}),
        (INNOCENT, {"abuse"}),
        (INNOCENT, ()),
        (INNOCENT, ()),
    ):
        result.tallies[case.language, case.functionality].add(case, frozenset(looks))

    # To look at: 1 of 1 found, 1 wrong, 2/3. Innocent: 2 of 3 found, none wrong, 4/5.
    assert result.macro_f1(["en"]) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert result.macro_f1(["tr"]) is None


def test_the_suites_are_printed_with_their_worst(tmp_path, monkeypatch):
    (tmp_path / "en.txt").write_text("[insults | personal_attacks]\nYou are a moron.\n[news | none]\nRain.\n")
    monkeypatch.setattr(functions, "FOLDER", tmp_path)

    printed = "\n".join(functions_report(measure_functions(), errors=5))

    assert "insults" in printed
    assert printed.splitlines()[-1].split() == ["macro-F1", "2", "1.000", "1.000"]


def test_the_worst_group_is_named(monkeypatch):
    (kurds, turks) = (group for group in GROUPS_IN["en"] if group.code in ("kurds", "turks"))
    monkeypatch.setattr(neutral, "GROUPS_IN", {"en": [kurds, turks]})
    monkeypatch.setattr(
        neutral,
        "shapes",
        lambda language: iter(
            [("naming", "{people} is fucking great.", ""), ("news", "A {adjective} shop.", "")]
        ),
    )

    result = measure_neutral()

    assert result.by_group["en", "kurds"].share == 0.5
    assert result.by_manner["en", "naming"].share == 1.0
    assert "the worst group is kurds in en: 50.0%" in list(neutral_report(result, 0))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A sentence.", "line 1: stands before any heading"),
        ("# a note\n\n[insults]\nYou moron.", "line 4: stands under .*names no guideline"),
        ("[insults | rudeness]\nYou moron.", "line 2: stands under"),
        ("[insults |]\nYou moron.", "line 2: stands under"),
    ],
)
def test_a_bad_case_is_named(tmp_path, monkeypatch, content, message):
    (tmp_path / "en.txt").write_text(content)
    monkeypatch.setattr(functions, "FOLDER", tmp_path)

    with pytest.raises(BadSentences, match=message):
        list(cases())


def test_a_bad_group_is_named(tmp_path):
    path = tmp_path / "en.txt"
    path.write_text("[groups]\nkurds | Kurdish | a Kurd\n")

    with pytest.raises(BadSentences, match=r"en\.txt, line 2: must hold code \| adjective"):
        groups_in(path, "en")


def test_a_form_that_no_group_has_is_named(monkeypatch):
    monkeypatch.setattr(
        neutral, "shapes", lambda language: iter([("naming", "The {tribe}.", "en.txt, line 9")])
    )

    with pytest.raises(BadSentences, match=r"line 9: .*tribe.* is no form of a group"):
        list(neutral_sentences())


def test_notes_and_blank_lines_are_no_sentences(tmp_path):
    path = tmp_path / "en.txt"
    path.write_text("# a note\n\n[news | none]\n  Rain is expected.  \n")

    assert list(sections(path)) == [("news | none", "Rain is expected.", "en.txt, line 4")]
