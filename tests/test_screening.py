"""Every guideline is looked at, every time; a check that breaks is never taken for clear."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from comments import screening
from comments.checks.protocol import Finding, Reading, Submission
from comments.guidelines import CODES
from comments.screening import CLEAR, FAILED, LOOK, configuration_errors, load_checks, screen
from tests.factories import make_comment

TEXT = "A comment of a few words."


@dataclass
class Says:
    """A check that says what it is told to."""

    reading: Reading
    guidelines: tuple[str, ...] = ("profanity",)

    def read(self, submission: Submission) -> Reading:
        return self.reading


@dataclass
class Breaks:
    guidelines: tuple[str, ...] = ("threats",)
    read_so_far: list[str] = field(default_factory=list)

    def read(self, submission: Submission) -> Reading:
        raise KeyError(submission.text)


def says(score: float, *findings: Finding, code: str = "profanity") -> Says:
    return Says(Reading(scores={code: score}, findings=findings), (code,))


def screened(*checks, codes=None, thresholds=None, budget_ms=10_000):
    return screen(
        Submission(TEXT), codes=codes, checks=checks, thresholds=thresholds or {}, budget_ms=budget_ms
    )


def verdicts(*checks, **about) -> dict[str, str]:
    return {verdict.guideline: verdict.verdict for verdict in screened(*checks, **about).verdicts}


@pytest.fixture
def declared(settings):
    """Declares checks for one test."""

    def declare(*checks, **more):
        settings.COMMENTS = {**settings.COMMENTS, "CHECKS": list(checks), **more}
        load_checks.cache_clear()

    yield declare
    load_checks.cache_clear()


def test_the_shipped_checks_cover_every_guideline():
    covered = {code for check in load_checks() for code in check.guidelines}

    assert covered == set(CODES)
    assert configuration_errors() == []


def test_every_guideline_in_force_gets_one_verdict_in_order():
    found = screen(Submission(TEXT, page_title="Words", page_text="A page of words."), codes=CODES)

    assert [verdict.guideline for verdict in found.verdicts] == list(CODES)
    assert {verdict.verdict for verdict in found.verdicts} == {CLEAR}


def test_a_guideline_that_no_check_covers_has_no_verdict():
    assert verdicts(says(0.1), codes=["profanity", "kindness"]) == {"profanity": CLEAR}


def test_a_retired_guideline_has_no_verdict():
    assert verdicts(says(0.9), says(0.9, code="threats"), codes=["threats"]) == {"threats": LOOK}


def test_the_threshold_of_a_guideline_decides():
    assert verdicts(says(0.7)) == {"profanity": LOOK}
    assert verdicts(says(0.7), thresholds={"profanity": 0.8}) == {"profanity": CLEAR}
    assert verdicts(says(0.8), thresholds={"profanity": 0.8}) == {"profanity": LOOK}


def test_a_check_that_raises_is_failed_and_hides_no_other():
    found = screened(Breaks(), says(0.9))

    assert [(verdict.guideline, verdict.verdict) for verdict in found.verdicts] == [
        ("threats", FAILED),
        ("profanity", LOOK),
    ]
    assert found.verdicts[0].reason == "The check stopped with KeyError."
    assert TEXT not in found.verdicts[0].reason


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)]
)
def test_words_marked_outside_the_text_fail_the_check(start, end):
    (verdict,) = screened(says(0.9, Finding("profanity", start, end, "Why."))).verdicts

    assert verdict.verdict == FAILED
    assert verdict.findings == ()


@pytest.mark.parametrize(
    "finding",
    [
        Finding("profanity", 0.2, 0.7, "Why."),
        Finding("profanity", 0, 3, None),
        Finding("profanity", 0, 3, "Why\x00."),
        Finding("profanity", 0, 3, "Why\ud800."),
        Finding("profanity", 0, 3, "Why.", kind="k" * 41),
        Finding("profanity", 0, 3, "Why.", kind=None),
        Finding("profanity", 0, 3, "Why.", is_quotation=None),
    ],
)
def test_a_finding_that_no_database_would_take_fails_the_check_and_costs_no_comment(finding, db, monkeypatch):
    monkeypatch.setattr(screening, "load_checks", lambda: (says(0.9, finding),))

    comment = make_comment()

    (verdict,) = comment.newest_screening.verdicts.all()
    assert verdict.verdict == FAILED
    assert not verdict.findings.exists()


@pytest.mark.parametrize("reason", ["", None, 7, "No list\x00.", "No list\ud800."])
def test_a_reason_that_is_no_sentence_fails_the_check_all_the_same(reason):
    (verdict,) = screened(Says(Reading(unread={"profanity": reason}))).verdicts

    assert (verdict.verdict, verdict.reason) == (FAILED, "The check said nothing of this guideline.")


def test_a_finding_for_a_foreign_guideline_fails_the_check():
    (verdict,) = screened(says(0.9, Finding("threats", 0, 3, "Why."))).verdicts

    assert verdict.verdict == FAILED


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), float("inf"), "much", None])
def test_a_score_that_is_none_fails_the_check(score):
    assert verdicts(says(score)) == {"profanity": FAILED}


def test_saying_nothing_is_not_clear():
    assert verdicts(Says(Reading())) == {"profanity": FAILED}


@pytest.mark.parametrize("answer", [None, "clear", 0])
def test_an_answer_that_is_no_reading_is_failed(answer):
    assert verdicts(Says(answer)) == {"profanity": FAILED}


def test_what_could_not_be_read_is_failed_with_its_reason():
    (verdict,) = screened(Says(Reading(unread={"profanity": "No word list."}))).verdicts

    assert (verdict.verdict, verdict.reason) == (FAILED, "No word list.")


def test_over_budget_the_rest_is_failed(monkeypatch):
    clock = iter([0.0, 0.5, 1.5])
    monkeypatch.setattr(screening, "perf_counter", lambda: next(clock))

    assert verdicts(says(0.1), says(0.1, code="threats"), budget_ms=1000) == {
        "profanity": CLEAR,
        "threats": FAILED,
    }


def test_a_look_of_one_check_stands_when_another_of_the_guideline_fails():
    (verdict,) = screened(says(0.9), Breaks(("profanity",))).verdicts

    assert verdict.verdict == LOOK
    assert verdict.reason


def test_words_that_one_check_marked_are_not_marked_again_by_the_next():
    first = says(0.9, Finding("profanity", 2, 9, "First."), Finding("profanity", 4, 6, "Within."))
    second = says(0.9, Finding("profanity", 8, 10, "Again."), Finding("profanity", 13, 15, "More."))

    (verdict,) = screened(first, second).verdicts

    assert [finding.reason for finding in verdict.findings] == ["First.", "Within.", "More."]


def test_a_check_may_name_versions_and_errors_of_its_own(declared, monkeypatch):
    declared({"NAME": "comments.checks.learned.LearnedCheck", "OPTIONS": {"languages": ["en", "xx"]}})

    assert set(screen(Submission(TEXT)).versions["models"]) == {"en"}
    assert any("xx.npz" in error for error in configuration_errors())


def test_a_clear_of_one_check_does_not_when_another_of_the_guideline_fails():
    assert verdicts(says(0.1), Breaks(("profanity",))) == {"profanity": FAILED}


def test_the_score_rises_with_every_guideline():
    one = screened(says(0.6)).score
    two = screened(says(0.6), says(0.6, code="threats")).score

    assert 0 < one < two < 1


def test_relevance_alone_only_advises():
    assert screened(says(1.0, code="relevance")).score < screened(says(0.5)).score


def test_screening_names_language_and_versions():
    found = screen(Submission("Bence bu karar çok yanlış.", language="en"))

    assert found.language == "tr"
    assert set(found.versions) == {"comments", "lexicons", "models", "terms"}


def test_a_declared_check_takes_its_options(declared):
    declared(
        {"NAME": "comments.checks.promotion.PromotionCheck", "OPTIONS": {"own_domains": ["ours.example"]}}
    )

    assert {each.verdict for each in screen(Submission("See https://ours.example/a.")).verdicts} == {CLEAR}


def test_the_sites_own_domains_are_not_promotion(declared):
    declared({"NAME": "comments.checks.promotion.PromotionCheck"}, OWN_DOMAINS=["ours.example"])

    assert {each.verdict for each in screen(Submission("See https://ours.example/a.")).verdicts} == {CLEAR}


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ({"NAME": "comments.checks.nothing.Check"}, "comments.checks.nothing.Check: ModuleNotFoundError"),
        ({"NAME": "comments.checks.profanity.ProfanityCheck", "OPTIONS": {"loud": True}}, "TypeError"),
        ({"OPTIONS": {}}, "must be a dict with a NAME"),
        ("comments.checks.profanity.ProfanityCheck", "must be a dict with a NAME"),
    ],
)
def test_a_check_that_cannot_be_built_is_named_and_failed(declared, broken, error):
    declared(broken, {"NAME": "comments.checks.threats.ThreatsCheck"})

    found = {
        each.guideline: each.verdict
        for each in screen(Submission(TEXT), codes=["profanity", "threats"]).verdicts
    }

    assert any(error in each for each in configuration_errors())
    assert found == {"profanity": FAILED, "threats": CLEAR}


@pytest.mark.parametrize("threshold", [0, -1, 1.5, True, "high", None])
def test_a_threshold_that_is_none_is_named(declared, threshold):
    declared({"NAME": "comments.checks.threats.ThreatsCheck"}, THRESHOLDS={"threats": threshold})

    assert any("THRESHOLDS" in each for each in configuration_errors())
