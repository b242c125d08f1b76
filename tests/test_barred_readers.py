"""A barred reader is told so: where the form would be, and when they send something. No word is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from comments import standing_shown, waiting
from comments.models import Author, Comment
from comments.network import network_of
from tests.factories import make_article, make_comment, make_editor, make_moderator, make_suspended, make_user
from tests.readers import SUBMIT, TEXT, filled_in, send, words_kept

pytestmark = pytest.mark.django_db

OTHER_TEXT = "And the southern one every autumn."


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def written(client, article) -> Comment:
    """What this browser has sent."""
    send(client, article)
    return Comment.objects.get()


def shown(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_a_suspended_reader_is_told_at_once_and_keeps_every_word(client, article, written, headers):
    standing = make_suspended(written, reason="Five insults in a day.")

    response = client.post(SUBMIT, filled_in(article, text=OTHER_TEXT), headers=headers)

    assert response.status_code == 403
    assert words_kept(response, OTHER_TEXT)
    text = response.content.decode()
    assert standing.until_shown in text
    assert "Five insults in a day." in text
    assert Comment.objects.count() == 1


def test_the_page_tells_them_in_place_of_the_form(client, article, written):
    make_suspended(written, reason="Five insults in a day.")

    text = shown(client, article)

    assert "Five insults in a day." in text
    assert "you cannot comment here" in text
    assert 'id="comment-form-itself"' not in text


def test_somebody_elses_page_says_nothing_of_it(client, article, written):
    make_suspended(written)
    client.cookies.clear()

    text = shown(client, article)

    assert "you cannot comment" not in text
    assert 'id="comment-form-itself"' in text


def test_a_held_reader_is_told_and_has_the_form(client, article, written):
    written.author.hold(comment=written, by=make_moderator(), seen=0, note="Tries what gets through.")

    text = shown(client, article)

    assert "with particular care" in text
    assert "Tries what gets through." not in text
    assert 'id="comment-form-itself"' in text


def test_what_is_lifted_shows_the_form_again(client, article, written):
    editor = make_editor()
    make_suspended(written, by=editor)
    shown(client, article)

    written.author.lift(comment=written, by=editor, seen=1, reason="It was a quotation.")

    assert 'id="comment-form-itself"' in shown(client, article)
    assert send(client, article, text=OTHER_TEXT).status_code == 303


def test_a_network_is_told_too(client, rf, article):
    network = network_of(rf.get("/"))
    make_suspended(make_comment(network=network), subject="network")

    assert "need not be about you" in shown(client, article)
    response = send(client, article)
    assert response.status_code == 403
    assert words_kept(response, TEXT)


def test_a_proven_address_is_told_under_any_account(client, article):
    comment = make_comment(author=Author.objects.of_account(make_user(email="leyla@example.org")))
    make_suspended(comment, subject="email")
    client.force_login(make_user(email="leyla@example.org"))

    assert "you cannot comment here" in shown(client, article)
    assert send(client, article, name=None).status_code == 403


def test_the_first_page_of_a_process_tells_them_too(client, article, written):
    make_suspended(written)
    for shelf in (waiting.remembered, standing_shown.remembered):
        shelf.clear()

    assert "you cannot comment here" in shown(client, article)


def test_more_standings_than_a_process_remembers_are_asked_for_by_whose_they_are(
    client, article, written, monkeypatch
):
    monkeypatch.setattr(standing_shown, "MOST_BOUND", 1)
    make_suspended(written, reason="Five insults in a day.")
    make_suspended(make_comment(network="v4:another"), subject="network")
    proven = make_comment(author=Author.objects.of_account(make_user(email="leyla@example.org")))
    make_suspended(proven, subject="email", reason="Of an address.")

    assert "Five insults in a day." in shown(client, article)
    guest = Client()
    assert 'id="comment-form-itself"' in shown(guest, article)
    guest.force_login(make_user(email="leyla@example.org"))
    assert "Of an address." in shown(guest, article)
    assert standing_shown.remembered.get_or_set("bound", list) is None


def test_no_more_than_so_many_standings_are_read_to_be_remembered(client, article, monkeypatch):
    monkeypatch.setattr(standing_shown, "MOST_BOUND", 2)
    for n in range(5):
        make_suspended(make_comment(network=f"v4:{n}"), subject="network")
    read = []
    by_bearer = standing_shown._bound.question.read
    monkeypatch.setattr(
        standing_shown._bound.question, "read", lambda rows: read.append(rows) or by_bearer(rows)
    )

    shown(client, article)

    assert [len(rows) for rows in read] == [3]
