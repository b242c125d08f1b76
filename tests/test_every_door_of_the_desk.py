"""Every address of the desk, by GET and by POST, for every role: who comes in, and what it changes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from comments.models import Comment
from tests.factories import (
    make_answerer,
    make_approved,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_term,
    make_user,
)
from tests.test_desk_doors import make_viewer

pytestmark = pytest.mark.django_db

OUTSIDE = ("anonymous", "reader")  # asked to sign in
ROLES = {
    "anonymous": lambda: None,
    "reader": make_user,
    "staff": lambda: make_user(is_staff=True),
    "viewer": make_viewer,
    "answerer": make_answerer,
    "moderator": make_moderator,
    "editor": make_editor,
}
# What a door is for: who may come in to look, and who to act.
LOOKERS = {"viewer", "answerer", "moderator", "editor"}
DECIDERS = {"moderator", "editor"}
ANSWERERS = {"answerer", "editor"}
EDITORS = {"editor"}
NOBODY: set[str] = set()
# By address: who may GET it, and who may POST to it.
DOORS = {
    "desk": (LOOKERS, NOBODY),
    "card": (LOOKERS, NOBODY),
    "context": (LOOKERS, NOBODY),
    "search": (LOOKERS, NOBODY),
    "numbers": (LOOKERS, NOBODY),
    "numbers_csv": (LOOKERS, NOBODY),
    "author": (LOOKERS, NOBODY),
    "prefer": (LOOKERS, LOOKERS),
    **dict.fromkeys(
        [
            "approve",
            "reject",
            "undo",
            "approve_together",
            "reject_together",
            "undo_together",
            "save_slice",
            "remove_slice",
            "watch",
            "leave",
            "later",
            "take_up",
            "note",
            "hold",
            "standing",
            "author_note",
            "escalate",
            "second",
            "second_read",
        ],
        (DECIDERS, DECIDERS),
    ),
    "escalated": (ANSWERERS, NOBODY),
    "pass_back": (ANSWERERS, ANSWERERS),
    "lift_hold": (EDITORS, EDITORS),
    "erasing": (EDITORS, NOBODY),
    **dict.fromkeys(["erasing_find", "erasing_export", "erasing_erase"], (EDITORS, EDITORS)),
    **dict.fromkeys(["terms", "term", "term_changes"], (DECIDERS, NOBODY)),
    **dict.fromkeys(["guidelines", "guideline"], (DECIDERS, NOBODY)),
    **dict.fromkeys(["discussions", "discussion"], (DECIDERS | ANSWERERS, NOBODY)),
    "caps": (DECIDERS | ANSWERERS, EDITORS),
    "assignments": (DECIDERS, NOBODY),
    **dict.fromkeys(
        [
            "assignment",
            "assign",
            "term_add",
            "term_retire",
            "guideline_add",
            "guideline_word",
            "guideline_retire",
            "guideline_bring_back",
            "guideline_move",
            "discussion_close",
            "discussion_reopen",
            "discussion_slow",
            "discussion_cap",
        ],
        (EDITORS, EDITORS),
    ),
}


def names() -> set[str]:
    patterns = admin.site._registry[Comment].get_urls()
    return {
        pattern.name.removeprefix("comments_").removeprefix("desk_")
        for pattern in patterns
        if (pattern.name or "").startswith("comments_desk")
    }


def key_of(door: str):
    """Of what an address is about."""
    if door in ("pass_back", "lift_hold"):
        return make_escalated().pk
    if door in ("term", "term_retire"):
        return make_term().pk
    if door == "second_read":
        return make_approved().decisions.get().pk
    if door in ("assignment", "assign"):
        return make_moderator().pk
    if door == "numbers_csv":
        return "checks"
    if door.startswith("guideline"):
        return "abuse"
    comment = make_comment()
    return comment.discussion_id if door.startswith("discussion") else comment.pk


def address(door: str) -> str:
    name, key = "admin:comments_desk" if door == "desk" else f"admin:comments_desk_{door}", key_of(door)
    for arguments in ([], [key], [key, "en"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(door)


def sign_in(client, role: str) -> None:
    client.logout()
    if user := ROLES[role]():
        client.force_login(user)


def sent() -> dict:
    """What would do something, wherever it is sent."""
    comment = Comment.objects.last() or make_comment()
    return {
        "seen": 0,
        "seen_author": 0,
        f"seen_{comment.pk}": 0,
        "chosen": comment.pk,
        "guideline": "threats",
        "kind": "held",
        "subject": "author",
        "note": "x",
        "text": "x",
        "reason": "x",
        "name": "mine",
        "most": 5,
    }


def kept() -> dict:
    models = apps.get_app_config("comments").get_models()
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_every_door_is_in_the_table():
    assert names() == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_who_comes_in_to_look_and_nothing_changes(client, door):
    url, lookers = address(door), DOORS[door][0]
    for role in ROLES:
        sign_in(client, role)
        before = kept()

        status = client.get(url).status_code

        wanted = [302] if role in OUTSIDE else [200, 302] if role in lookers else [403]
        assert status in wanted, (role, status)
        assert kept() == before, role


@pytest.mark.parametrize("door", DOORS)
def test_who_may_not_act_changes_nothing(client, door):
    url, fields, actors = address(door), sent(), DOORS[door][1]
    for role in ROLES.keys() - actors:
        sign_in(client, role)
        before = kept()

        status = client.post(url, fields).status_code

        # Whoever is not staff is shown the way in, and given back what was typed.
        assert status in ([302, 403] if role in OUTSIDE else [200, 403, 405]), (role, status)
        assert kept() == before, role


@pytest.mark.parametrize("door", [door for door in DOORS if DOORS[door][1]])
def test_who_may_act_comes_in(client, door):
    url, fields = address(door), sent()
    for role in DOORS[door][1]:
        sign_in(client, role)

        assert client.post(url, fields).status_code in (200, 204, 303, 400, 409, 422), role


@pytest.mark.parametrize("door", DOORS)
def test_nothing_that_is_sent_breaks_a_page(client, door):
    url = address(door)
    sign_in(client, "editor")
    for value in ("\x00", "a\x00b", "\ud800", "9" * 400, "'; --", "%", "\u202e", "-1"):
        fields = dict.fromkeys(FIELDS, value.encode("utf-8", "surrogatepass"))

        assert client.get(url, fields).status_code < 500, value
        assert client.post(url, fields).status_code < 500, value


@pytest.mark.parametrize("door", DOORS)
def test_a_number_that_names_nothing_is_not_found(client, door):
    sign_in(client, "editor")
    for key in (0, 10**17, 10**30):
        try:
            url = reverse(f"admin:comments_desk_{door}", args=[key])
        except NoReverseMatch:
            return

        assert client.get(url).status_code in (200, 302, 404), key
        assert client.post(url, {"seen": 0, "note": "x"}).status_code in (200, 302, 303, 404, 405, 409), key


FIELDS = (
    *("state", "guideline", "verdict", "discussion", "section", "language", "author", "age"),
    *("like", "ready", "sort", "after", "last", "seen", "seen_author", "chosen"),
    *("explanation", "span", "quotes", "note", "text", "kind", "subject", "until"),
    *("reason", "group", "name", "saved", "shown", "held", "since", "words"),
    *("by", "page", "days", "answer", "effect", "shape", "grade", "size"),
    *("tested", "title", "code", "order", "to", "at", "slow_seconds", "most_waiting"),
    *("most", "most_on_page", "sought", "request", "leaving_held", "comment"),
)
