"""Who may open an author's file and what is escalated, and who may act there: every role at every door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.desk.author_urls import AUTHORS
from comments.models import HoldLifting, Note, Resolution, Standing
from tests.factories import (
    make_answerer,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_user,
)
from tests.test_desk_doors import make_viewer

pytestmark = pytest.mark.django_db

ROLES = {
    "anonymous": lambda: None,
    "reader": make_user,
    "staff": lambda: make_user(is_staff=True),
    "viewer": make_viewer,
    "answerer": make_answerer,
    "moderator": make_moderator,
    "editor": make_editor,
}
SENT = {
    "kind": "held",
    "subject": "author",
    "note": "x",
    "seen_author": 0,
    "text": "x",
    "group": "Legal",
    "reason": "x",
}
# By GET, then by POST; anonymous and reader are sent to sign in, or given back what they typed.
DOORS = {
    "comments_desk_author": {
        "staff": (403, 405),
        "viewer": (200, 405),
        "answerer": (200, 405),
        "moderator": (200, 405),
        "editor": (200, 405),
    },
    "comments_desk_standing": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (403, 403),
        "moderator": (302, 303),
        "editor": (302, 303),
    },
    "comments_desk_author_note": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (403, 403),
        "moderator": (302, 303),
        "editor": (302, 303),
    },
    "comments_desk_escalate": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (403, 403),
        "moderator": (200, 422),  # what was sent says of no kind that it is one
        "editor": (200, 422),
    },
    "comments_desk_escalated": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (200, 405),
        "moderator": (403, 403),
        "editor": (200, 405),
    },
    "comments_desk_pass_back": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (302, 303),
        "moderator": (403, 403),
        "editor": (302, 303),
    },
    "comments_desk_lift_hold": {
        "staff": (403, 403),
        "viewer": (403, 403),
        "answerer": (403, 403),
        "moderator": (403, 403),
        "editor": (302, 303),
    },
}
CASES = [(name, role, *DOORS[name].get(role, (302, 403))) for name in DOORS for role in ROLES]


def test_every_door_is_in_the_table():
    assert {name for _route, _view, name in AUTHORS} == set(DOORS)


@pytest.mark.parametrize(("name", "role", "by_get", "by_post"), CASES)
def test_who_comes_in(client, name, role, by_get, by_post):
    about = (
        make_escalated() if name in ("comments_desk_pass_back", "comments_desk_lift_hold") else make_comment()
    )
    address = reverse(f"admin:{name}", args=[] if name == "comments_desk_escalated" else [about.pk])
    if user := ROLES[role]():
        client.force_login(user)

    assert client.get(address).status_code == by_get
    assert not _acts()
    assert client.post(address, SENT).status_code == by_post
    assert bool(_acts()) == (by_post == 303)


def _acts() -> list:
    return [row for model in (Standing, Note, Resolution, HoldLifting) for row in model.objects.all()]


def test_a_moderator_demoted_in_mid_shift_sets_nothing_more(client):
    moderator, comment = make_moderator(), make_comment()
    client.force_login(moderator)
    assert client.get(reverse("admin:comments_desk_author", args=[comment.pk])).status_code == 200

    moderator.groups.clear()

    assert client.post(reverse("admin:comments_desk_standing", args=[comment.pk]), SENT).status_code == 403


@pytest.mark.parametrize("pk", [0, 10**17])
def test_a_number_that_names_nothing_is_not_found(client, pk):
    client.force_login(make_editor())

    for name in DOORS.keys() - {"comments_desk_escalated"}:
        assert client.post(reverse(f"admin:{name}", args=[pk]), SENT).status_code in (404, 405)


@pytest.mark.parametrize("role", ["viewer", "answerer"])
def test_what_moderators_tell_each_other_is_not_for_who_only_looks(client, role):
    comment, moderator, editor = make_comment(), make_moderator(), make_editor()
    Note.objects.write(comment=comment, by=moderator, text="Between us: the comment.")
    Note.objects.write(author=comment.author, by=moderator, text="Between us: the author.")
    comment.author.hold(comment=comment, by=moderator, seen=0, note="Between us: the standing.")
    make_escalated(comment, group="Security").resolve(by=editor, note="Between us: the group.")
    pages = [reverse(f"admin:comments_desk_{name}", args=[comment.pk]) for name in ("card", "author")]

    client.force_login(moderator)
    assert sum(client.get(address).content.decode().count("Between us") for address in pages) == 4
    client.force_login(ROLES[role]())
    assert sum(client.get(address).content.decode().count("Between us") for address in pages) == 0
