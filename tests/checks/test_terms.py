"""Editors' terms as the checks read them: what is found, what is allowed, and what cannot be looked for."""

from __future__ import annotations

import pytest

from comments.checks import Finding, Reading, Submission
from comments.checks.profanity import ProfanityCheck
from comments.checks.promotion import PromotionCheck
from comments.checks.terms import ALLOW, BadTerm, Terms, WatchedTerm, folded_forms, is_found_in_disguise
from comments.checks.threats import ThreatsCheck
from comments.screening import CLEAR, FAILED, LOOK, screen


def watch(words: str, **facts) -> WatchedTerm:
    return WatchedTerm(words, **{"guideline": "abuse", "language": "en"} | facts)


def allow(words: str, **facts) -> WatchedTerm:
    return WatchedTerm(words, ALLOW, **{"guideline": "", "language": "en"} | facts)


def found(text: str, *terms: WatchedTerm, language: str = "en") -> list[str]:
    """The words that the terms mark in a text."""
    watched = Terms(terms).watched(Submission(text, language=language))
    return [text[finding.start : finding.end] for every in watched.values() for finding, _ in every]


def verdicts(text: str, *terms: WatchedTerm, checks=(), codes=None, **about) -> dict[str, str]:
    screened = screen(
        Submission(text, language="en", **about),
        terms=Terms(terms),
        checks=checks,
        codes=codes,
        thresholds={},
    )
    return {each.guideline: each.verdict for each in screened.verdicts}


@pytest.mark.parametrize(
    ("term", "text", "marked"),
    [
        (watch("gammon"), "What a Gammon he is.", ["Gammon"]),
        (watch("gammon"), "Two gammons in a pub.", ["gammons"]),
        (watch("gammon"), "g4mm0n", ["g4mm0n"]),
        (watch("gammon"), "backgammon is a game", []),
        (watch("gammon*"), "gammonesque", ["gammonesque"]),
        (watch("go home now"), "Go  home, now!", ["Go  home, now"]),
        (watch("go home now"), "Go home. Now we know.", []),
        (
            watch("go (home|away) ..2 scum", is_phrase=True),
            "go away you dirty scum",
            ["go away you dirty scum"],
        ),
        (watch("كلاب", language="ar"), "هذه الكـلاب يا أخي", ["الكـلاب"]),
        (watch("گەمژە", language="ckb"), "ئەو گه‌مژه‌یە ێ", ["گه‌مژه‌یە"]),
        (watch("salak", language="tr"), "Salaklar yine burada, bence çok yanlış.", ["Salaklar"]),
        (watch("salak", language="tr"), "A salak is a word I do not know.", []),
        (watch("salak", language=""), "A salak is a word I do not know.", ["salak"]),
        (watch("ватник", language=""), "Это всё ватник опять пишет", ["ватник"]),
    ],
)
def test_a_watched_term_marks_the_readers_own_words(term, text, marked):
    page = term.language if term.language in ("ar", "ckb", "tr") and marked else "en"

    assert found(text, term, language=page) == marked


def test_a_watched_term_gives_a_look_and_says_which():
    screened = screen(Submission("What a gammon."), terms=Terms((watch("gammon"),)), checks=(), thresholds={})

    (verdict,) = screened.verdicts
    assert (verdict.guideline, verdict.verdict) == ("abuse", LOOK)
    assert verdict.findings == (Finding("abuse", 7, 13, "Watched term “gammon”."),)


def test_a_mild_term_is_marked_and_gives_no_look():
    screened = screen(
        Submission("A gammon."), terms=Terms((watch("gammon", grade="mild"),)), checks=(), thresholds={}
    )

    (verdict,) = screened.verdicts
    assert verdict.verdict == CLEAR
    assert len(verdict.findings) == 1


def test_a_watched_term_in_a_quotation_is_shown_and_not_counted():
    parent = "I have never seen such a gammon in this town before."

    screened = screen(
        Submission(f"> {parent}\nNor have I.", parent_text=parent),
        terms=Terms((watch("gammon"),)),
        checks=(),
        thresholds={},
    )

    (verdict,) = screened.verdicts
    assert verdict.verdict == CLEAR
    assert verdict.findings[0].is_quotation


def test_a_guideline_without_a_check_has_no_verdict_where_nothing_is_found():
    term = watch("gammon", guideline="kindness")

    assert verdicts("A kind word.", term, codes=["kindness"]) == {}
    assert verdicts("A gammon.", term, codes=["kindness"]) == {"kindness": LOOK}


def test_a_term_under_a_retired_guideline_is_not_looked_for():
    assert verdicts("A gammon.", watch("gammon"), codes=["threats"]) == {}


def test_terms_of_several_guidelines_do_not_hide_each_other():
    terms = watch("gammon"), watch("gammon steak", guideline="promotion")

    assert set(verdicts("A gammon steak.", *terms)) == {"abuse", "promotion"}


def test_an_allowed_word_releases_the_comment():
    checks = [ProfanityCheck()]

    assert verdicts("What a shit show.", checks=checks) == {"profanity": LOOK}
    assert verdicts("What a shit show.", allow("shit show"), checks=checks) == {"profanity": CLEAR}


def test_an_allowed_word_hides_no_other_finding():
    text = "What a shit show, you shit."
    screened = screen(
        Submission(text), terms=Terms((allow("shit show"),)), checks=[ProfanityCheck()], thresholds={}
    )

    (verdict,) = screened.verdicts
    assert verdict.verdict == LOOK
    assert [finding.start for finding in verdict.findings] == [text.rindex("shit")]


