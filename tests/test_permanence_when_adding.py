"""Nothing is added to what has come to rest, and nothing with the date of another day."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from comments.models import (
    Appeal,
    Attribution,
    Badge,
    Comment,
    Decision,
    DecisionGuideline,
    Erasure,
    Escalation,
    Finding,
    FoldedWords,
    Guideline,
    MarkedWords,
    Note,
    Notice,
    Receipt,
    Report,
    Resolution,
    Screening,
    Seal,
    SealedRow,
    Standing,
    Verdict,
)
from comments.sealing.canonical import FIRST_PREVIOUS
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.full_record import PERMANENT, make_full_record, make_imported, name_of, refused
from tests.sealing import seal
from tests.test_racing_over_seals import another_connection

pytestmark = pytest.mark.django_db


def verdict_of(comment: Comment) -> Verdict:
    return comment.newest_screening.verdicts.order_by("pk").first()


PARTS = [
    (DecisionGuideline, "decision", lambda c: {"decision": c.standing_decision, "guideline_id": "threats"}),
    (MarkedWords, "decision", lambda c: {"decision": c.standing_decision, "start": 0, "end": 3}),
    (Verdict, "screening", lambda c: late_verdict(c)),
    (Finding, "screening", lambda c: {"verdict": verdict_of(c), "start": 0, "end": 3, "reason": "Says so."}),
]


def late_verdict(comment: Comment) -> dict:
    """Of a guideline that was published after the comment was screened."""
    guideline = Guideline.objects.publish(
        by=make_editor(),
        code="spoilers",
        language="en",
        title="No spoilers",
        text="Keep the end to yourself.",
    )
    return {"screening": comment.newest_screening, "guideline": guideline, "verdict": "clear"}


def part_ids(value) -> str:
    return name_of(value) if isinstance(value, type) else value if isinstance(value, str) else ""


@pytest.mark.parametrize(("model", "head", "facts"), PARTS, ids=part_ids)
def test_a_part_comes_in_with_its_head(model, head, facts):
    comment = make_rejected()

    assert model.objects.create(**facts(comment)).pk


@pytest.mark.parametrize(("model", "head", "facts"), PARTS, ids=part_ids)
def test_nothing_is_added_to_what_is_sealed(model, head, facts):
    comment = make_rejected()
    values = facts(comment)
    seal()

    with refused(f"{model._meta.db_table}: what is part of a {head} is added with it"):
        model.objects.create(**values)


@pytest.mark.parametrize(("model", "head", "facts"), PARTS, ids=part_ids)
def test_nothing_is_added_to_what_another_transaction_added(committed_db, model, head, facts):
    if committed_db.vendor == "sqlite":
        pytest.skip("SQLite does not tell who added a row: there it is refused once the row is sealed")
    comment = make_rejected()
    values = facts(comment)

    with refused(f"{model._meta.db_table}: what is part of a {head} is added with it"):
        model.objects.create(**values)


@pytest.mark.parametrize("model", [DecisionGuideline, MarkedWords], ids=name_of)
def test_an_approval_names_no_guideline_and_marks_no_words(model):
    decision = make_approved().standing_decision
    facts = {"guideline_id": "threats"} if model is DecisionGuideline else {"start": 0, "end": 3}

    with refused(f"{model._meta.db_table}: only a rejection has them"):
        model.objects.create(decision=decision, **facts)


def erased(comment: Comment) -> Comment:
    """The bare fact: what came with the comment may stay as it is, as nothing more may come."""
    Erasure.objects.create(comment=comment, by=make_user(), request="2026/17")
    return comment


def next_decision(comment: Comment) -> dict:
    return {"number": comment.decisions.count() + 1, "outcome": "approved", "by": make_moderator()}


WORDS = {
    Decision: lambda c: next_decision(erased(c)) | {"comment": c, "explanation": "You wrote it."},
    Note: lambda c: {"comment": erased(c), "by": make_user(), "text": "He wrote it."},
    Report: lambda c: {
        "comment": erased(c),
        "author": make_author(),
        "guideline_id": "abuse",
        "note": "He wrote it.",
        "after_number": 1,
    },
    Escalation: lambda c: {
        "comment": erased(c),
        "number": 1,
        "group_id": make_escalated().group_id,
        "kind": "threat",
        "note": "He wrote it.",
        "by": make_user(),
    },
    Receipt: lambda c: {"comment": erased(make_imported()), "token": "token"},
    FoldedWords: lambda c: {"comment": erased(make_imported()), "line": " he wrote it "},
    Finding: lambda c: {"verdict": verdict_of(erased(c)), "start": 0, "end": 3, "reason": "He wrote it."},
    Appeal: lambda c: {"decision": erased(c).standing_decision, "statement": "I wrote it."},
    Standing: lambda c: {
        "comment": erased(c),
        "subject": "author",
        "author": make_author(),
        "key": "author:7",
        "number": 1,
        "kind": "held",
        "note": "He wrote it.",
        "by": make_user(),
    },
    Notice: lambda c: {
        "comment": erased(c),
        "kind": "standing",
        "standing_id": 7,
        "due_at": timezone.now(),
        "next_attempt_at": timezone.now(),
        "message_id": "<7@news.example>",
    },
    SealedRow: lambda c: {
        "comment": erased(c),
        "seal_id": 7,
        "number": 7_000,
        "kind": "comment",
        "key": "7",
        "seed": "7",
        "salt": "7",
        "facts": "7",
    },
    Badge: lambda c: {"comment": erased(c), "kind": "staff"},
    Attribution: lambda c: {"comment": erased(c), "author": make_author()},
    Resolution: lambda c: {"escalation": freed(c), "by": make_user(), "note": "He wrote it."},
}


def freed(comment: Comment) -> Escalation:
    """Its hold was lifted before anybody passed it back."""
    escalation = make_escalated(comment)
    escalation.lift_hold(by=make_editor(), reason="The police have it.")
    erased(comment)
    return escalation


@pytest.mark.parametrize("model", WORDS, ids=name_of)
def test_no_words_come_in_for_a_comment_that_is_erased(model):
    facts = WORDS[model](make_rejected())

    with refused(f"{model._meta.db_table}: the comment is erased, so "):
        model.objects.create(**facts)


def test_every_kind_of_words_is_tried():
    # A hold is lifted once, before the erasure, which it would stop; a comment comes in before its erasure.
    tried = {*WORDS, Comment, next(model for model in PERMANENT if model.__name__ == "HoldLifting")}
    assert {model for model in PERMANENT if model.erasable and model.comment_path} - tried == set()


def test_words_wait_for_an_erasure_that_is_on_its_way(committed_db):
    """Else both would be let in, each before it could see the other."""
    if committed_db.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    comment = make_imported()
    with another_connection() as other:
        other.execute(
            "INSERT INTO comments_erasure (comment_id, request, erased_at) VALUES (%s, '2026/1', now())",
            [comment.pk],
        )
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                FoldedWords.objects.create(comment=comment, line=" he wrote it ")
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = 0")


def test_nobody_here_decides_without_a_name():
    comment = make_comment()

    with refused("comments_decision.by names who decided"):
        Decision.objects.create(comment=comment, number=1, outcome="approved", source="A ghost")


def test_an_import_brings_one_decision():
    comment = make_imported()
    Decision.objects.create(comment=comment, number=1, outcome="approved", source="Old desk")

    with refused("comments_decision.by names who decided"):
        Decision.objects.create(comment=comment, number=2, outcome="approved", source="Old desk")


def test_a_decision_names_the_evidence_of_its_own_comment():
    comment, other = make_comment(), make_comment()

    with refused("comments_decision.screening_id is of another comment"):
        Decision.objects.create(
            comment=comment, by=make_user(), number=1, outcome="approved", screening=other.newest_screening
        )


def test_a_decision_answers_the_appeal_of_its_own_comment():
    comment, other = make_comment(), make_rejected()
    appeal = Appeal.objects.create(decision=other.standing_decision)

    with refused("comments_decision.appeal_id is of another comment"):
        Decision.objects.create(comment=comment, by=make_user(), number=1, outcome="approved", appeal=appeal)


@pytest.mark.parametrize(
    "facts", [{"number": 3}, {"previous": FIRST_PREVIOUS}, {"previous": "f" * 64}], ids=str
)
def test_a_seal_follows_from_the_newest(facts):
    make_comment()
    newest = seal()[-1]
    follows = {"number": newest.number + 1, "previous": newest.digest} | facts

    with refused("comments_seal: a seal follows from the newest"):
        Seal.objects.create(rows=0, last=newest.last, root="r", complete=True, digest="d", **follows)


def test_no_row_is_put_under_an_older_seal():
    make_full_record()
    older = Seal.objects.latest("number")
    make_comment()
    seal()

    with refused("comments_sealedrow: a row comes with its seal"):
        SealedRow.objects.create(
            seal=older, number=100_000, kind="comment", key="100000", seed="s", facts="f"
        )


def test_no_row_is_put_under_the_newest_seal_later():
    make_comment()
    newest = seal()[-1]

    with refused("comments_sealedrow: a row comes with its seal"):
        SealedRow.objects.create(
            seal=newest, number=newest.last + 1, kind="comment", key="100000", seed="s", facts="f"
        )


def test_screening_again_adds_its_evidence_to_what_is_sealed_otherwise():
    comment = make_comment()
    seal()

    screening = comment.screen()

    assert Screening.objects.get(pk=screening.pk).verdicts.exists()
