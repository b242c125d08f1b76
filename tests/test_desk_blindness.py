"""While an appeal is judged no page of the desk tells who decided, under which guideline or why."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from comments.models import Comment, LeftForLater, Note
from tests.desk_pages import HTMX, card_url, desk_url, names, page
from tests.factories import (
    make_answerer,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_suspended,
)

pytestmark = pytest.mark.django_db

WORDS = "The arches of the northern bridge were cracked for years, and nobody in the council would listen."
# Of the comment itself, and then of its author.
SECRETS = (
    "Crude once more.",
    "Left it to somebody else.",
    "quick-decider",
    "A crude remark.",
    "Wrote crude remarks.",
    "Watch this one.",
    "Likes to be crude.",
)
QUERIES = ("", "?q=arches", "?state=decided", "?state=appeals", "?state=decided&guideline=vulgarity")

OF_STAFF = ("numbers", "assign")  # figures and sections: they name every moderator and no comment


@pytest.fixture
def appealed(settings) -> Comment:
    """Rejected and its author suspended by the same moderator, and appealed."""
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    decider = make_moderator("quick-decider")
    comment = make_comment(WORDS, name="Berfin")
    comment.reject(
        by=decider, seen=0, guidelines=["vulgarity"], explanation="A crude remark.", words=["cracked"]
    )
    Note.objects.write(author=comment.author, by=decider, text="Likes to be crude.")
    make_suspended(comment, by=decider, reason="Wrote crude remarks.", note="Watch this one.")
    Note.objects.write(comment=comment, by=decider, text="Crude once more.")
    comment.appeal(statement="I meant the stones.")
    LeftForLater.objects.leave(comment=comment, by=decider, seen=1, note="Left it to somebody else.")
    return comment


@pytest.fixture
def judge(client):
    """An editor: nobody sees more."""
    judge = make_editor()
    client.force_login(judge)
    return judge


def desk_pages(comment: Comment) -> list[str]:
    """Every page of the desk that can be opened by address alone, or by a comment; of staff's, none."""
    names = {pattern.name for pattern in admin.site._registry[Comment].get_urls() if pattern.name}
    names = {name for name in names if name.startswith("comments_desk")}
    addresses = []
    for name in sorted(name for name in names if not any(word in name for word in OF_STAFF)):
        for arguments in ([], [comment.pk]):
            try:
                addresses.append(reverse(f"admin:{name}", args=arguments))
            except NoReverseMatch:
                continue
    return addresses


def told(client, address: str, headers=None) -> list[str]:
    text = page(client.get(address, headers=headers or {}, follow=True))
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize(("query", "headers"), [*((query, {}) for query in QUERIES), ("", HTMX)])
def test_no_page_of_the_desk_tells(client, judge, appealed, query, headers):
    addresses = [f"{address}{query}" for address in desk_pages(appealed)]
    assert any("/author/" in address for address in addresses)

    said = {address: told(client, address, headers) for address in addresses}

    assert {address: secrets for address, secrets in said.items() if secrets} == {}


def test_nor_does_the_file_opened_from_another_comment_of_the_author(client, judge, appealed):
    appealed.author.lift(comment=appealed, by=judge, seen=1, reason="For this test.")
    other = make_comment(author=appealed.author, discussion=appealed.discussion)

    for address in desk_pages(other):
        assert told(client, address) == []
    file = client.get(reverse("admin:comments_desk_author", args=[other.pk])).context["file"]
    assert file.rejected_under == []


def test_nor_does_a_comment_with_the_same_words(client, judge, appealed):
    same = make_comment(WORDS, discussion=appealed.discussion)

    for address in desk_pages(same):
        assert told(client, address) == []


@pytest.mark.parametrize("query", ["", "?q=arches", "?status__exact=rejected"])
def test_nor_does_the_plain_list_or_a_comments_page_in_it(client, judge, appealed, query):
    for name, arguments in (("changelist", []), ("change", [appealed.pk]), ("history", [appealed.pk])):
        assert told(client, reverse(f"admin:comments_comment_{name}", args=arguments) + query) == []


def test_nor_does_setting_a_standing_with_an_old_page(client, judge, appealed):
    response = client.post(
        reverse("admin:comments_desk_standing", args=[appealed.pk]),
        {"kind": "held", "subject": "author", "note": "x", "seen_author": 0},
    )

    assert response.status_code == 409
    assert "quick-decider" not in page(response)


def test_once_judged_all_of_it_is_read_again(client, judge, appealed):
    appealed.open_appeal.overturn(by=judge, seen=1)

    assert told(client, card_url(appealed)) == [
        "Crude once more.",
        "Left it to somebody else.",
        "quick-decider",
        "A crude remark.",
    ]
    assert told(client, reverse("admin:comments_desk_author", args=[appealed.pk])) == [
        "quick-decider",
        "Wrote crude remarks.",
        "Watch this one.",
        "Likes to be crude.",
    ]


def test_what_is_not_appealed_is_told(client, judge):
    comment = make_rejected(by=make_moderator("quick-decider"))

    assert told(client, card_url(comment)) == ["quick-decider"]


def test_the_card_does_not_tell_what_a_group_made_of_it(client, judge, appealed):
    escalation = make_escalated(appealed, note="He rejected it for vulgarity.")
    card = card_url(appealed, "?state=appeals")
    assert "for vulgarity" not in page(client.get(card))

    escalation.resolve(by=make_editor(), note="Rightly rejected for vulgarity.")

    assert "for vulgarity" not in page(client.get(card))
    appealed.open_appeal.overturn(by=judge, seen=1)
    assert "for vulgarity" in page(client.get(card))


def test_nor_does_the_list_of_what_is_escalated_to_who_could_judge(client, judge, appealed):
    decider = appealed.decisions.get().by
    escalation = make_escalated(appealed, by=decider, note="I rejected it for vulgarity.")
    listed = reverse("admin:comments_desk_escalated")
    assert told(client, listed) == []
    assert "for vulgarity" not in page(client.get(listed))

    client.force_login(make_answerer())
    assert "for vulgarity" in page(client.get(listed))

    escalation.resolve(by=judge, note="Rightly rejected for vulgarity.")
    client.force_login(judge)
    assert "for vulgarity" not in page(client.get(listed + "?state=held"))


def test_nor_does_a_list_of_comments_with_its_words(client, judge, appealed):
    make_rejected(WORDS, discussion=appealed.discussion)

    assert names(client.get(desk_url(f"?state=decided&like={appealed.pk}"))) == []