def test_words_allowed_inside_a_threat_do_not_release_the_threat():
    text = "I will kill you, Dick Cheney."

    assert verdicts(text, allow("kill"), checks=[ThreatsCheck()]) == {"threats": LOOK}


def test_words_are_allowed_under_their_own_guideline_alone():
    term = allow("shit show", guideline="threats")

    assert verdicts("What a shit show.", term, checks=[ProfanityCheck()]) == {"profanity": LOOK}


def test_what_is_allowed_is_not_watched_for_there():
    terms = watch("gammon"), allow("gammon steak")

    assert verdicts("A gammon steak.", *terms) == {}
    assert verdicts("A gammon steak for a gammon.", *terms) == {"abuse": LOOK}


def test_an_allowed_name_in_another_script_keeps_the_language_of_the_comment():
    text = "هذا خبر عن كلب في المدينة يا كلب"

    screened = screen(
        Submission(text, language="ar"),
        terms=Terms((allow("كلب", language="ar"),)),
        checks=[ProfanityCheck()],
        thresholds={},
    )

    assert screened.language == "ar"
    assert FAILED not in {verdict.verdict for verdict in screened.verdicts}


@pytest.mark.parametrize(
    ("link", "verdict"),
    [
        ("https://chesswidow.com", CLEAR),
        ("www.chesswidow.com/openings?page=2", CLEAR),
        ("https://chesswidow.com.evil.net", LOOK),
        ("https://notchesswidow.com", LOOK),
    ],
)
def test_a_host_may_be_allowed(link, verdict):
    text = f"See {link} for more."

    assert verdicts(text, checks=[PromotionCheck()]) == {"promotion": LOOK}
    assert verdicts(text, allow("chesswidow.com"), checks=[PromotionCheck()]) == {"promotion": verdict}


class ReadsAsAWhole:
    """Gives a score to the whole text, and points at the first word that carried it."""

    guidelines = ("abuse",)
    reads_as_a_whole = True

    def read(self, submission: Submission) -> Reading:
        carriers = [word for word in ("gammon", "you", "steak") if word in submission.text]
        place = submission.text.index(carriers[0]) if carriers else 0
        findings = [Finding("abuse", place, place + len(carriers[0]), "Reads like it.")] if carriers else []
        return Reading(scores={"abuse": 0.9 if "gammon" in submission.text else 0.1}, findings=findings)


def test_a_check_of_the_whole_text_reads_it_again_without_the_allowed_words():
    assert verdicts("you gammon", checks=[ReadsAsAWhole()]) == {"abuse": LOOK}
    assert verdicts("you gammon", allow("gammon"), checks=[ReadsAsAWhole()]) == {"abuse": CLEAR}


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (watch("!!!"), "no letters"),
        (watch("*"), "no letters"),
        (watch("\u200b"), "no letters"),
        (watch("go. home"), "end of a sentence"),
        (watch("go (home", is_phrase=True), "out of place"),
        (watch("()", is_phrase=True), "choice of nothing"),
        (watch("go <there>", is_phrase=True), "not defined"),
        (watch("..2", is_phrase=True), "no word to look for"),
        (watch("home?", is_phrase=True), "found everywhere"),
        (watch("!(home)", is_phrase=True), "found everywhere"),
        (watch("^ go? $", is_phrase=True), "found everywhere"),
        (watch("[severe]", is_phrase=True), "one line of words"),
        (watch("<a> = b", is_phrase=True), "one line of words"),
        (watch("a? " * 12 + "b", is_phrase=True), "too many ways"),
        (watch("(a|a a) " * 12 + "b", is_phrase=True), "too many ways"),
    ],
)
def test_what_cannot_be_looked_for_says_why(term, why):
    with pytest.raises(BadTerm, match=why):
        folded_forms(term)


def test_a_broken_term_fails_its_guideline_and_stops_nothing():
    terms = watch("go (home", is_phrase=True), watch("gammon", guideline="promotion")

    screened = screen(Submission("A gammon."), terms=Terms(terms), checks=[ProfanityCheck()], thresholds={})

    found = {each.guideline: (each.verdict, each.reason) for each in screened.verdicts}
    assert found["abuse"] == (FAILED, "The editors’ term “go (home” cannot be looked for.")
    assert found["promotion"][0] == LOOK
    assert found["profanity"][0] == CLEAR


def test_a_broken_allowed_term_releases_nothing_and_stops_nothing():
    term = allow("shit (show", is_phrase=True)

    assert verdicts("What a shit show.", term, checks=[ProfanityCheck()]) == {"profanity": LOOK}


def test_terms_that_stop_altogether_are_failed_and_cost_no_comment(monkeypatch):
    def stop(*arguments):
        raise RuntimeError

    monkeypatch.setattr(Terms, "watched", stop)
    monkeypatch.setattr(Terms, "allowed", stop)

    assert verdicts("A shit gammon.", watch("gammon"), checks=[ProfanityCheck()]) == {
        "abuse": FAILED,
        "profanity": LOOK,
    }


def test_the_folded_forms_are_told():
    assert folded_forms(watch("Gâmmön")) == ["gammon", "gammons"]
    assert folded_forms(watch("kebab*")) == ["kebab…"]
    assert folded_forms(watch("Gö (Hôme|away)", is_phrase=True)) == ["go (home|away)"]
    assert is_found_in_disguise(watch("gammon"))
    assert not is_found_in_disguise(allow("gammon"))
