"""Before a comment is taken, its author may be asked, once, to look at the words again."""

import pytest
from django.core.cache import cache

from comments.models import Comment, Screening, TrailEntry
from tests.factories import make_approved, make_article, make_discussion, make_suspended, make_term, make_user
from tests.readers import SUBMIT, filled_in, send, the_comment, words_kept

pytestmark = pytest.mark.django_db

RUDE = "You are an idiot, and everyone knows it."
CIVIL = "I do not think that you are right."
ASKED = "Not sent yet: have another look"


@pytest.fixture(autouse=True)
def nobody_asked_before(db):
    cache.clear()


def again(response, **changed) -> dict[str, str]:
    """The form that came back, as a browser sends it."""
    form = response.context["form"]
    return {field.name: field.value() or "" for field in form} | changed


def codes(response) -> list[str]:
    return [guideline.code for guideline in response.context.get("thoughts") or []]


def test_words_that_a_check_would_look_at_are_not_taken_at_once(client):
    response = send(client, make_article(), text=RUDE)

    assert response.status_code == 200
    assert ASKED in response.content.decode()
    assert words_kept(response, RUDE)
    assert not Comment.objects.exists()
    assert not Screening.objects.exists()
    assert not TrailEntry.objects.exists()


def test_the_guideline_is_shown_and_neither_rule_nor_words(client):
    page = send(client, make_article(), text=RUDE).content.decode()

    shown = page[page.index('id="second-thoughts"') : page.index('id="comment-form-text"')]
    assert "No personal attacks" in shown
    assert "idiot" not in shown
    assert "<mark" not in page


def test_only_the_guidelines_looked_at_are_shown(client):
    assert codes(send(client, make_article(), text=RUDE)) == ["personal_attacks"]


def test_guidelines_are_shown_in_the_language_of_the_page(client):
    article = make_article(language="ar")

    page = send(client, article, text=RUDE).content.decode()

    assert '<li lang="ar" dir="rtl">' in page


def test_it_can_be_sent_as_it_is(client):
    asked = send(client, make_article(), text=RUDE)

    response = client.post(SUBMIT, again(asked))

    assert response.status_code == 303
    assert the_comment().text == RUDE
    assert the_comment().newest_screening.verdicts.get(guideline="personal_attacks").verdict == "look"


@pytest.mark.parametrize("text", [CIVIL, "You are a fool, and an idiot."], ids=["civil", "still rude"])
def test_changed_words_are_sent_without_another_question(client, text):
    asked = send(client, make_article(), text=RUDE)

    response = client.post(SUBMIT, again(asked, text=text))

    assert response.status_code == 303
    assert the_comment().text == text


@pytest.mark.parametrize(
    "text",
    [
        CIVIL,
        "Buy now at https://cheap.example and https://cheaper.example today!",
        "My cat likes fish.",
        "ok",
        "👍👍👍",
    ],
)
def test_nobody_is_asked_about_links_relevance_or_nothing(client, text):
    assert send(client, make_article(), text=text).status_code == 303


def test_a_check_that_failed_asks_nobody(client, settings):
    settings.COMMENTS = settings.COMMENTS | {"SCREENING_BUDGET_MS": 0}

    response = send(client, make_article(), text=RUDE)

    assert response.status_code == 303
    assert set(the_comment().newest_screening.verdicts.values_list("verdict", flat=True)) <= {
        "failed",
        "clear",
    }


def test_terms_of_the_editors_ask_too(client):
    make_term("gammon")

    response = send(client, make_article(), text="What a gammon!")

    assert codes(response) == ["abuse"]
    assert "gammon" not in response.content.decode().partition('id="comment-form-text"')[0]


@pytest.mark.parametrize("is_on", [True, False])
def test_a_setting_turns_it_off(client, settings, is_on):
    settings.COMMENTS = settings.COMMENTS | {"SECOND_THOUGHTS": is_on}

    assert send(client, make_article(), text=RUDE).status_code == (200 if is_on else 303)


def test_an_account_is_asked_like_a_guest(client):
    client.force_login(make_user())

    asked = send(client, make_article(), text=RUDE, name=None)

    assert ASKED in asked.content.decode()
    assert client.post(SUBMIT, again(asked)).status_code == 303


@pytest.mark.parametrize("asked", ["1", "0", "no", "\x00", "x" * 10_000, "<script>"])
def test_whoever_forges_the_answer_only_skips_the_question(client, asked):
    assert send(client, make_article(), text=RUDE, asked=asked).status_code == 303


def test_an_empty_answer_is_none(client):
    assert send(client, make_article(), text=RUDE, asked="").status_code == 200


def test_the_first_form_sent_twice_asks_twice_and_makes_nothing(client):
    form = filled_in(make_article(), text=RUDE)

    answers = [client.post(SUBMIT, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not Comment.objects.exists()


def test_the_second_form_sent_twice_is_one_comment(client):
    form = again(send(client, make_article(), text=RUDE))

    first, second = client.post(SUBMIT, form), client.post(SUBMIT, form)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_form_that_made_a_comment_leads_to_it_without_a_question(client):
    form = filled_in(make_article(), text=RUDE)
    client.post(SUBMIT, form | {"asked": "1"})

    assert client.post(SUBMIT, form).status_code == 303
    assert Comment.objects.count() == 1


def test_the_reply_survives_the_question(client):
    article = make_article()
    answered = make_approved(discussion=make_discussion(article))

    asked = send(client, article, text=RUDE, in_reply_to=str(answered.pk))
    client.post(SUBMIT, again(asked))

    assert Comment.objects.latest("pk").in_reply_to == answered


def test_what_would_be_refused_is_refused_without_a_question(client):
    article = make_article()
    make_discussion(article).close()

    response = send(client, article, text=RUDE)

    assert response.status_code == 409
    assert ASKED not in response.content.decode()


def test_who_may_not_write_is_not_asked_to_mend_it(client):
    article = make_article()
    send(client, article)
    make_suspended(the_comment())

    response = send(client, article, text=RUDE)

    assert response.status_code == 403
    assert ASKED not in response.content.decode()


def test_who_asks_what_the_checks_say_again_and_again_is_no_longer_answered(client, settings):
    limits = settings.COMMENTS.get("POSTING_LIMITS", {}) | {
        "browser": (2, 300),
        "account": (9, 300),
        "network_v4": (9, 300),
        "network_v6": (9, 300),
    }
    settings.COMMENTS = settings.COMMENTS | {"POSTING_LIMITS": limits}
    article = make_article()

    answers = [send(client, article, text=RUDE).status_code for _ in range(3)]

    assert answers == [200, 200, 303]


def test_in_place_the_question_is_the_form_alone(client):
    response = client.post(SUBMIT, filled_in(make_article(), text=RUDE), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert page.startswith("<title>Not sent yet")
    assert "<html" not in page
    assert 'id="second-thoughts"' in page


def test_the_question_is_kept_by_no_cache(client):
    assert "no-store" in send(client, make_article(), text=RUDE)["Cache-Control"]
