"""The private page that tells an author where the comment stands."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import GuidelineWording
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.readers import send, the_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_ago():
    """Within it, what is done was done an hour ago, and can no longer be undone."""
    return lambda: clock.at(timezone.now() - timedelta(hours=1))


@pytest.fixture
def rejected(long_ago):
    with long_ago():
        return make_rejected()


def shown(client, comment) -> str:
    response = client.get(comment.receipt.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_waiting_comment_is_shown_with_its_place_in_line(client):
    make_comment("Earlier.")
    comment = make_comment("My own words.")
    make_comment("Later.")

    page = shown(client, comment)

    assert "Waiting for a moderator" in page
    assert "My own words." in page
    assert "1 comment waits before it." in page


def test_the_next_in_line_is_told_so(client):
    assert "It is the next to be read." in shown(client, make_comment())


def test_the_usual_wait_is_told(client):
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(20):
        with clock.at(timezone.now() - timedelta(hours=1, minutes=10)):
            comment = make_comment(discussion=discussion)
        with clock.at(timezone.now() - timedelta(hours=1)):
            comment.approve(by=moderator, seen=0)

    assert "Decisions usually take about 10 minutes." in shown(client, make_comment())


@pytest.mark.parametrize("decide", [make_approved, make_rejected])
def test_a_decision_is_not_told_while_it_can_be_undone(client, decide):
    page = shown(client, decide())

    assert "Waiting for a moderator" in page
    assert "No advertising" not in page


def test_an_approved_comment_leads_to_where_it_stands(client, long_ago):
    with long_ago():
        comment = make_approved()

    page = shown(client, comment)

    assert "<title>Your comment" in page
    assert "Approved" in page
    assert f'href="{comment.get_absolute_url()}"' in page


def test_an_approved_comment_that_left_public_view_is_not_linked(client, long_ago):
    with long_ago():
        comment = make_approved()
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    page = shown(client, comment)

    assert f'href="{comment.get_absolute_url()}"' not in page
    assert "It is being looked at again." in page


def test_a_letter_is_promised_only_while_one_will_come(client, long_ago):
    with long_ago():
        decided = make_approved(email="aram@mail.example")
    promise = "We will write to you when it is decided."

    assert promise in shown(client, make_comment(email="aram@mail.example"))
    assert promise not in shown(client, decided)


def test_words_are_shown_in_the_language_they_were_guessed_to_be(client):
    comment = make_comment("الطريق الشمالي يغرق كل ربيع.")

    assert '<blockquote class="receipt__text" lang="ar" dir="auto">' in shown(client, comment)


def test_a_rejection_is_told_with_its_guideline_and_why(client, long_ago):
    with long_ago():
        comment = make_comment("Your bridge is a fig leaf, you fig.")
        comment.reject(
            by=make_moderator(),
            seen=0,
            guidelines=["personal_attacks", "relevance"],
            explanation="Leave out the last two words.",
            words=["you fig"],
        )

    page = shown(client, comment)

    assert "Rejected" in page
    assert "No personal attacks" in page
    assert "Stay with the subject" in page
    assert "Leave out the last two words." in page
    assert '<mark class="mark">you fig</mark>' in page
    assert "marked by the moderator" in page


@pytest.mark.parametrize(
    ("guidelines", "language", "said"),
    [
        (["abuse"], "en", "The guideline as it read then:"),
        (["abuse", "promotion"], "en", "The guidelines as they read then:"),
        (["abuse", "promotion"], "ar", "نص القاعدتين كما كان حينها:"),
        (["abuse", "promotion"], "tr", "Kuralların o günkü hâli:"),
    ],
)
def test_one_guideline_is_announced_as_one_and_several_as_several(
    client, long_ago, guidelines, language, said
):
    with long_ago():
        comment = make_comment()
        comment.reject(by=make_moderator(), seen=0, guidelines=guidelines)

    page = client.get(comment.receipt.get_absolute_url(), headers={"accept-language": language})

    assert said in page.content.decode()


def test_what_a_check_had_found_is_shown_as_the_checks(client, long_ago):
    with long_ago():
        comment = make_comment("Buy now at https://cheap.example and https://cheaper.example today!")
        comment.reject(by=make_moderator(), seen=0, guidelines=["promotion"])
    finding = comment.newest_screening.verdicts.get(guideline="promotion").findings.first()

    page = shown(client, comment)

    assert f'<mark class="mark">{comment.text[finding.start : finding.end]}' in page
    assert "pointed out by a check:" in page


def test_findings_under_other_guidelines_are_not_shown(client, long_ago):
    with long_ago():
        comment = make_comment("Buy now at https://cheap.example and https://cheaper.example today!")
        comment.reject(by=make_moderator(), seen=0, guidelines=["relevance"])

    assert "<mark" not in shown(client, comment)


def test_marks_are_escaped_like_all_words(client, long_ago):
    with long_ago():
        comment = make_comment("<script>alert(1)</script> & more")
        comment.reject(by=make_moderator(), seen=0, guidelines=["abuse"], words=["<script>"])

    page = shown(client, comment)

    assert '<mark class="mark">&lt;script&gt;</mark>' in page
    assert "<script>alert" not in page


def test_the_guideline_is_shown_as_it_read_when_it_was_decided(client, rejected):
    GuidelineWording.objects.create(
        guideline_id="promotion", language="en", version=2, title="Newly worded", text="Later words."
    )

    page = shown(client, rejected)

    assert "No advertising" in page
    assert "Newly worded" not in page


def appealed(client, comment, **fields):
    return client.post(reverse("comments:appeal", args=[comment.receipt.token]), fields)


def test_a_rejected_author_can_ask_to_have_it_decided_again(client, rejected):
    assert "Ask us to decide again" in shown(client, rejected)

    response = appealed(client, rejected, statement="It was no advertisement.")

    assert response["Location"] == rejected.receipt.get_absolute_url()
    assert rejected.open_appeal.statement == "It was no advertisement."
    assert "Another moderator will." in shown(client, rejected)


def test_asking_needs_no_statement(client, rejected):
    appealed(client, rejected)

    assert rejected.open_appeal


def test_asking_twice_is_refused_with_the_words_kept(client, rejected):
    appealed(client, rejected)

    response = appealed(client, rejected, statement="Once more.")

    assert response.status_code == 409
    assert "You have asked for this already." in response.content.decode()
    assert "Once more." in response.content.decode()


def test_too_long_a_statement_comes_back_whole(client, rejected):
    response = appealed(client, rejected, statement="x" * 3001)

    assert response.status_code == 422
    assert "x" * 3001 in response.content.decode()
    assert rejected.open_appeal is None


@pytest.mark.parametrize("make", [make_comment, make_approved])
def test_only_a_rejection_can_be_decided_again(client, make, long_ago):
    with long_ago():
        comment = make()

    assert "Ask us to decide again" not in shown(client, comment)
    assert appealed(client, comment).status_code == 409


@pytest.mark.parametrize("decide", ["confirm", "overturn"])
def test_the_second_decision_is_told_as_such(client, rejected, long_ago, decide):
    with clock.at(timezone.now() - timedelta(minutes=30)):
        appeal = rejected.appeal(statement="Please.")
        rules = {"guidelines": ["promotion"]} if decide == "confirm" else {}
        getattr(appeal, decide)(by=make_moderator(), seen=1, **rules)

    page = shown(client, rejected)

    said = {"confirm": "confirmed the rejection", "overturn": "overturned the rejection"}
    assert said[decide] in page
    assert "Ask us to decide again" not in page


@pytest.mark.parametrize("make", [make_comment, make_approved])
def test_an_author_can_withdraw(client, make):
    comment = make()
    address = reverse("comments:withdraw", args=[comment.receipt.token])
    assert address in shown(client, comment)

    response = client.post(address)

    comment.refresh_from_db()
    assert response["Location"] == comment.receipt.get_absolute_url()
    assert comment.status == "withdrawn"
    assert "Withdrawn" in shown(client, comment)


def test_looking_at_the_withdrawal_withdraws_nothing(client):
    comment = make_comment()

    response = client.get(reverse("comments:withdraw", args=[comment.receipt.token]))

    comment.refresh_from_db()
    assert response.status_code == 200
    assert comment.status == "pending"


def test_withdrawing_twice_says_that_it_is_gone(client):
    comment = make_comment()
    address = reverse("comments:withdraw", args=[comment.receipt.token])
    client.post(address)

    response = client.post(address, follow=True)

    assert "This comment is gone already." in response.content.decode()


@pytest.mark.parametrize("action", ["withdraw", "appeal"])
def test_acts_need_a_csrf_token(rejected, action):
    address = reverse(f"comments:{action}", args=[rejected.receipt.token])

    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


def test_an_appeal_from_a_form_gone_stale_gives_its_words_back(rejected):
    address = reverse("comments:appeal", args=[rejected.receipt.token])

    response = Client(enforce_csrf_checks=True).post(address, {"statement": "I spoke of a fig tree."})

    assert response.status_code == 403
    assert "I spoke of a fig tree.</textarea>" in response.content.decode()
    assert rejected.open_appeal is None


def test_an_appeal_is_never_made_by_get(client, rejected):
    assert client.get(reverse("comments:appeal", args=[rejected.receipt.token])).status_code == 405
    assert rejected.open_appeal is None


@pytest.mark.parametrize("page", ["receipt", "withdraw"])
def test_the_page_is_for_its_author_alone(client, page):
    response = client.get(reverse(f"comments:{page}", args=[make_comment().receipt.token]))

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


@pytest.mark.parametrize("token", ["unknown", "%00", "ا", "a" * 500])
@pytest.mark.parametrize("page", ["receipt", "withdraw"])
def test_an_unknown_receipt_is_not_found(client, page, token):
    address = reverse(f"comments:{page}", args=["token"]).replace("token", token)

    assert client.get(address).status_code == 404


def test_the_receipt_of_an_erased_comment_is_not_found(client):
    comment = make_comment("To be erased.")
    address = comment.receipt.get_absolute_url()
    comment.erase(by=make_user(), request="2026-1")

    response = client.get(address)

    assert response.status_code == 404
    assert "To be erased." not in response.content.decode()


def test_the_receipt_is_where_sending_leads(client):
    response = send(client, make_article())

    assert client.get(response["Location"]).status_code == 200


def test_my_comments_lists_what_this_browser_sent_newest_first(client):
    article = make_article()
    send(client, article, text="The first of mine.")
    send(client, article, text="The second of mine.")
    make_comment("Somebody else's.")

    page = client.get(reverse("comments:mine")).content.decode()

    assert page.index("The second of mine.") < page.index("The first of mine.")
    assert "Somebody else's." not in page


def test_my_comments_lists_what_an_account_sent_from_anywhere(client):
    user = make_user()
    client.force_login(user)
    send(client, make_article(), name=None)
    other_browser = Client()
    other_browser.force_login(user)

    assert (
        the_comment().receipt.get_absolute_url()
        in other_browser.get(reverse("comments:mine")).content.decode()
    )


def test_my_comments_of_a_stranger_is_empty_and_private(client):
    make_comment("Somebody else's.", author=make_author())

    response = client.get(reverse("comments:mine"))

    assert "Nothing yet." in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_my_comments_is_cut_into_pages(client):
    article = make_article()
    send(client, article)
    author = the_comment().author
    for n in range(35):
        make_comment(f"Remark {n}.", author=author)

    first = client.get(reverse("comments:mine")).content.decode()
    second = client.get(reverse("comments:mine"), {"page": "2"}).content.decode()

    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
