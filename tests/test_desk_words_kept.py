"""What a moderator has typed outlives their session, without scripts too."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Decision, Note
from tests.desk_pages import HTMX, act_url, page, selection, together_url
from tests.factories import make_comment, make_moderator

pytestmark = pytest.mark.django_db

TYPED = "He names her street & her <school>."


@pytest.fixture
def comment():
    return make_comment()


@pytest.mark.parametrize(
    ("act", "field"), [("reject", "explanation"), ("reject", "quotes"), ("later", "note"), ("note", "note")]
)
def test_signed_out_overnight_the_words_come_back(client, comment, act, field):
    response = client.post(act_url(act, comment), {"seen": 0, "guideline": ["threats"], field: TYPED})

    assert response.status_code == 403
    assert response.context["words"] == TYPED
    assert "He names her street &amp; her &lt;school&gt;." in page(response)
    assert Decision.objects.count() == Note.objects.count() == 0


def test_signed_out_in_a_bulk_the_words_come_back(client, comment):
    response = client.post(together_url("reject"), selection(comment, explanation=TYPED))

    assert (response.status_code, response.context["words"]) == (403, TYPED)


def test_signing_in_leads_to_the_comment_and_carries_no_words(client, comment):
    text = page(client.post(act_url("reject", comment, "?state=look"), {"explanation": "Xyzzy"}))
    back = quote(act_url("reject", comment, "?state=look"), safe="")

    assert f'href="{reverse("admin:login")}?next={back}" target="_blank"' in text
    assert text.count("Xyzzy") == 1


def test_no_cache_keeps_the_words(client, comment):
    response = client.post(act_url("reject", comment), {"explanation": TYPED})

    assert "no-store" in response["Cache-Control"]


def test_demoted_in_mid_word_the_words_come_back(client, comment):
    moderator = make_moderator()
    client.force_login(moderator)
    moderator.groups.clear()

    response = client.post(act_url("reject", comment), {"seen": 0, "explanation": TYPED})

    assert (response.status_code, response.context["words"]) == (403, TYPED)
    assert reverse("admin:login") not in page(response)


def test_who_typed_nothing_is_sent_to_sign_in(client, comment):
    response = client.post(act_url("approve", comment), {"seen": 0, "explanation": "  "})

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_with_scripts_the_page_itself_keeps_them(client, comment):
    response = client.post(act_url("reject", comment), {"seen": 0, "explanation": TYPED}, headers=HTMX)

    assert response.status_code == 302


@pytest.mark.parametrize("field", ["explanation", "note"])
def test_signed_in_again_elsewhere_an_old_form_gives_the_words_back(comment, field):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_moderator())

    response = client.post(act_url("reject", comment), {"seen": 0, field: TYPED})

    assert response.status_code == 403
    assert "He names her street &amp; her &lt;school&gt;." in page(response)
