"""A comment in place of an earlier one: it begins with the old words, and a moderator sees what differs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.desk.difference import passages
from comments.models import Comment, Preference, Rewriting
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.readers import SUBMIT, filled_in, send, ticket

pytestmark = pytest.mark.django_db

OLD, NEW = "Buy watches at the old bridge.", "Look at the old bridge, it is lovely."


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def rejected(article):
    with clock.at(timezone.now() - timedelta(hours=1)):
        return make_rejected(OLD, discussion=make_discussion(article), name="Aram")


def address(comment) -> str:
    return reverse("comments:anew", args=[comment.receipt.token])


def rewritten(client, article, earlier, text=NEW, **fields) -> Comment:
    fields = {"in_place_of": earlier.receipt.token, "asked": "1"} | fields
    response = send(client, article, text=text, **fields)
    assert response.status_code == 303, response.content.decode()
    return Comment.objects.latest("pk")


def card(client, comment) -> str:
    client.force_login(make_moderator())
    return client.get(reverse("admin:comments_desk_card", args=[comment.pk])).content.decode()


def test_a_receipt_leads_to_a_form_with_the_earlier_words(client, rejected):
    receipt = client.get(rejected.receipt.get_absolute_url()).content.decode()
    page = client.get(address(rejected))

    assert address(rejected) in receipt
    assert page.context["form"]["text"].value() == OLD
    assert page.context["form"]["name"].value() == "Aram"
    assert "No advertising" in page.content.decode()


def test_the_form_that_is_shown_can_be_sent(client, rejected):
    form = client.get(address(rejected)).context["form"]
    fields = {field.name: field.value() or "" for field in form} | {"text": NEW, "ticket": ticket()}

    response = client.post(SUBMIT, fields)

    assert response.status_code == 303
    assert Rewriting.objects.get().earlier == rejected


def test_showing_the_form_changes_nothing(client, rejected):
    client.get(address(rejected))

    assert Comment.objects.count() == 1
    assert not Rewriting.objects.exists()


def test_the_earlier_comment_stays_as_it_is(client, article, rejected):
    rewritten(client, article, rejected)

    rejected.refresh_from_db()
    assert (rejected.text, rejected.status) == (OLD, "rejected")


def test_an_account_writes_anew_too(client, article):
    client.force_login(make_user())
    send(client, article, name=None, text=OLD)
    earlier = Comment.objects.get()

    comment = rewritten(client, article, earlier, name=None)

    assert comment.rewriting.earlier == earlier


def test_a_reply_is_written_anew_as_a_reply(client, article):
    answered = make_approved(discussion=make_discussion(article))
    earlier = make_rejected(OLD, discussion=answered.discussion, in_reply_to=answered)

    assert client.get(address(earlier)).context["form"]["in_reply_to"].value() == answered.pk


def test_what_it_answered_may_be_gone(client, article):
    answered = make_approved(discussion=make_discussion(article))
    earlier = make_rejected(OLD, discussion=answered.discussion, in_reply_to=answered)
    answered.withdraw()

    assert client.get(address(earlier)).context["form"]["in_reply_to"].value() == ""


@pytest.mark.parametrize("token", ["forged", "", "\x00", "é" * 20, "x" * 5000])
def test_a_token_that_is_not_ours_makes_a_comment_like_any_other(client, article, token):
    response = send(client, article, text=NEW, in_place_of=token)

    assert response.status_code == 303
    assert not Rewriting.objects.exists()


def test_a_comment_on_another_page_is_written_in_place_of_none(client, rejected):
    rewritten(client, make_article(), rejected)

    assert not Rewriting.objects.exists()


def test_an_error_keeps_what_it_is_in_place_of(client, article, rejected):
    response = send(client, article, text="", in_place_of=rejected.receipt.token)

    assert response.context["form"]["in_place_of"].value() == rejected.receipt.token


def test_the_moderator_sees_what_differs(client, article, rejected):
    page = card(client, rewritten(client, article, rejected))

    shown = page[page.index('id="desk-written-anew"') :].partition("</section>")[0]
    assert "<del>Buy watches</del><ins>Look</ins>" in shown
    assert "<ins>, it is lovely</ins>" in shown
    assert "rejected" in shown
    assert "No advertising" in shown


def test_the_moderator_is_told_where_nothing_differs(client, article, rejected):
    assert "Word for word the same." in card(client, rewritten(client, article, rejected, text=OLD))


def test_other_cards_speak_of_no_earlier_one(client, rejected):
    assert "desk-written-anew" not in card(client, rejected)


def test_what_differs_is_escaped(client, article, rejected):
    page = card(client, rewritten(client, article, rejected, text="<script>alert(1)</script>"))

    assert "<script>alert" not in page


def test_whoever_decides_unaided_is_not_told_what_was_decided(client, article, rejected, settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1}

    shown = card(client, rewritten(client, article, rejected)).partition('id="desk-written-anew"')[2]

    assert "<ins>" in shown.partition("</section>")[0]
    assert "No advertising" not in shown.partition("</section>")[0]


def test_while_the_earlier_one_is_under_appeal_its_decision_is_hidden(client, article, rejected):
    comment = rewritten(client, article, rejected)
    rejected.appeal()

    shown = card(client, comment).partition('id="desk-written-anew"')[2].partition("</section>")[0]

    assert "No advertising" not in shown


@pytest.mark.parametrize("which", ["earlier", "new"])
def test_erasing_either_forgets_that_they_belong_together(client, article, rejected, which):
    comment = rewritten(client, article, rejected)

    (rejected if which == "earlier" else comment).erase(by=make_user(), request="2026-1")

    assert not Rewriting.objects.exists()


def test_an_erased_comment_cannot_be_written_anew(client, rejected):
    where = address(rejected)
    rejected.erase(by=make_user(), request="2026-1")

    assert client.get(where).status_code == 404


@pytest.mark.parametrize("token", ["forged", "x" * 300, "%00", "é"])
def test_a_forged_receipt_leads_nowhere(client, token):
    assert client.get(f"/comments/receipt/{token}/anew/").status_code == 404


def test_a_page_that_is_gone_gives_the_words_back(client, article, rejected):
    article.delete()

    response = client.get(address(rejected))

    assert response.status_code == 404
    assert OLD in response.content.decode()


def test_a_closed_discussion_gives_the_words_back(client, rejected):
    rejected.discussion.close()

    response = client.get(address(rejected))

    assert response.status_code == 409
    assert OLD in response.content.decode()
    assert "This discussion is closed." in response.content.decode()


def test_the_page_is_private(client, rejected):
    response = client.get(address(rejected))

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(address(rejected), filled_in(rejected and make_article())).status_code == 405


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c", "a b c", [("same", "a b c")]),
        ("a b c", "a x c", [("same", "a "), ("gone", "b"), ("new", "x"), ("same", " c")]),
        ("a", "b", [("gone", "a"), ("new", "b")]),
        ("", "b", [("new", "b")]),
        ("a", "", [("gone", "a")]),
        ("الجسر قديم", "الجسر جديد", [("same", "الجسر "), ("gone", "قديم"), ("new", "جديد")]),
        ("Stop!", "Stop", [("same", "Stop"), ("gone", "!")]),
        (
            "So: buy it now!",
            "So: I ask you!",
            [("same", "So: "), ("gone", "buy it now"), ("new", "I ask you"), ("same", "!")],
        ),
        ("a b c d", "c d", [("gone", "a b "), ("same", "c d")]),
        ("a, b", "x", [("gone", "a, b"), ("new", "x")]),
        ("a\n\nb", "a b", [("same", "a"), ("gone", "\n\n"), ("new", " "), ("same", "b")]),
    ],
)
def test_what_went_stands_before_what_came(before, after, shown):
    assert [(passage.kind, passage.text) for passage in passages(before, after)] == shown


@pytest.mark.parametrize("before", ["a b " * 750, "!?" * 1500, "x" * 3000, "a " * 1500])
@pytest.mark.parametrize("after", ["b a " * 750, "?!" * 1500, "y" * 3000, "a " * 1499])
def test_all_of_both_is_shown_however_long_and_alike(before, after):
    shown = list(passages(before, after))

    assert "".join(each.text for each in shown if each.kind != "new") == before
    assert "".join(each.text for each in shown if each.kind != "gone") == after


def test_slurs_are_masked_for_who_asked_for_it(client, article):
    earlier = make_comment("You are a faggot.", discussion=make_discussion(article))
    comment = rewritten(client, article, earlier, text="You are still a faggot.")
    moderator = make_moderator()
    Preference.objects.set(moderator, masks=True, skips_held=False)
    client.force_login(moderator)

    page = client.get(reverse("admin:comments_desk_card", args=[comment.pk])).content.decode()

    shown = page.partition('id="desk-written-anew"')[2].partition("</section>")[0]
    assert "faggot" not in shown
    assert "█" in shown
