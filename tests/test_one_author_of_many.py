"""Somebody who has sent very many comments: what is done to one of them costs what it costs of anybody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import clock
from comments.models import Comment, Person, QueueEntry, person_export
from tests.factories import make_author, make_comment, make_discussion, make_editor
from tests.work import work

pytestmark = pytest.mark.django_db

FEW, MANY = 20, 400
ACTS = {
    "approved": lambda comment, by: comment.approve(by=by, seen=0),
    "rejected": lambda comment, by: comment.reject(by=by, seen=0, guidelines=["relevance"]),
    "withdrawn": lambda comment, by: comment.withdraw(),
    "erased": lambda comment, by: comment.erase(by=by, request="1"),
}


def make_waiting(number: int, *, approved: int = 0) -> list[Comment]:
    """Of one author, of whom so many are public beside them."""
    discussion, author, editor = make_discussion(), make_author(), make_editor()
    for _each in range(approved):
        make_comment(discussion=discussion, author=author).approve(by=editor, seen=0)
    facts = {"discussion": discussion, "author": author, "name": "Aram", "text": "It floods."}
    return Comment.objects.bulk_create(Comment(salt="s", digest="d", **facts) for _each in range(number))


def cost(act: str, *, among: int, approved: int = 0) -> int:
    """Of doing it to one more, once everything that is asked for but once was."""
    first, second = make_waiting(among, approved=approved)[:2]
    editor = make_editor()
    ACTS[act](first, editor)
    return work(lambda: ACTS[act](second, editor))


@pytest.mark.parametrize("approved", [0, 4], ids=["of nobody known", "of somebody known"])
@pytest.mark.parametrize("act", ["rejected", "withdrawn", "erased"])
def test_what_becomes_of_one_is_looked_for_in_none_that_wait(act, approved):
    assert cost(act, among=MANY, approved=approved) < 1.2 * cost(act, among=FEW, approved=approved)


def test_one_more_that_is_approved_is_looked_for_in_none_that_wait():
    assert cost("approved", among=MANY, approved=4) < 1.2 * cost("approved", among=FEW, approved=4)


def test_all_that_wait_are_told_while_the_number_still_changes():
    waiting, editor = make_waiting(5), make_editor()
    known = QueueEntry.objects.filter(comment=waiting[-1]).values_list("approved_before", flat=True)

    numbers = []
    for comment in waiting[:4]:
        comment.approve(by=editor, seen=0)
        numbers += known.all()
    for comment in waiting[:4]:
        comment.erase(by=editor, request="1")
        numbers += known.all()

    assert numbers == [1, 2, 3, 3, 3, 2, 1, 0]
    assert QueueEntry.objects.differing() == []


def cost_of_giving(number: int) -> int:
    person = Person(authors=frozenset([make_waiting(number)[0].author_id]))
    return work(lambda: list(person.export(by=None, request="1")))


def test_what_is_given_of_all_of_them_takes_as_long_as_they_are_many(monkeypatch):
    monkeypatch.setattr(person_export, "AT_ONCE", 5)
    few, more, many = (cost_of_giving(number) for number in (50, 100, 200))

    assert many - more < 2.2 * (more - few)


@pytest.mark.parametrize("internal", [False, True], ids=["to them", "internal"])
def test_what_is_given_takes_as_many_queries_however_much_it_is(internal):
    discussion, author, editor = make_discussion(), make_author(), make_editor()

    def queries() -> int:
        with clock.at(timezone.now() - timedelta(hours=1)):
            comment = make_comment("You are an idiot.", discussion=discussion, author=author)
            comment.reject(by=editor, seen=0, guidelines=["personal_attacks", "abuse"], words=["idiot"])
        comment.appeal(statement="He is one.")
        person = Person(authors=frozenset([author.pk]))
        with CaptureQueriesContext(connection) as captured:
            assert "He is one." in "".join(person.export(by=None, request="1", internal=internal))
        return len(captured)

    assert queries() == queries() == queries()
