"""All comments can be searched; spelling variants are found, and what was erased is not."""

from __future__ import annotations

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from comments.checks.search_words import Query, line_of, read_query
from comments.desk.searching import Result, Search
from comments.models import Author, Comment, FoldedWords
from comments.triggers import lifted
from tests.desk_pages import page
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db

SEARCH = reverse("admin:comments_desk_search")


def found(*, may_find_author: bool = True, **asked) -> list[str]:
    """The words of the comments found, the newest first."""
    return [comment.text for comment in Search.of(asked, may_find_author=may_find_author).results]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Northern Road floods.", "northern ROAD"),
        ("Das Café in Köln", "cafe koln"),
        ("ᴛʜᴇ ｆｕｌｌ width", "full width"),
        ("It isn't so.", "isnt"),
        ("قرأت الكتاب الجديد", "كتاب"),
        ("قرأت كتابا", "كتابا"),
        ("إلى أين نذهب", "الى اين"),
        ("مدرسة قديمة", "مدرسه"),
        ("قـــديم جدا", "قديم"),
        ("كُرْدِستان", "كردستان"),
        ("ئێمە لە کوردستان دەژین", "كوردستان"),
        ("ئێمە لە کوردستان دەژین", "ئيمه"),
        ("ڕۆژنامە", "روژنامه"),
        ("می‌خواهم", "ميخواهم"),
        ("Şırnak'ta Işık", "sirnakta isik"),
        ("Li Amedê şer", "amede ser"),
        ("democracy dies", "demo*"),
        ("a new law for all", '"new law"'),
        ("see example.com for more", "example.com"),
        ("50% of it_all", "it all 50"),
        ("back\\slash and 'quote'", "slash quote"),
    ],
)
def test_spelling_variants_are_found(text, words):
    make_comment("Another one, about nothing of the kind.")
    make_comment(text)

    assert found(words=words) == [text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The northern road.", "north"),
        ("The northern road.", "northern bridge"),
        ("a law that is new", '"new law"'),
        ("The northern road.", "roads"),
        ("The northern road.", "leyla"),
    ],
)
def test_what_does_not_hold_all_of_it_is_not_found(text, words):
    make_comment(text, name="Leyla")

    assert found(words=words) == []


def test_the_words_of_a_name_are_not_those_of_a_text():
    make_comment("About a road.", name="Aram Kurdî")
    make_comment("Aram was here.", name="Leyla")

    assert found(author="aram") == ["About a road."]
    assert found(author="kurd*") == ["About a road."]
    assert found(words="aram") == ["Aram was here."]
    assert found(author="aram", words="road") == ["About a road."]
    assert found(author="leyla aram") == []


@pytest.mark.parametrize("words", ["!!!", "*", '"', '""', "%", "_", "👍", "\x00", "\ud800", "'", "\\", "؟"])
def test_what_holds_no_letter_finds_nothing_and_says_so(client, words):
    make_comment("50% _ !!! ' \\ 👍")
    client.force_login(make_moderator())

    assert found(words=words) == []
    if words != "\ud800":
        assert client.get(SEARCH, {"words": words}).status_code == 200
    if words.strip("\x00"):
        assert Search.of({"words": words}, may_find_author=False).says_nothing


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "a & b | !c",
        "a:*b <-> c",
        "(a",
        "a\x00b",
        '"open quote',
        'x"y"z',
        "* *",
        "a*b*",
        "road " * 500,
        "x" * 100_000,
        "-road",
        "\u202eroad",
    ],
)
def test_no_query_breaks_the_search(client, words):
    make_comment("The northern road.")
    client.force_login(make_moderator())

    assert client.get(SEARCH, {"words": words, "author": words, "page": words}).status_code == 200
    assert client.get(SEARCH, {"words": words}).status_code == 200


def test_a_word_longer_than_an_index_takes_costs_no_comment():
    text = "ه" * 3000

    make_comment(text)

    assert found(words=text) == [text]


