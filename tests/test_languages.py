"""Who is answered in which language, and what stays the same in all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from comments import form_shown, kept_pages, notices, threads_shown
from comments.languages import canonical, supported
from comments.models import Comment, Guideline
from comments.templatetags.comments import moment
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_opened,
)

pytestmark = pytest.mark.django_db

TITLES = {
    "en": "There is no such page",
    "ar": "لا توجد صفحة كهذه",
    "ckb": "پەڕەیەکی وا نییە",
    "kmr": "Rûpeleke wisa tune ye",
    "tr": "Böyle bir sayfa yok",
}


def answered(client, asked: str = "", *, chosen: str = "", path: str = "/nowhere/"):
    if chosen:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    return client.get(path, headers={"Accept-Language": asked} if asked else {})


def page_of(*arguments, **named) -> str:
    return answered(*arguments, **named).content.decode()


def test_who_asks_for_nothing_is_answered_in_english(client):
    assert TITLES["en"] in page_of(client)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ar", "ar"),
        ("ar-IQ,ar;q=0.9,en;q=0.8", "ar"),
        ("ckb", "ckb"),
        ("ckb-IQ", "ckb"),
        ("kmr", "kmr"),
        ("kmr-Latn-TR", "kmr"),
        ("ku", "kmr"),
        ("ku-TR,tr;q=0.5", "kmr"),
        ("KU-latn", "kmr"),
        ("tr-TR,tr;q=0.9", "tr"),
        ("fr,tr;q=0.4", "tr"),
        ("de-AT,de;q=0.9", "en"),
        ("fr;q=0.9,*;q=0.1", "en"),
        ("*,ar;q=0.5", "en"),
        ("a" * 5000, "en"),
        ("ar;q=x,;;,", "en"),
        ("\x00ku", "en"),
    ],
)
def test_the_browser_is_answered_in_what_it_asks_for(client, asked, language):
    page = page_of(client, asked)

    assert TITLES[language] in page
    assert f'<html lang="{language}" dir="{"rtl" if language in ("ar", "ckb") else "ltr"}">' in page


def test_what_was_chosen_comes_before_what_the_browser_asks_for(client):
    assert TITLES["ckb"] in page_of(client, "tr", chosen="ckb")


@pytest.mark.parametrize("chosen", ["xx", "de", "ar\x00", "../ar", "k" * 4000])
def test_a_cookie_that_names_no_language_of_ours_is_as_none(client, chosen):
    assert TITLES["tr"] in page_of(client, "tr", chosen=chosen)


def test_caches_are_told_what_an_answer_depends_on(client):
    answer = answered(client, "ckb")

    assert answer["Content-Language"] == "ckb"
    assert {"accept-language", "cookie"} <= {name.strip().lower() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize("language", TITLES)
def test_a_language_is_chosen_by_a_plain_form(client, language):
    page = page_of(client, path="/?sort=newest")
    assert '<input type="hidden" name="next" value="/?sort=newest">' in page
    assert f'name="language" value="{language}"' in page

    answer = client.post(reverse("choose_language"), {"language": language, "next": "/?sort=newest"})

    assert (answer.status_code, answer["Location"]) == (302, "/?sort=newest")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == language
    assert TITLES[language] in page_of(client)


def test_choosing_leads_to_no_other_site(client):
    answer = client.post(reverse("choose_language"), {"language": "ar", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_choosing_takes_a_post(client):
    client.get(reverse("choose_language"), {"language": "ar"})

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_chooser_is_not_offered_where_words_would_be_lost(client):
    page = client.post(reverse("comments:submit"), {"page": "forged", "text": "Kept."}).content.decode()

    assert "Kept." in page
    assert reverse("choose_language") not in page


def test_a_language_does_not_stay_behind_for_the_next_reader(client):
    before = translation.get_language()

    answered(client, "ar")

    assert translation.get_language() == before


def published_under(article) -> Comment:
    comment = make_comment("It should have closed years ago.", discussion=make_discussion(article))
    comment.approve(by=make_moderator(), seen=0)
    return comment


def test_a_thread_reads_the_same_in_every_language(client):
    article = make_article()
    comment = published_under(article)

    threads = {language: page_of(client, language, path=article.get_absolute_url()) for language in TITLES}

    for page in threads.values():
        assert comment.text in page
        assert f'<article class="story" lang="{article.language}" dir="ltr">' in page
        assert f'id="comment-{comment.pk}"' in page
    assert "1 comment" in threads["en"]
    assert "تعليق واحد" in threads["ar"]
    assert "١ کۆمێنت" in threads["ckb"]
    assert "1 şîrove" in threads["kmr"]
    assert "1 yorum" in threads["tr"]


def test_no_language_costs_more_queries_than_another(client):
    article = make_article()
    published_under(article)
    for _ in range(2):  # what is remembered for a minute is asked for in two turns
        page_of(client, path=article.get_absolute_url())
    asked = []
    for language in TITLES:
        for shelf in (form_shown.kept, kept_pages.kept, threads_shown.kept):
            shelf.clear()
        with CaptureQueriesContext(connection) as queries:
            page_of(client, language, path=article.get_absolute_url())
        asked.append(len(queries))

    assert len(set(asked)) == 1


def test_a_comment_knows_the_language_its_author_read_in(client):
    with translation.override("kmr"):
        assert make_comment("Ev pir kevn e û divê bê nûkirin.").interface_language == "kmr"


@pytest.mark.parametrize(
    ("tag", "language"), [("ku", "kmr"), ("ku-Latn-SY", "kmr"), ("CKB", "ckb"), ("kun", "kun")]
)
def test_kurdish_without_saying_which_is_kurmanji(tag, language):
    assert canonical(tag) == language


@pytest.mark.parametrize("tag", ["", "-", "xx", "ar_IQ.UTF-8/../..", "é"])
def test_a_tag_of_no_language_of_ours_is_none(tag):
    assert supported(tag) is None


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "5 November 2026, 08:07"),
        ("ar", "٥ نوفمبر ٢٠٢٦، ٠٨:٠٧"),
        ("ckb", "٥ی تشرینی دووەمی ٢٠٢٦، ٠٨:٠٧"),
        ("kmr", "5 Mijdar 2026, 08:07"),
        ("tr", "5 Kasım 2026, 08:07"),
    ],
)
def test_dates_and_digits_are_of_the_language(language, written):
    with translation.override(language):
        assert moment(datetime(2026, 11, 5, 8, 7, tzinfo=UTC)) == written


@pytest.mark.parametrize(
    ("language", "subject", "sentence"),
    [
        ("ar", "لم يُنشر تعليقكم على «", "لا يوافق قواعدنا."),
        ("ckb", "» بڵاونەکرایەوە", "لەگەڵ ڕێساکانماندا ناگونجێت."),
        ("kmr", "” nehat weşandin", "Ew li gorî rêgezên me nîne."),
        ("tr", "” yazısına yorumunuz yayımlanmadı", "Kurallarımıza uymuyor."),
    ],
)
def test_a_mail_is_in_the_language_its_reader_wrote_in(mailoutbox, language, subject, sentence):
    with translation.override(language):
        comment = make_opened("The northern road floods.", email="leyla@example.org")
    comment.reject(by=make_moderator(), seen=0, guidelines=["threats"])

    notices.deliver_due(now=timezone.now() + timedelta(hours=1))

    mail = next(mail for mail in mailoutbox if subject in mail.subject)
    html = mail.alternatives[0].content
    assert sentence in mail.body
    assert sentence in html
    assert f'<html lang="{language}" dir="{"rtl" if language in ("ar", "ckb") else "ltr"}">' in html
    assert Guideline.objects.get(code="threats").wording(language).text in mail.body


def test_a_reporter_is_written_to_in_english_where_the_page_speaks_no_language_of_ours(mailoutbox):
    comment = make_comment(discussion=make_discussion(make_article(language="de")))
    comment.approve(by=make_moderator(), seen=0)
    comment.report(author=make_author(), guideline="threats", note="", email="leyla@example.org")
    comment.reject(by=make_moderator(), seen=1, guidelines=["threats"])

    notices.deliver_due(now=timezone.now() + timedelta(hours=1))

    assert '<html lang="en" dir="ltr">' in mailoutbox[-1].alternatives[0].content


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "حدث عطل لدينا"), ("kmr", "Li aliyê me tiştek xera bû")]
)
def test_even_the_page_for_when_all_is_broken_is_in_the_language(language, said):
    with translation.override(language):
        assert said in render_to_string("500.html")


def test_a_refusal_is_in_the_language(client):
    page = client.post(
        reverse("comments:submit"), {"page": "forged"}, headers={"Accept-Language": "tr"}
    ).content.decode()

    assert "Hakkında yazdığınız sayfa artık yok" in page
