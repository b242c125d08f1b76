"""From the form under an article to a comment that waits."""

import json

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart
from django.urls import reverse
from django.utils import timezone

from comments import pages
from comments.form_ticket import key_of
from comments.models import Author, Comment, Discussion
from comments.screening import load_checks
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_rejected,
    make_user,
)
from tests.readers import SUBMIT, TEXT, filled_in, send, the_comment, ticket, words_kept

pytestmark = pytest.mark.django_db


def test_a_guest_sends_a_comment_and_is_led_to_its_receipt(client):
    response = send(client, make_article())

    assert response.status_code == 303
    assert response["Location"] == the_comment().receipt.get_absolute_url()
    assert (the_comment().text, the_comment().name, the_comment().status) == (TEXT, "Aram", "pending")


def test_a_guest_is_known_by_a_cookie_that_scripts_cannot_read(client):
    send(client, make_article())

    cookie = client.cookies["comments_author"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600


def test_the_cookie_is_secure_where_sessions_are(client, settings):
    settings.SESSION_COOKIE_SECURE = True

    send(client, make_article())

    assert client.cookies["comments_author"]["secure"]


def test_the_same_browser_is_the_same_author(client):
    article = make_article()

    send(client, article)
    send(client, article, text="And the southern one every autumn.")

    assert Author.objects.count() == 1


@pytest.mark.parametrize("forged", ["someone-else", "someone-else:1abc:forged", ""])
def test_a_forged_cookie_makes_a_new_author(client, forged):
    victim = make_comment().author
    client.cookies["comments_author"] = forged or victim.key

    send(client, make_article())

    assert Comment.objects.latest("pk").author != victim


def test_reading_makes_no_author_and_sets_no_author_cookie(client):
    client.get(make_article().get_absolute_url())

    assert "comments_author" not in client.cookies
    assert not Author.objects.exists()


def test_whoever_is_signed_in_writes_as_their_account(client):
    user = make_user("leyla", first_name="Leyla", last_name="Aslan", email="leyla@example.org")
    client.force_login(user)

    send(client, make_article(), name=None)

    assert the_comment().name == "Leyla Aslan"
    assert the_comment().email == "leyla@example.org"
    assert the_comment().author.user == user
    assert "comments_author" not in client.cookies


def test_an_account_without_a_full_name_signs_with_its_username(client):
    client.force_login(make_user("leyla"))

    send(client, make_article(), name="Somebody else")

    assert the_comment().name == "leyla"


def test_an_account_signs_with_as_much_of_its_name_as_fits(client):
    client.force_login(make_user(first_name="Maximiliane " * 5, last_name="Oberhuber"))
    article = make_article()

    response = send(client, article, name=None)

    assert response.status_code == 303
    assert the_comment().name == " ".join(["Maximiliane"] * 5)
    assert f"<bdi>{the_comment().name}</bdi>" in client.get(article.get_absolute_url()).content.decode()


def test_a_reply_is_kept_with_what_it_answers(client):
    article = make_article()
    answered = make_approved(discussion=make_discussion(article))

    send(client, article, in_reply_to=str(answered.pk))

    assert Comment.objects.latest("pk").in_reply_to == answered


def test_the_network_is_kept_hashed(client):
    send(client, make_article())

    assert the_comment().network.startswith("v4:")
    assert "127.0.0" not in the_comment().network


def test_what_is_sent_twice_is_one_comment(client):
    form = filled_in(make_article())

    first, second = client.post(SUBMIT, form), client.post(SUBMIT, form)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_what_is_sent_twice_before_the_cookie_came_back_is_one_comment():
    form = filled_in(make_article())

    first, second = Client().post(SUBMIT, form), Client().post(SUBMIT, form)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_post_refreshed_after_days_is_still_one_comment(client, settings):
    form = filled_in(make_article())
    client.post(SUBMIT, form)
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 1)}

    response = client.post(SUBMIT, form)

    assert response.status_code == 303
    assert Comment.objects.count() == 1


def test_a_form_sent_signed_out_and_again_signed_in_is_one_comment(client):
    form = filled_in(make_article())
    client.post(SUBMIT, form)
    client.force_login(make_user())

    assert client.post(SUBMIT, form).status_code == 303
    assert Comment.objects.count() == 1


def test_other_words_in_the_form_one_went_back_to_are_another_comment(client):
    form = filled_in(make_article())
    client.post(SUBMIT, form)

    response = client.post(SUBMIT, form | {"text": "And another thing."})

    assert response.status_code == 303
    assert Comment.objects.latest("pk").text == "And another thing."
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "text", ["", "   \r\n\t ", "\u200b\u2060", "\u202e", "\u3164\u115f", "\u2800 \ufe0f"]
)
def test_a_blank_comment_is_refused_beside_its_field(client, text):
    response = send(client, make_article(), text=text)

    assert response.status_code == 422
    assert "Write a comment first." in response.context["form"].errors["text"]
    assert not Comment.objects.exists()


