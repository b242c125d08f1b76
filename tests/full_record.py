"""At least one row of every permanent model, to attack; and a value to attack each column with."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import clock
from comments.models import (
    Attribution,
    Author,
    Comment,
    Decision,
    Finding,
    HouseModelUse,
    Note,
    Opening,
    Overload,
    Permanent,
    Person,
    RowErasure,
    Verification,
    WaitingCap,
)
from comments.sealing.closing import seal_trail
from comments.text import digest, new_salt
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_escalated,
    make_moderator,
    make_second_reading,
    make_suspended,
    make_term,
    make_user,
)
from tests.house import make_house_model

PERMANENT = [
    model
    for model in apps.get_models()
    if issubclass(model, Permanent) and model._meta.app_label == "comments"
]
COLUMNS = [(model, field) for model in PERMANENT for field in model._meta.local_concrete_fields]
TEXT = "The bridge, ever unlit, is a trap for cyclists."


@contextmanager
def refused(words: str):
    """The database refuses what is done within, and its reason has these words."""
    with pytest.raises(IntegrityError, match=re.escape(words)), transaction.atomic():
        yield


def name_of(value) -> str:
    """How a model or a field is called in the name of a test."""
    return getattr(value, "__name__", None) or getattr(value, "name", None) or str(value)


def make_full_record(word: str = "swordfish") -> Comment:
    """A comment that everything happened to, with `word` wherever anybody's words about it can stand.

    It was approved, reported, rejected, appealed, and approved again; that was undone, so rejected stands.
    It was escalated and passed back, and its author is suspended.
    Another one was withdrawn and a third erased.
    """
    with clock.at(timezone.now() - timedelta(days=1)):
        comment = make_comment(
            f"{TEXT} {word}",
            name=word,
            email=f"{word}@example.org",
            network=word,
            form_key=word,
        )
        comment.approve(by=make_moderator(), seen=0)
        comment.report(author=make_author(), guideline="abuse", note=word, email=f"{word}@example.org")
        comment.reject(
            by=make_moderator(),
            seen=1,
            guidelines=["abuse", "threats"],
            explanation=f"You wrote {word}.",
            words=[word],
        )
    appeal = comment.appeal(statement=f"I meant the fish called {word}.")
    judge = make_moderator()
    appeal.overturn(by=judge, seen=2)
    comment.undo(by=judge, seen=3)
    editor = make_editor()
    escalation = make_escalated(comment, note=word)
    escalation.resolve(by=editor, note=word)
    escalation.lift_hold(by=editor, reason=word)
    make_suspended(comment, by=editor, reason=word, note=word)
    with transaction.atomic():
        verdict = comment.screen().verdicts.first()
        Finding.objects.create(verdict=verdict, start=0, end=3, reason=f"Says {word}.", kind="fish")
    Note.objects.write(by=judge, text=f"Mind the {word}.", comment=comment)
    Opening.objects.open(comment.notices.earliest("pk"))
    Attribution.objects.claim(author=Author.objects.of_account(make_user()), email=comment.email)
    make_comment().withdraw()
    make_comment().erase(by=make_user(), request="2026/1")
    make_imported()
    make_comment(author=Author.objects.of_account(make_editor()))  # with a badge
    make_term().retire(by=make_user(), note="The wave is over.")
    make_overload()
    make_house_model()
    HouseModelUse.objects.use(None)
    make_second_reading(outcome="rejected", guideline="abuse")
    make_person_erased()
    Verification.objects.create(seal=1, digest="9f86d0", problems=1, first="comment 7: is gone")
    list(seal_trail())
    return comment


def make_overload() -> Overload:
    """More waits than an editor has set; the cap is lifted again, so that later comments are taken."""
    WaitingCap.objects.set(by=make_user(), most=1, most_on_page=2, note="Three of us are ill.")
    overload = Overload.objects.get()
    WaitingCap.objects.set(by=make_user(), most=None, most_on_page=None)
    return overload


def make_person_erased() -> RowErasure:
    """Who only reported another's comment."""
    reporter = make_author()
    make_approved().report(author=reporter, guideline="abuse", note="She lives next door.")
    Person(authors=frozenset({reporter.pk})).erase(by=make_user(), request="2026/2")
    return RowErasure.objects.get()


def make_imported() -> Comment:
    """With its key in the system it came from, which no form can give."""
    salt = new_salt()
    return Comment.objects.create(
        discussion=make_discussion(),
        author=make_author(),
        name="Leyla",
        text=TEXT,
        salt=salt,
        digest=digest(salt, TEXT),
        source="old-system",
        source_key="7",
    )


def rows_of(model, comment: Comment):
    """The model's rows of the comment; all there are where it has no comment."""
    if model is Comment:
        return model.objects.filter(pk=comment.pk)
    if model is Decision:
        return comment.decisions.order_by("number")
    return model._default_manager.order_by("pk")


def another(value, field):
    """A value of the field's type that differs."""
    if field.remote_field:
        field = field.target_field
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 20_000
        case str():
            # The words stay, so that a longer column or a known name is no reason for a refusal.
            return (value[:-1] + ("y" if value.endswith("x") else "x")) if value else "x"
        case bytes() | memoryview():
            return bytes(value) + b"x"
        case dict():
            return {**value, "another": 1}
        case datetime():
            return value + timedelta(days=1)
        case None:
            return _some(field)
    raise AssertionError(f"No other value for {field}: {value!r}")


def _some(field):
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return timezone.now()
    return "x" if kind in ("CharField", "TextField", "SlugField") else 20_000
