"""The desk and the admin in five languages: no sentence is left in English, and days and numbers follow."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

from tests.catalogues import LANGUAGES
from tests.desk_pages import card_url, desk_url
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_escalated,
    make_moderator,
    make_rejected,
    make_term,
    make_user,
)
from tests.test_every_door_of_the_desk import DOORS, address

pytestmark = pytest.mark.django_db

ADMIN = [
    "/admin/",
    "/admin/comments/",
    "/admin/comments/comment/",
    "/admin/comments/comment/?status__exact=pending&q=road",
    "/admin/comments/discussion/",
    "/admin/comments/guideline/",
    "/admin/comments/guideline/threats/change/",
    "/admin/newsroom/article/",
    "/admin/newsroom/article/add/",
    "/admin/newsroom/user/",
    "/admin/password_change/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/email/",
]
# What others name their models, which only administrators are shown; and signs that are no words.
NOT_OURS = {"Task Result", "Task Results", ":", ":?.!", "%(truncated_text)s…"}


@pytest.fixture
def unsaid(monkeypatch) -> set[str]:
    """Every sentence that was asked for in a language other than English, and that nobody has there."""
    found: set[str] = set()

    def heard(original, keys):
        def ask(self, *arguments):
            language = self.to_language()
            if (
                language != "en"
                and arguments[0]
                and not any(self._catalog.get(key) for key in keys(*arguments))
            ):
                found.add(arguments[0].rpartition("\x04")[2])
            return original(self, *arguments)

        return ask

    gettext, ngettext = DjangoTranslation.gettext, DjangoTranslation.ngettext
    monkeypatch.setattr(DjangoTranslation, "gettext", heard(gettext, lambda sentence: [sentence]))
    monkeypatch.setattr(
        DjangoTranslation, "ngettext", heard(ngettext, lambda one, many, n: [(one, 0), (one, 1)])
    )
    return found


@pytest.fixture
def places() -> list[str]:
    article = make_article()
    discussion = make_discussion(article)
    looked_at = make_comment("You are an idiot, and everyone knows it.", discussion=discussion)
    approved = make_approved(discussion=discussion)
    return [
        *(address(door) for door in DOORS if door not in ("term", "term_retire")),
        desk_url("?state=decided"),
        card_url(looked_at),
        card_url(approved),
        card_url(make_rejected(discussion=discussion)),
        card_url(make_escalated(make_comment(discussion=discussion)).comment),
        f"/admin/comments/comment/desk/terms/{make_term().pk}/",
        f"/admin/comments/discussion/{discussion.pk}/history/",
        f"/admin/newsroom/article/{article.pk}/change/",
        f"/admin/newsroom/article/{article.pk}/delete/",
        *ADMIN,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_in_english(client, places, unsaid, language):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    for place in places:
        response = client.get(place)
        assert response.status_code in (200, 302), place
        assert response.headers.get("Content-Language", language) == language, place

    assert unsaid - NOT_OURS == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_is_in_the_language_chosen_and_in_its_direction(client, language):
    client.force_login(make_moderator())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = client.get(desk_url()).content.decode()

    direction = "rtl" if language in ("ar", "ckb") else "ltr"
    assert re.search(rf'<html lang="{language}" *dir="{direction}"', page)


def test_staff_choose_a_language_where_they_are(client):
    client.force_login(make_moderator())

    page = client.get(desk_url("?state=decided")).content.decode()

    assert 'value="/admin/comments/comment/desk/?state=decided"' in page
    assert re.findall(r'name="language" value="(\w+)"', page) == [code for code, _ in settings.LANGUAGES]


def test_days_and_numbers_are_those_of_the_language(client):
    client.force_login(make_moderator("mina"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    comment = make_approved(name="Aram 7", by=make_moderator("nora"))

    page = client.get(card_url(comment, "?state=decided")).content.decode()
    shown = re.sub(r"<kbd>.*?</kbd>|<option.*?</option>|<[^>]+>", " ", page.partition('<div id="desk"')[2])

    assert "Aram 7" in shown  # a name stays as it is signed
    assert "١" in shown
    assert re.findall(r"[0-9]", shown.replace("Aram 7", "")) == []


def test_numbers_for_spreadsheets_stay_numbers(client):
    client.force_login(make_moderator())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    make_approved()

    rows = client.get("/admin/comments/comment/desk/numbers/hours.csv").content.decode().splitlines()

    assert re.search(r"^\d\d:00,1,0,", rows[1])


def test_a_name_in_another_script_keeps_its_full_stop(client):
    """In a line from right to left, it would stand before the name."""
    client.force_login(make_moderator())
    make_comment(name="Lena W.")

    assert "<bdi>Lena W.</bdi>" in client.get("/admin/comments/comment/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_moderator_did_is_said_in_their_language(client, language):
    client.force_login(make_moderator())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    comment = make_comment(name="Aram")

    client.post(f"{card_url(comment)}approve/", {"seen": 0})
    page = client.get(desk_url()).content.decode()

    with translation.override(language):
        said = translation.gettext("Approved: %(name)s’s comment.") % {"name": "\u2068Aram\u2069"}
    assert said in page