def test_errors_are_tied_to_their_fields_and_summed_up_first(client):
    response = send(client, make_article(), text="", name="")

    page = response.content.decode()
    assert "<title>Error:" in page
    assert 'id="comment-errors" role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#comment-form-text">' in page
    assert 'aria-describedby="comment-form-name_error"' in page
    assert 'id="comment-form-name_error"' in page
    assert page.index("comment-errors") < page.index("comment-form-name_error")


@pytest.mark.parametrize(
    "text",
    [
        "🙂🙃",
        "\U0001faea",  # an emoji younger than the tables of Python 3.11
        "<script>alert(1)</script>",
        "\u202eright to left\u202c or not",
        "م" * 3000,
        "a\u0301" * 1500,
        "tabs\tand\x07bells",
        "👩‍👩‍👧‍👦" * 20,
    ],
)
def test_odd_words_are_stored_as_they_are(client, text):
    response = send(client, make_article(), text=text)

    assert response.status_code == 303
    assert the_comment().text == text


@pytest.mark.parametrize(
    "text",
    ["x" * 3001, "e" + "\u0301" * 10_000, "nul\x00here", "a " * 5000],
    ids=["3001 characters", "10000 marks", "NUL", "a thousand words"],
)
def test_words_that_cannot_be_stored_come_back_whole(client, text):
    response = send(client, make_article(), text=text)

    assert response.status_code == 422
    assert words_kept(response, text)
    assert not Comment.objects.exists()


def test_3000_characters_count_after_line_ends_are_settled(client):
    response = send(client, make_article(), text="  " + "a\r\n" * 1499 + "aa\r\n\r\n")

    assert response.status_code == 303
    assert len(the_comment().text) == 3000


def test_a_faulty_address_is_refused_with_the_words_kept(client):
    response = send(client, make_article(), email="aram@")

    assert response.status_code == 422
    assert words_kept(response)
    assert 'value="aram@"' in response.content.decode()


def test_an_address_too_long_to_store_is_refused_with_the_words_kept(client):
    response = send(client, make_article(), email=f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example")

    assert response.status_code == 422
    assert words_kept(response)


@pytest.mark.parametrize("nonsense", ["999999", "-1", "abc", "1e5", "9" * 40, "0", "١٢"])
def test_a_reply_to_nothing_keeps_the_words_and_offers_to_send_them_without(client, nonsense):
    article = make_article()

    response = send(client, article, in_reply_to=nonsense)

    assert response.status_code == 409
    assert words_kept(response)
    assert response.context["form"]["in_reply_to"].value() == ""
    assert not Comment.objects.exists()


def test_a_reply_to_a_rejected_comment_is_refused_without_naming_it(client):
    article = make_article()
    rejected = make_rejected("Hidden words.", discussion=make_discussion(article), name="Hidden Name")

    response = send(client, article, in_reply_to=str(rejected.pk))

    assert response.status_code == 409
    assert words_kept(response)
    assert "Hidden" not in response.content.decode()


def test_a_reply_across_discussions_is_refused(client):
    foreign = make_approved()

    response = send(client, make_article(), in_reply_to=str(foreign.pk))

    assert response.status_code == 409
    assert Comment.objects.count() == 1


def test_a_refused_reply_can_be_sent_as_it_comes_back(client):
    article = make_article()
    refused = send(client, article, in_reply_to="999999").context["form"]

    response = client.post(SUBMIT, {field.name: field.value() or "" for field in refused})

    assert response.status_code == 303
    assert the_comment().in_reply_to is None


def test_a_reply_can_be_sent_without_the_reply(client):
    article = make_article()
    answered = make_approved(discussion=make_discussion(article))

    send(client, article, in_reply_to=str(answered.pk), without_reply="1")

    assert Comment.objects.latest("pk").in_reply_to is None


def test_a_discussion_closed_meanwhile_keeps_the_words(client):
    article = make_article()
    make_discussion(article).close()

    response = send(client, article)

    assert response.status_code == 409
    assert "This discussion is closed." in response.content.decode()
    assert words_kept(response)


def test_an_article_closed_for_comments_takes_none(client):
    response = send(client, make_article(is_open_for_comments=False))

    assert response.status_code == 409
    assert not Comment.objects.exists()


def test_a_form_sent_too_fast_comes_back_and_passes_the_second_time(client):
    article = make_article()
    with time_machine.travel(timezone.now(), tick=False):  # on a slow machine it would be old enough
        fast = ticket(seconds_ago=0)

        response = send(client, article, ticket=fast)

    assert response.status_code == 422
    assert words_kept(response)
    assert response.context["form"]["ticket"].value() == fast


@pytest.mark.parametrize("seconds_ago", [0, -3])
def test_where_no_form_is_too_fast_none_is(client, settings, seconds_ago):
    """Not even within the second in which it was shown, or by a machine whose clock was ahead."""
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False):
        response = send(client, make_article(), ticket=ticket(seconds_ago=seconds_ago))

    assert response.status_code == 303