def test_a_query_keeps_to_its_bounds():
    query = read_query(" ".join(f"w{number}" for number in range(100)))

    assert len(query.words) <= 20
    assert read_query('one "two three" fou*') == Query(("one",), ("fou",), (("two", "three"),))
    assert line_of("!!!", "…") == ""


def test_every_filter_narrows_what_is_found():
    bridge = make_discussion(make_article(headline="The boat on Lake Zerin"))
    waiting = make_comment("A road that waits.", discussion=bridge)
    make_approved("A road approved.")
    make_rejected("A road rejected.", guidelines=["threats", "abuse"])
    withdrawn = make_comment("A road withdrawn.")
    withdrawn.withdraw()

    assert found(words="road", state="pending") == ["A road that waits."]
    assert found(words="road", state="approved") == ["A road approved."]
    assert found(words="road", state="withdrawn") == ["A road withdrawn."]
    assert found(words="road", page="boat ON lake") == ["A road that waits."]
    assert found(page=bridge.url) == ["A road that waits."]
    assert found(discussion=str(waiting.discussion_id)) == ["A road that waits."]
    assert found(guideline="threats") == ["A road rejected."]
    assert found(guideline="abuse") == ["A road rejected."]
    assert found(guideline="vulgarity") == []
    assert len(found(words="road")) == 4


def test_reported_comments_and_those_under_appeal_are_found_by_that(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}
    reported = make_approved("A road reported.")
    reported.report(author=Author.objects.of_browser("r"), guideline="abuse")
    rejected = make_rejected("A road appealed.")
    rejected.appeal()

    assert found(state="reported") == ["A road reported."]
    assert found(state="appeals") == ["A road appealed."]


def test_who_judges_an_appeal_does_not_learn_the_guideline_by_searching(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}
    comment = make_rejected("A road appealed.", guidelines=["threats"])
    assert found(guideline="threats") == ["A road appealed."]

    appeal = comment.appeal()

    assert found(guideline="threats") == []
    appeal.confirm(by=make_moderator(), seen=1, guidelines=["abuse"])
    assert found(guideline="threats") == []
    assert found(guideline="abuse") == ["A road appealed."]


def test_what_was_undone_is_not_found_as_rejected():
    moderator = make_moderator()
    make_rejected("A road.", by=moderator, guidelines=["threats"]).undo(by=moderator, seen=1)

    assert found(guideline="threats") == []


def test_days_are_whole_days():
    with time_machine.travel("2026-03-01T23:30:00Z"):
        make_comment("Late on the first.")
    with time_machine.travel("2026-03-02T00:30:00Z"):
        make_comment("Early on the second.")

    assert found(since="2026-03-02", until="2026-03-02") == ["Early on the second."]
    assert found(until="2026-03-01") == ["Late on the first."]
    assert len(found(since="2026-03-01")) == 2


@pytest.mark.parametrize(
    "day", ["2026-02-31", "yesterday", "9999-12-31", "0001-01-01", "99999-01-01", "\x00"]
)
def test_a_day_that_is_none_is_left_out(client, day):
    make_comment("The road.")
    client.force_login(make_moderator())

    assert client.get(SEARCH, {"words": "road", "since": day, "until": day}).status_code == 200


def test_only_who_may_finds_by_account_and_e_mail():
    user = make_user("rojda", email="rojda@example.org")
    make_comment("By an account.", author=Author.objects.of_account(user), email="rojda@example.org")

    assert found(author="ROJDA", by="account") == ["By an account."]
    assert found(author="Rojda@example.org", by="email") == ["By an account."]
    assert found(author="rojda", by="account", may_find_author=False) == []
    assert found(author="rojda@example.org", by="email", may_find_author=False) == []


