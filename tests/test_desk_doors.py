"""Who may come to the desk, and that looking changes nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from comments.models import Decision, TrailEntry
from tests.desk_pages import card_url, desk_url, page
from tests.factories import make_comment, make_moderator, make_user

pytestmark = pytest.mark.django_db

LOOKING = ("desk", "card")
ACTS = ("approve", "reject", "undo", "approve_together", "reject_together", "undo_together")


def make_editor():
    editor = make_user(is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor


def make_viewer():
    """Staff who may read comments and decide none."""
    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_comment"))
    return viewer


ROLES = {
    "anonymous": lambda: None,
    "reader": make_user,
    "staff": lambda: make_user(is_staff=True),
    "viewer": make_viewer,
    "moderator": make_moderator,
    "editor": make_editor,
}


def address(route: str, comment) -> str:
    name = "admin:comments_desk" if route == "desk" else f"admin:comments_desk_{route}"
    return reverse(name, args=[comment.pk] if route in ("card", "approve", "reject", "undo") else [])


def signed_in(client, role: str) -> None:
    if user := ROLES[role]():
        client.force_login(user)


@pytest.mark.parametrize("route", LOOKING)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("reader", 302),
        ("staff", 403),
        ("viewer", 200),
        ("moderator", 200),
        ("editor", 200),
    ],
)
def test_who_may_look(client, route, role, status):
    signed_in(client, role)

    assert client.get(address(route, make_comment())).status_code == status


@pytest.mark.parametrize("route", ACTS)
@pytest.mark.parametrize("role", ["anonymous", "reader", "staff", "viewer"])
def test_who_may_not_decide(client, route, role):
    comment = make_comment()
    sent = {"seen": 0, "guideline": ["threats"], "chosen": [comment.pk], f"seen_{comment.pk}": 0}
    signed_in(client, role)

    response = client.post(address(route, comment), sent)

    assert response.status_code == (302 if role in ("anonymous", "reader") else 403)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("route", ["approve", "reject", "approve_together", "reject_together"])
@pytest.mark.parametrize("role", ["moderator", "editor"])
def test_who_may_decide(client, route, role):
    comment = make_comment()
    sent = {"seen": 0, "guideline": ["threats"], "chosen": [comment.pk], f"seen_{comment.pk}": 0}
    signed_in(client, role)

    response = client.post(address(route, comment), sent)

    assert response.status_code == 303
    assert Decision.objects.count() == 1


def test_a_viewer_sees_the_desk_without_its_buttons(client):
    comment = make_comment("You are an idiot.")
    signed_in(client, "viewer")

    text = page(client.get(card_url(comment)))

    assert "Evidence 1" in text
    for button in ("button--approve", "button--reject", 'name="chosen"', 'id="explanation"', "/together/"):
        assert button not in text


def test_a_moderator_demoted_in_mid_shift_decides_no_more(client):
    comment, moderator = make_comment(), make_moderator()
    client.force_login(moderator)
    assert client.get(card_url(comment)).status_code == 200

    moderator.groups.clear()

    assert client.post(address("approve", comment), {"seen": 0}).status_code == 403
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("route", ACTS)
def test_no_act_happens_by_get(client, route):
    comment = make_comment()
    signed_in(client, "moderator")
    before = _rows()

    response = client.get(address(route, comment), {"seen": 0, "guideline": "threats", "chosen": comment.pk})

    assert response.status_code == 302
    assert response["Location"].startswith(desk_url())
    assert _rows() == before


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("query", ["", "?state=look", "?state=reported", "?state=appeals", "?state=decided"])
def test_looking_changes_nothing(client, method, query):
    comment = make_comment()
    signed_in(client, "moderator")
    before = _rows()

    getattr(client, method)(desk_url(query))
    getattr(client, method)(card_url(comment, query))

    assert _rows() == before


def test_a_card_cannot_be_posted_to(client):
    signed_in(client, "moderator")

    assert client.post(card_url(make_comment())).status_code == 405


def test_a_form_without_its_token_is_refused(moderator_checked_for_csrf):
    comment = make_comment()

    response = moderator_checked_for_csrf.post(address("approve", comment), {"seen": 0})

    assert response.status_code == 403
    assert Decision.objects.count() == 0


@pytest.fixture
def moderator_checked_for_csrf():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_moderator())
    return client


def test_every_page_forbids_inline_script_and_style(client):
    signed_in(client, "moderator")

    policy = client.get(card_url(make_comment()))["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def _rows() -> dict:
    assert TrailEntry in apps.get_app_config("comments").get_models()
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("comments").get_models()
    }
