"""Much can happen while somebody writes. Whatever it is, no word is lost, and what happened is said."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.checks.protocol import Reading
from comments.models import Comment, Receipt
from comments.screening import load_checks
from tests.factories import (
    make_approved,
    make_article,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.readers import SUBMIT, TEXT, filled_in, send, ticket, words_kept

pytestmark = pytest.mark.django_db

NOTE = "Read the second line of it."


class Withdrawing:
    """A check during which the comment answered is taken back: checks take their time."""

    guidelines = ("profanity",)

    def read(self, submission):
        if submission.parent_text:
            Comment.objects.get(text=submission.parent_text).withdraw()
        return Reading(scores={"profanity": 0.0})


@pytest.fixture
def slow_checks(settings):
    settings.COMMENTS = settings.COMMENTS | {"CHECKS": [{"NAME": "tests.test_while_writing.Withdrawing"}]}
    load_checks.cache_clear()
    yield
    load_checks.cache_clear()


def erase(comment) -> None:
    comment.erase(by=make_user(), request="2026-1")


def withdraw(comment) -> None:
    comment.withdraw()


def reject(comment) -> None:
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])


GONE = [erase, withdraw, reject]


@pytest.mark.parametrize("happens", GONE)
def test_what_is_answered_goes_while_the_reply_is_written(client, happens):
    article = make_article()
    answered = make_approved("Hidden words.", discussion=make_discussion(article), name="Hidden name")
    form = filled_in(article, in_reply_to=str(answered.pk))
    happens(answered)

    response = client.post(SUBMIT, form)

    assert response.status_code == 409
    assert words_kept(response)
    assert "Send yours without it." in response.content.decode()
    assert "Hidden" not in response.content.decode()
    assert Comment.objects.count() == 1


def test_what_is_answered_goes_while_the_reply_is_checked(client, slow_checks):
    article = make_article()
    answered = make_approved(discussion=make_discussion(article))

    response = send(client, article, text="And so does the southern one.", in_reply_to=str(answered.pk))

    assert response.status_code == 409
    assert words_kept(response, "And so does the southern one.")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("happens", GONE)
def test_what_is_reported_goes_while_the_report_is_written(client, happens):
    comment = make_approved()
    happens(comment)

    response = client.post(
        reverse("comments:report", args=[comment.pk]), {"guideline": "abuse", "note": NOTE}
    )

    assert response.status_code == 404
    assert NOTE in response.content.decode()
    assert "so it needs no report" in response.content.decode()
    assert not comment.reports.exists()


def test_a_report_without_a_word_of_what_is_gone_is_simply_not_found(client):
    comment = make_rejected()

    response = client.post(reverse("comments:report", args=[comment.pk]), {"guideline": "abuse"})

    assert response.status_code == 404
    assert "To be copied" not in response.content.decode()


def test_a_comment_erased_while_its_author_appeals_gives_the_words_back(client):
    comment = make_rejected()
    address = reverse("comments:appeal", args=[comment.receipt.token])
    erase(comment)

    response = client.post(address, {"statement": "It was no advertisement."})

    assert response.status_code == 404
    assert "It was no advertisement." in response.content.decode()


@pytest.mark.parametrize("cut", [1, 16, 31])
def test_an_appeal_by_a_truncated_token_gives_the_words_back(client, cut):
    token = make_rejected().receipt.token

    response = client.post(f"/comments/receipt/{token[:-cut]}/appeal/", {"statement": "Please."})

    assert response.status_code == 404
    assert "Please." in response.content.decode()


@pytest.mark.parametrize("act", ["withdraw", "appeal", "anew"])
def test_a_truncated_token_does_nothing(client, act):
    comment = make_rejected()
    address = reverse(f"comments:{act}", args=[comment.receipt.token[:-1]])

    assert client.post(address).status_code in (404, 405)
    assert client.get(address).status_code in (404, 405)
    assert comment.open_appeal is None


def test_tokens_are_told_apart_by_case():
    receipt = make_rejected().receipt

    assert Receipt.objects.with_token(receipt.token) == receipt
    assert Receipt.objects.with_token(receipt.token.swapcase()) is None


def test_whoever_was_signed_out_is_told_so_and_how_to_go_on(client):
    response = send(client, make_article(), name=None, signed="1")

    page = response.content.decode()
    assert response.status_code == 422
    assert words_kept(response)
    assert "You were signed out meanwhile." in page
    assert 'href="/accounts/login/"' in page


def test_whoever_was_signed_out_can_sign_with_a_name(client):
    assert send(client, make_article(), signed="1").status_code == 303


def test_who_never_signed_in_is_told_nothing_of_it(client):
    assert "signed out" not in send(client, make_article(), name=None).content.decode()


def test_the_form_knows_to_whom_it_was_shown(client):
    article = make_article()
    shown_to_guest = client.get(article.get_absolute_url()).content.decode()
    client.force_login(make_user())
    shown_to_account = client.get(article.get_absolute_url()).content.decode()

    assert 'name="signed" id="comment-form-signed"' in shown_to_guest
    assert 'name="signed" value="1"' in shown_to_account


def test_a_fault_of_ours_gives_the_words_back(monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("comments.identity.Author.objects.of_browser", fail)

    response = send(Client(raise_request_exception=False), make_article(), text="<b>My</b> words.")

    assert response.status_code == 500
    assert "&lt;b&gt;My&lt;/b&gt; words.</textarea>" in response.content.decode()
    assert "Something broke on our side" in response.content.decode()


def test_a_fault_elsewhere_speaks_of_no_words(monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("newsroom.views.Article.objects.published", fail)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "<textarea" not in response.content.decode()


def test_a_fault_in_a_report_gives_the_note_back(monkeypatch):
    comment = make_approved()

    def fail(*args, **kwargs):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("comments.identity.Author.objects.of_browser", fail)
    form = {"guideline": "abuse", "note": NOTE, "ticket": ticket()}

    response = Client(raise_request_exception=False).post(reverse("comments:report", args=[comment.pk]), form)

    assert response.status_code == 500
    assert NOTE in response.content.decode()


def test_a_discussion_closed_while_second_thoughts_are_had_keeps_the_words(client):
    article = make_article()
    asked = send(client, article, text="You are an idiot.")
    again = {field.name: field.value() or "" for field in asked.context["form"]}
    make_discussion(article).close()

    response = client.post(SUBMIT, again)

    assert response.status_code == 409
    assert words_kept(response, "You are an idiot.")


def test_a_report_twice_is_one_and_thanked(client):
    comment = make_approved()
    form = {"guideline": "abuse", "note": NOTE, "ticket": ticket()}
    address = reverse("comments:report", args=[comment.pk])

    assert [client.post(address, form).status_code for _ in range(2)] == [200, 200]
    assert comment.reports.count() == 1


def test_words_survive_the_refusal_of_a_flood(client, settings):
    settings.COMMENTS = settings.COMMENTS | {
        "POSTING_LIMITS": dict.fromkeys(("browser", "account", "network_v4", "network_v6"), (1, 300))
    }
    article = make_article()
    send(client, article)

    response = send(client, article, text="And another thing.")

    assert response.status_code == 429
    assert words_kept(response, "And another thing.")
    assert TEXT not in response.content.decode()