def test_a_moderator_sees_no_accounts_and_an_editor_does(client):
    user = make_user("rojda")
    make_comment("By an account.", author=Author.objects.of_account(user))

    client.force_login(make_moderator())
    assert "rojda" not in page(client.get(SEARCH, {"words": "account"}))
    client.force_login(make_editor())
    assert "rojda" in page(client.get(SEARCH, {"words": "account"}))


def test_pages_go_on_where_the_last_one_ended(client, monkeypatch):
    monkeypatch.setattr("comments.desk.searching.PER_PAGE", 2)
    monkeypatch.setattr("comments.desk.search.PER_PAGE", 2)
    for number in range(5):
        make_comment(f"Road number {number}.")
    client.force_login(make_moderator())

    first = client.get(SEARCH, {"words": "road"})
    second = client.get(SEARCH + first.context["further"])
    third = client.get(SEARCH + second.context["further"])

    texts = [
        [result.comment.text for result in answer.context["results"]] for answer in (first, second, third)
    ]
    assert texts == [
        ["Road number 4.", "Road number 3."],
        ["Road number 2.", "Road number 1."],
        ["Road number 0."],
    ]
    assert third.context["further"] == ""


def test_a_result_marks_what_was_found_and_leads_to_its_card(client):
    comment = make_comment("Before it, " * 30 + "the Nörthern road. " + "After it. " * 60)
    client.force_login(make_moderator())

    text = page(client.get(SEARCH, {"words": "northern"}))

    assert "<mark>Nörthern</mark>" in text
    assert reverse("admin:comments_desk_card", args=[comment.pk]) in text
    result = Result.of(comment, read_query("northern"))
    assert result.is_cut_before
    assert result.is_cut_after


def test_words_of_a_comment_are_shown_as_text(client):
    make_comment("<script>alert('road')</script>")
    client.force_login(make_moderator())

    assert "<script>alert" not in page(client.get(SEARCH, {"words": "road"}))


def test_erased_words_are_in_no_table_and_found_no_more():
    comment = make_comment("A swordfish on the road.", name="Swordfish")

    comment.erase(by=make_user(), request="2026/1")

    assert FoldedWords.objects.get(comment=comment).line == ""
    assert found(words="swordfish") == []
    assert found(author="swordfish") == []
    assert found(state="erased") == [""]


def test_comments_from_before_there_was_a_search_are_indexed_by_a_command(capsys):
    comment, erased = make_comment("The northern road."), make_comment("Gone.")
    erased.erase(by=make_user(), request="2026/1")
    with lifted(connection):
        FoldedWords.objects.all().delete()
    assert found(words="road") == []

    call_command("index_comments")
    call_command("index_comments")

    assert capsys.readouterr().out.splitlines() == [
        "1 comments are found by their words now.",
        "0 comments are found by their words now.",
    ]
    assert found(words="road") == [comment.text]
    assert FoldedWords.objects.count() == 1


def test_the_search_takes_as_many_queries_for_many_as_for_few(client, django_assert_max_num_queries):
    for _ in range(12):
        make_comment("The road.", discussion=make_discussion())
    client.force_login(make_moderator())

    with django_assert_max_num_queries(10):
        client.get(SEARCH, {"words": "road"})


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 302),
        (make_user, 302),
        (lambda: make_user(is_staff=True), 403),
        (make_moderator, 200),
        (make_editor, 200),
    ],
)
def test_who_may_search(client, role, status):
    if role:
        client.force_login(role())

    assert client.get(SEARCH, {"words": "road"}).status_code == status


def test_what_is_searched_is_kept_by_no_cache(client):
    client.force_login(make_moderator())

    assert "no-store" in client.get(SEARCH, {"words": "road"})["Cache-Control"]


def test_imported_comments_are_found():
    from comments.models import PastComment, PastPage

    past = PastComment(source_key="1", text="An imported road.", page=PastPage(key="a", url="/a/", title="A"))
    Comment.objects.bring_in(source="elsewhere", comments=[past])

    assert found(words="imported") == ["An imported road."]