@pytest.mark.parametrize("stale", [lambda: ticket(seconds_ago=3 * 24 * 3600), lambda: "forged", lambda: ""])
def test_a_stale_or_forged_form_comes_back_fresh_with_its_words(client, stale):
    stale = stale()

    response = send(client, make_article(), ticket=stale)

    fresh = response.context["form"]["ticket"].value()
    assert response.status_code == 422
    assert words_kept(response)
    assert key_of(fresh)
    assert fresh != stale


def test_what_fills_in_the_hidden_field_is_shown_again_with_the_field_emptied(client):
    response = send(client, make_article(), website="https://spam.example")

    assert response.status_code == 422
    assert words_kept(response)
    assert response.context["form"]["website"].value() == ""
    assert "only programs can see" in response.content.decode()


def test_a_form_left_open_over_a_logout_comes_back_asking_for_a_name(client):
    response = send(client, make_article(), name=None)

    assert response.status_code == 422
    assert words_kept(response)
    assert "Give a name to sign with." in response.content.decode()


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True)


def test_a_form_without_its_csrf_token_comes_back_with_its_words(strict_client):
    response = send(strict_client, make_article())

    assert response.status_code == 403
    assert words_kept(response)
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert not Comment.objects.exists()


def test_the_form_that_came_back_from_a_csrf_failure_can_be_sent(strict_client):
    failed = send(strict_client, make_article())
    fields = {field.name: field.value() or "" for field in failed.context["form"]}

    response = strict_client.post(
        SUBMIT, fields | {"csrfmiddlewaretoken": strict_client.cookies["csrftoken"].value}
    )

    assert response.status_code == 303


@pytest.mark.parametrize(
    "page",
    [
        "",
        "forged",
        "WyJuZXdzcm9vbS51c2VyIiwiMSJd:forged",
        signing.dumps(["removed.page", "1"], salt=pages.SALT),
    ],
    ids=["none", "nonsense", "forged", "of an app that is gone"],
)
def test_a_page_that_is_not_ours_gives_the_words_back_to_copy(client, page):
    response = send(client, make_article(), page=page)

    assert response.status_code == 404
    assert TEXT in response.content.decode()


def test_a_page_that_is_gone_gives_the_words_back_to_copy(client):
    article = make_article()
    form = filled_in(article)
    article.delete()

    response = client.post(SUBMIT, form)

    assert response.status_code == 404
    assert "is gone" in response.content.decode()
    assert TEXT in response.content.decode()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_ten_megabytes_are_refused_in_plain_words(client, kind):
    body = "text=" + "x" * 10_000_000
    if kind.startswith("multipart"):
        body = f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{body}\r\n--x--\r\n'

    response = client.post(SUBMIT, body, content_type=kind)

    assert response.status_code == 413
    assert "3,000 characters" in response.content.decode()


def test_a_file_too_big_for_a_form_is_refused_before_it_is_kept(client):
    upload = SimpleUploadedFile("words.txt", b"x" * 3_000_000)

    response = client.post(SUBMIT, {"text": TEXT, "file": upload})

    assert response.status_code == 413
    assert "3,000 characters" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "hex", "idna", "utf-16"])
def test_a_form_is_read_as_it_was_shown_whatever_charset_it_claims(client, charset):
    fields = filled_in(make_article(), text="One +2AA- two \\ud800 three")
    body = encode_multipart(BOUNDARY, fields)

    kind = f"multipart/form-data; boundary={BOUNDARY}; charset={charset}"
    response = client.generic("POST", SUBMIT, body, content_type=kind)

    assert response.status_code == 303
    assert the_comment().text == "One +2AA- two \\ud800 three"


@pytest.fixture
def broken_check(settings):
    settings.COMMENTS = settings.COMMENTS | {"CHECKS": [{"NAME": "tests.readers.BrokenCheck"}]}
    load_checks.cache_clear()
    yield
    load_checks.cache_clear()


def test_a_check_that_raises_does_not_cost_the_comment(client, broken_check):
    response = send(client, make_article())

    verdict = the_comment().newest_screening.verdicts.get(guideline="profanity")
    assert response.status_code == 303
    assert the_comment().text == TEXT
    assert verdict.verdict == "failed"


def test_getting_the_address_of_the_form_does_nothing(client):
    response = client.get(SUBMIT, filled_in(make_article()))

    assert response.status_code == 405
    assert not Comment.objects.exists()
    assert not Discussion.objects.exists()


def test_with_htmx_a_success_leads_to_the_receipt(client):
    response = client.post(SUBMIT, filled_in(make_article()), headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response["HX-Redirect"] == the_comment().receipt.get_absolute_url()


def test_with_htmx_an_error_comes_as_the_form_alone(client):
    response = client.post(SUBMIT, filled_in(make_article(), text=""), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    assert "<html" not in page
    assert page.count("<form") == 1


def test_the_forms_page_is_not_kept_by_caches(client):
    response = send(client, make_article(), text="")

    assert "no-store" in response["Cache-Control"]


def test_a_json_body_is_no_form(client):
    response = client.post(SUBMIT, json.dumps({"text": TEXT}), content_type="application/json")

    assert response.status_code == 404
    assert reverse("comments:submit") == SUBMIT
