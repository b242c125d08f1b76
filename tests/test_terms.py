"""Editors' terms: added and retired, in force at once everywhere, and never lost from the record."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from comments import refusals
from comments.backtesting import backtest
from comments.management.commands import screen as screen_command
from comments.models import Comment, Guideline, Term, TermChange, TrailEntry
from comments.models import term as terms_module
from comments.screening import FAILED, LOOK
from tests.factories import (
    make_approved,
    make_comment,
    make_discussion,
    make_rejected,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


def verdict_on(comment: Comment, guideline: str = "abuse"):
    return comment.newest_screening.verdicts.get(guideline=guideline)


def test_a_term_counts_from_the_next_comment_on():
    before = make_comment("What a gammon.")
    term = make_term("gammon")
    after = make_comment("What a gammon.")
    term.retire(by=make_user())
    later = make_comment("What a gammon.")

    assert [verdict_on(each).verdict for each in (before, after, later)] == ["clear", "look", "clear"]
    (finding,) = verdict_on(after).findings.all()
    assert (finding.start, finding.end, finding.reason) == (7, 13, "Watched term “gammon”.")


def test_an_allowed_term_releases_the_next_comment():
    make_term("shit show", effect="allow", guideline_id=None)

    assert verdict_on(make_comment("What a shit show."), "profanity").verdict == "clear"


def test_every_screening_keeps_the_version_of_the_terms_it_was_read_with():
    first = make_comment()
    term = make_term("gammon")
    second = make_comment()
    term.retire(by=make_user())
    second.screen()

    assert first.newest_screening.versions["terms"] == "0"
    assert [each.versions["terms"] for each in second.screenings.order_by("number")] == ["1", "2"]


def test_another_process_reads_the_terms_again_when_they_change():
    make_term("gammon")
    known = Term.objects.snapshot()
    make_term("codswallop")

    assert [term.words for term in known.terms] == ["gammon"]
    assert [term.words for term in Term.objects.snapshot().terms] == ["gammon", "codswallop"]


def test_a_screening_asks_for_the_version_of_the_terms_alone():
    make_term("gammon")
    Term.objects.snapshot()

    with CaptureQueriesContext(connection) as queries:
        Term.objects.snapshot()

    assert len(queries) == 1


def test_a_snapshot_holds_what_stood_at_its_version():
    make_term("gammon")
    change = TermChange.objects.newest()
    make_term("codswallop")

    assert [term.words for term in terms_module._read(change.number).terms] == ["gammon"]


def test_what_changed_is_on_the_trail_and_in_the_history():
    editor = make_user()
    term = make_term("gammon", by=editor, note="Seen since Tuesday.")
    term.retire(by=editor, note="The wave is over.")

    assert list(TermChange.objects.order_by("number").values_list("number", "act", "note")) == [
        (1, "added", "Seen since Tuesday."),
        (2, "retired", "The wave is over."),
    ]
    entries = TrailEntry.objects.filter(comment=None).order_by("pk")
    assert [(entry.act, entry.by, entry.details) for entry in entries] == [
        ("term added", editor, {"term": term.pk, "version": 1}),
        ("term retired", editor, {"term": term.pk, "version": 2}),
    ]


def test_a_retired_term_may_be_added_anew_and_no_term_twice():
    term = make_term("gammon")

    with pytest.raises(refusals.TermRefused, match="in force already"):
        make_term("Gammön")
    term.retire(by=make_user())
    assert make_term("gammon").is_in_force
    with pytest.raises(refusals.TermRetired):
        term.retire(by=make_user())


def test_the_same_words_may_stand_under_another_guideline_or_language():
    make_term("gammon")

    make_term("gammon", guideline_id="threats")
    make_term("gammon", language="tr")

    assert Term.objects.in_force().count() == 3


def test_a_version_made_at_the_very_same_moment_is_refused(monkeypatch):
    make_term("gammon")
    monkeypatch.setattr(type(TermChange.objects), "newest", lambda self: None)

    with pytest.raises(refusals.TermsChanged):
        make_term("codswallop")

    assert Term.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Write the word"),
        (" \n ", "Write the word"),
        ("x" * 101, "101 characters long"),
        ("x" * 100_000, "100000 characters long"),
        ("!!!", "leave out !"),
        ("...", "no letters|end of a sentence"),
        ("a", "One letter"),
        ("a*", "One letter"),
        ("(go|away)", "leave out"),
        ("[a-z]+", "leave out"),
        (r"\bgo\b", "leave out"),
        ("a|b", "leave out"),
        ("go #home", "leave out #"),
        ("go\x00home", "not text"),
        ("go\ud800home", "not text"),
        ("go\u202ehome", "turn the direction"),
        ("go\u2067home", "turn the direction"),
        ("go\u200bhome", "U\\+200B"),
        ("👍👍", "leave out"),
    ],
)
def test_what_is_no_word_is_refused_with_a_reason(words, why):
    with pytest.raises(refusals.TermRefused, match=why):
        make_term(words)

    assert Term.objects.count() == 0


def test_the_joiners_of_kurdish_and_persian_are_spelling():
    assert make_term("گه\u200cمژه", language="ckb").is_in_force


def test_a_watched_term_names_a_guideline_in_force():
    Guideline.objects.filter(pk="threats").update(retired_at="2026-01-01T00:00Z")

    for code in (None, "threats", "nothing"):
        with pytest.raises(refusals.UnknownGuideline):
            make_term("gammon", guideline_id=code)


@pytest.mark.parametrize("facts", [{"language": "xx"}, {"grade": "huge"}])
def test_a_language_or_grade_that_is_none_is_refused(facts):
    with pytest.raises(refusals.TermRefused):
        make_term("gammon", **facts)


def test_the_database_refuses_a_watched_term_without_a_guideline():
    with pytest.raises(IntegrityError):
        Term.objects.create(effect="watch", words="gammon")


def test_a_broken_stored_term_fails_its_guideline_and_the_comment_comes_in():
    stored_past_the_verbs("go (home", is_phrase=True)

    verdict = verdict_on(make_comment("Go home."))

    assert verdict.verdict == FAILED
    assert "go (home" in verdict.reason


def test_what_is_imported_is_read_with_the_terms(past):
    make_term("gammon")

    (comment,) = Comment.objects.bring_in(source="elsewhere", comments=[past("What a gammon.")])

    assert verdict_on(comment).verdict == LOOK


def test_a_backtest_counts_what_was_decided_and_stores_nothing():
    discussion = make_discussion()
    make_approved("A gammon steak is dear.", discussion=discussion)
    make_approved("The bridge is dear.", discussion=discussion)
    make_rejected("You g4mmon.", discussion=discussion)
    make_comment("Gammons!", discussion=discussion)
    draft = Term.objects.draft(effect="watch", words="gammon", guideline_id="abuse", language="en")

    tested = backtest(draft)

    assert (tested.read, tested.total, tested.found) == (3, 2, {"approved": 1, "rejected": 1})
    assert tested.waiting == 1
    assert sorted(tested.spellings) == [("g4mmon", 1), ("gammon", 1)]
    assert tested.changed == 2
    assert [example.comment.text for example in tested.examples["approved"]] == ["A gammon steak is dear."]
    assert tested.examples["rejected"][0].stretches == [("You ", False), ("g4mmon", True), (".", False)]
    assert not Term.objects.exists()


def test_a_backtest_tells_what_an_allowed_term_would_release():
    make_rejected("What a shit show.")
    make_approved("What a shit show, you shit.")
    draft = Term.objects.draft(effect="allow", words="shit show", guideline_id=None, language="en")

    tested = backtest(draft)

    assert tested.total == 2
    assert tested.changed == 1
    assert [each.changes for each in tested.examples["rejected"]] == [True]


def test_a_backtest_warns_of_a_common_word():
    for _ in range(3):
        make_approved("The bridge floods.")
    draft = Term.objects.draft(effect="watch", words="bridge", guideline_id="abuse", language="en")

    assert backtest(draft).is_common


def test_a_backtest_asks_as_much_of_the_database_for_many_as_for_few(django_assert_max_num_queries):
    discussion = make_discussion()
    for _ in range(12):
        make_approved("A gammon.", discussion=discussion)
    draft = Term.objects.draft(effect="watch", words="gammon", guideline_id="abuse", language="en")

    with django_assert_max_num_queries(8):
        backtest(draft)


def test_the_screen_command_reads_with_the_terms_when_asked(monkeypatch, capsys):
    make_term("gammon")
    verdicts = []

    for options in ({}, {"terms": True}):
        monkeypatch.setattr(screen_command, "_input", lambda: io.BytesIO(b'{"text": "What a gammon."}'))
        call_command("screen", **options)
        verdicts.append(json.loads(capsys.readouterr().out)["verdicts"]["abuse"]["verdict"])

    assert verdicts == ["clear", "look"]


def stored_past_the_verbs(words: str, **facts) -> Term:
    term = Term.objects.create(effect="watch", words=words, guideline_id="abuse", language="en", **facts)
    TermChange.objects.record(term=term, act="added", by=None, note="")
    return term


@pytest.fixture
def past():
    from comments.models import PastComment, PastPage

    def past(text: str) -> PastComment:
        return PastComment(source_key="1", text=text, page=PastPage(key="a", url="/a/", title="A"))

    return past
