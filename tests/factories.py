"""Things to test with: plain functions with defaults. A test mentions only what matters to it."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import override_settings
from django.utils import timezone

from comments import clock, notices
from comments.models import (
    Author,
    Comment,
    Decision,
    Discussion,
    Escalation,
    Opening,
    SecondReading,
    Standing,
    Term,
)
from newsroom.models import Article, User

number = count(1)


def make_user(username: str = "", **fields) -> User:
    return User.objects.create_user(
        username or f"user-{next(number)}", password=fields.pop("password", None), **fields
    )


def make_moderator(username: str = "") -> User:
    """Staff in the group that may decide."""
    moderator = make_user(username or f"moderator-{next(number)}", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    return moderator


def make_editor(username: str = "") -> User:
    editor = make_user(username or f"editor-{next(number)}", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor


def make_answerer(group: str = "Legal", **fields) -> User:
    """Staff in a group that comments are escalated to."""
    answerer = make_user(is_staff=True, **fields)
    answerer.groups.add(Group.objects.get(name=group))
    return answerer


def make_article(**fields) -> Article:
    defaults = {
        "slug": f"bridge-{next(number)}",
        "language": "en",
        "section": "City",
        "headline": "The old bridge will close for a year",
        "standfirst": "Engineers found cracks in two of its arches.",
        "body": "The council voted on Monday to close the bridge.\n\nBuses will take the northern road.",
        "byline": "Mina Sterling",
    }
    return Article.objects.create(**(defaults | fields))


def make_discussion(page=None, **fields) -> Discussion:
    discussion = Discussion.objects.begun_by(page or make_article())
    for name, value in fields.items():
        setattr(discussion, name, value)
    discussion.save()
    return discussion


def make_author(key: str = "") -> Author:
    return Author.objects.of_browser(key or f"browser-{next(number)}")


def make_comment(text: str = "The northern road floods every spring.", **facts) -> Comment:
    """A comment that waits."""
    defaults = {"discussion": None, "author": None, "name": "Aram"}
    facts = defaults | facts
    facts["discussion"] = facts["discussion"] or make_discussion()
    facts["author"] = facts["author"] or make_author()
    return Comment.objects.submit(text=text, **facts)


def make_opened(text: str = "The northern road floods every spring.", *, email: str, **facts) -> Comment:
    """One that waits, whose receipt was mailed, and the link in the mail followed."""
    comment = make_comment(text, email=email, **facts)
    notices.deliver_due()
    Opening.objects.open(comment.notices.get(kind="receipt"))
    return comment


def make_escalated(comment: Comment | None = None, *, by=None, group: str = "Legal", **facts) -> Escalation:
    facts = {"kind": "threat", "note": "He says where she lives."} | facts
    return (comment or make_comment()).escalate(by=by or make_moderator(), group=group, **facts)


def make_suspended(comment: Comment | None = None, *, by=None, days: float = 7, **facts) -> Standing:
    """Of the comment's author, for a week."""
    comment = comment or make_comment()
    until = facts.pop("until", None) or clock.now() + timedelta(days=days)
    facts = {"seen": 0, "reason": "Five insults in a day."} | facts
    return comment.author.suspend(comment=comment, by=by or make_editor(), until=until, **facts)


def make_term(words: str = "gammon", *, by=None, **facts) -> Term:
    """A term in force, watched for among abuse in English."""
    defaults = {"effect": "watch", "guideline_id": "abuse", "language": "en"}
    return Term.objects.add(by=by or make_user(), words=words, **(defaults | facts))


def make_approved(text: str = "The northern road floods every spring.", *, by=None, **facts) -> Comment:
    comment = make_comment(text, **facts)
    comment.approve(by=by or make_moderator(), seen=0)
    return comment


def make_rejected(
    text: str = "Buy cheap watches.", *, by=None, guidelines=("promotion",), **facts
) -> Comment:
    comment = make_comment(text, **facts)
    comment.reject(by=by or make_moderator(), seen=0, guidelines=list(guidelines))
    return comment


def make_second_reading(decision: Decision | None = None, *, by=None, **facts) -> SecondReading:
    """Of a decision made an hour ago, whether the lot would have drawn it or not."""
    if decision is None:
        with clock.at(timezone.now() - timedelta(hours=1)):
            decision = make_approved().standing_decision
    with override_settings(COMMENTS=settings.COMMENTS | {"SECOND_READING_SHARE": 1}):
        return SecondReading.objects.read(
            decision=decision, by=by or make_moderator(), **({"outcome": "approved"} | facts)
        )
