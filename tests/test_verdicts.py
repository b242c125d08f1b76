"""What rules and models come to: a chance for each guideline, one for the comment, a look when it is due."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from comments.checks.opinion import Opinion
from comments.checks.protocol import Finding, Reading, Submission
from comments.screening import CLEAR, FAILED, LOOK, SAID_NOTHING, screen

TEXT = "A comment of a few words."
CODES = ("personal_attacks", "profanity", "abuse", "threats")
UNLIKELY, LIKELY = Opinion(-6.0, 0.5), Opinion(4.0, 0.5)


@dataclass
class Rules:
    scores: dict[str, float]

    @property
    def guidelines(self):
        return tuple(self.scores)

    def read(self, submission):
        findings = [Finding(code, 0, 1, "A rule.") for code, score in self.scores.items() if score]
        return Reading(scores=self.scores, findings=findings)


@dataclass
class Learned:
    opinions: dict[str, Opinion]
    overall: Opinion | None = None
    likeliest: str = ""
    guidelines: tuple[str, ...] = CODES

    def read(self, submission):
        return Reading(
            opinions=self.opinions,
            overall=self.overall,
            likeliest=self.likeliest,
            findings=[Finding(code, 2, 9, "Examples.") for code in self.guidelines],
            left_to_others=[code for code in self.guidelines if code not in self.opinions],
        )


def screened(*checks, thresholds=None):
    return screen(Submission(TEXT), checks=checks, thresholds=thresholds or {}, budget_ms=10_000)


def verdict_of(code, *checks, thresholds=None):
    found = screened(*checks, thresholds=thresholds).verdicts
    return next(verdict for verdict in found if verdict.guideline == code)


def test_a_rule_moves_what_a_model_makes_of_it():
    def chance(grade):
        opinion = {"profanity": Opinion(-1.0, 0.5)}
        return verdict_of("profanity", Rules({"profanity": grade}), Learned(opinion)).score

    assert chance(0.0) < chance(0.3) < chance(0.95)


def test_two_weak_signs_are_no_look():
    weak = Learned({"profanity": Opinion(-1.5, 0.15)})

    assert verdict_of("profanity", Rules({"profanity": 0.3}), weak).verdict == CLEAR


@pytest.mark.parametrize(
    ("code", "grade", "word"),
    [
        ("profanity", 0.7, LOOK),
        ("threats", 0.7, LOOK),
        ("abuse", 0.7, LOOK),
        ("personal_attacks", 0.95, LOOK),
        ("personal_attacks", 0.7, CLEAR),
    ],
)
def test_rules_that_are_sure_need_no_model(code, grade, word):
    doubts = Learned(dict.fromkeys(CODES, UNLIKELY), overall=UNLIKELY)

    assert verdict_of(code, Rules({code: grade}), doubts).verdict == word
    assert verdict_of(code, Rules({code: grade})).verdict == LOOK


def test_a_model_alone_can_ask_for_a_look_and_shows_its_words_only_then():
    sure = verdict_of("abuse", Learned({"abuse": LIKELY}, overall=LIKELY))
    doubtful = verdict_of("abuse", Learned({"abuse": UNLIKELY}, overall=UNLIKELY))

    assert (sure.verdict, [each.reason for each in sure.findings]) == (LOOK, ["Examples."])
    assert (doubtful.verdict, doubtful.findings) == (CLEAR, ())


@pytest.mark.parametrize("code", ["threats", "abuse", "personal_attacks"])
def test_nothing_is_aimed_at_anyone_in_a_comment_that_offends_nobody(code):
    verdict = verdict_of(code, Learned({code: LIKELY}, overall=UNLIKELY))

    assert verdict.verdict == CLEAR
    assert verdict.score < 0.1


def test_one_may_swear_without_offending():
    assert verdict_of("profanity", Learned({"profanity": LIKELY}, overall=UNLIKELY)).verdict == LOOK


def test_an_offence_that_no_guideline_explains_is_shown_under_the_likeliest():
    learned = Learned(dict.fromkeys(CODES, UNLIKELY), overall=LIKELY, likeliest="abuse")

    found = {verdict.guideline: verdict for verdict in screened(learned).verdicts}

    assert {code for code, verdict in found.items() if verdict.verdict == LOOK} == {"abuse"}
    assert [finding.reason for finding in found["abuse"].findings] == ["Examples."]
    assert found["abuse"].score < 0.1


def test_an_offence_that_a_guideline_explains_is_shown_there_alone():
    opinions = {**dict.fromkeys(CODES, UNLIKELY), "threats": LIKELY}
    learned = Learned(opinions, overall=LIKELY, likeliest="abuse")

    found = screened(learned).verdicts

    assert {verdict.guideline for verdict in found if verdict.verdict == LOOK} == {"threats"}


def test_a_model_that_knows_nothing_of_a_guideline_leaves_it_to_the_rules():
    assert verdict_of("abuse", Rules({"abuse": 0.1}), Learned({})).score == 0.1
    alone = verdict_of("abuse", Learned({}))
    assert (alone.verdict, alone.reason) == (FAILED, SAID_NOTHING)


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_an_opinion_that_is_no_number_fails_the_check(odd):
    assert verdict_of("abuse", Learned({"abuse": Opinion(odd, 0.5)})).verdict == FAILED
    assert verdict_of("abuse", Learned({"abuse": LIKELY}, overall=Opinion(0.0, odd))).verdict == FAILED


def test_the_settings_say_from_when_it_is_a_look():
    learned = Learned(dict.fromkeys(CODES, Opinion(0.0, 0.0)), overall=LIKELY)

    assert verdict_of("abuse", learned).verdict == LOOK
    assert verdict_of("abuse", learned, thresholds={"abuse": 0.6}).verdict == CLEAR
    assert verdict_of("abuse", Rules({"abuse": 0.7}), learned, thresholds={"abuse": 0.8}).verdict == CLEAR


def test_the_whole_score_is_the_chance_of_offence_moved_by_the_rules():
    def whole(grade):
        learned = Learned(dict.fromkeys(CODES, UNLIKELY), overall=Opinion(-1.0, 0.3))
        return screened(Rules({"profanity": grade}), learned).score

    assert whole(0.0) < whole(0.7) < 0.5


def test_links_and_a_change_of_subject_weigh_less_than_an_offence():
    def whole(code):
        return screened(Rules({code: 0.9})).score

    assert whole("promotion") < whole("abuse")
    assert whole("relevance") < whole("abuse")
