"""How a reader objects to a published comment."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Report
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_rejected,
    make_user,
)
from tests.readers import ticket

pytestmark = pytest.mark.django_db


def address(comment) -> str:
    return reverse("comments:report", args=[comment.pk])


def send(client, comment, **fields):
    return client.post(address(comment), {"guideline": "abuse", "ticket": ticket()} | fields)


def test_the_form_names_the_guidelines_and_shows_the_comment(client):
    page = client.get(address(make_approved("Words that somebody minds."))).content.decode()

    assert "Words that somebody minds." in page
    assert "No personal attacks" in page
    assert not Report.objects.exists()


def test_guidelines_of_another_language_are_read_out_in_it(client):
    comment = make_approved(discussion=make_discussion(make_article(language="ar")))

    page = client.get(address(comment)).content.decode()

    assert '<span lang="ar" dir="rtl">لا للشتائم</span>' in page


def test_a_guest_reports_a_comment_and_is_thanked(client):
    comment = make_approved()

    response = send(client, comment, note="Read the second line.")

    report = Report.objects.get()
    assert "Thank you for the report" in response.content.decode()
    assert (report.comment, report.guideline_id, report.note) == (comment, "abuse", "Read the second line.")
    assert comment.is_reported


def test_a_report_by_an_account_is_the_accounts(client):
    user = make_user()
    client.force_login(user)

    send(client, make_approved())

    assert Report.objects.get().author.user == user


def test_a_reader_counts_once(client):
    comment = make_approved()
    send(client, comment)

    response = send(client, comment, guideline="threats")

    assert response.status_code == 200
    assert "You have reported this comment already." in response.content.decode()
    assert Report.objects.count() == 1


def test_a_form_sent_twice_at_once_counts_once():
    comment, form = make_approved(), {"guideline": "abuse", "ticket": ticket()}

    Client().post(address(comment), form)
    Client().post(address(comment), form)

    assert Report.objects.count() == 1


@pytest.mark.parametrize("make", [make_comment, make_rejected])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_published_comment_has_such_a_page(client, make, method):
    response = getattr(client, method)(address(make()), {"guideline": "abuse"})

    assert response.status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("guideline", ["", "nonsense", "abuse\x00"])
def test_a_report_names_a_guideline(client, guideline):
    response = send(client, make_approved(), guideline=guideline, note="Keep this.")

    assert response.status_code == 422
    assert "Keep this." in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("note", ["x" * 501, "nul\x00here"])
def test_a_note_that_cannot_be_stored_comes_back_whole(client, note):
    response = send(client, make_approved(), note=note)

    assert response.status_code == 422
    assert response.context["form"]["note"].value() == note


def test_the_form_is_kept_by_no_shared_cache(client):
    assert "private" in client.get(address(make_approved()))["Cache-Control"]


def test_a_report_from_a_form_gone_stale_gives_its_words_back():
    response = send(Client(enforce_csrf_checks=True), make_approved(), note="The second line names me.")

    assert response.status_code == 403
    assert "The second line names me.</textarea>" in response.content.decode()


def test_a_report_needs_a_csrf_token():
    assert send(Client(enforce_csrf_checks=True), make_approved()).status_code == 403
    assert not Report.objects.exists()


def test_a_guest_may_leave_an_address_to_be_told_at(client):
    comment = make_approved()

    send(client, comment, email="rojda@example.org")

    assert comment.reports.get().email == "rojda@example.org"


def test_an_account_is_told_at_its_own_address(client):
    comment = make_approved()
    client.force_login(make_user(email="leyla@example.org"))

    send(client, comment, email="somebody-else@example.org")

    assert comment.reports.get().email == "leyla@example.org"
