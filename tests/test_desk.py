"""What the desk shows: the list, the card and its context."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments import clock
from comments.desk.slices import Slice
from comments.models import Comment, Guideline
from tests.desk_pages import card_url, desk_url, names, page
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def make_aged(minutes: int, text="The northern road floods every spring.", **facts) -> Comment:
    with clock.at(timezone.now() - timedelta(minutes=minutes)):
        return make_comment(text, **facts)


def test_the_queue_shows_waiting_comments_oldest_first(client, moderator):
    make_aged(5, name="Younger")
    make_aged(90, name="Older")
    make_approved(name="Decided")

    assert names(client.get(desk_url())) == ["Older", "Younger"]


def test_a_row_says_how_much_was_found(client, moderator):
    make_aged(9, name="Plain")
    make_aged(5, "You are an idiot, and you are a fool.", name="Rude")

    plain, rude = client.get(desk_url()).context["rows"]

    assert plain.evidence == "clear"
    assert rude.evidence == "2 findings"


def test_an_unread_comment_is_not_called_clear(client, moderator):
    make_comment("Buses are late.", discussion=make_discussion(text="", title=""))

    row = client.get(desk_url()).context["rows"][0]

    assert row.evidence != "clear"
    assert row.failed == "1 check failed"


def test_tabs_count_what_they_hold(client, moderator):
    make_comment("You are an idiot.")
    make_comment()
    make_approved().report(author=make_author(), guideline="threats")
    make_rejected(by=make_moderator())

    counts = {tab["code"]: tab["count"] for tab in client.get(desk_url()).context["tabs"]}

    assert counts == {
        "waiting": "2",
        "look": "1",
        "reported": "1",
        "later": "0",
        "appeals": "0",
        "decided": "2",
    }


def test_counting_stops_where_it_would_get_dear(moderator, monkeypatch):
    monkeypatch.setattr("comments.desk.slices.COUNTED", 2)
    discussion = make_discussion()
    for _ in range(2):
        make_comment(discussion=discussion)

    assert Slice().count == "2"
    make_comment(discussion=discussion)
    assert Slice().count == "2+"


def test_filters_combine(client, moderator):
    bridge, harbour = make_discussion(), make_discussion(make_article(headline="Harbour"))
    make_comment("You are an idiot.", discussion=bridge, name="Wanted")
    make_comment("You are an idiot.", discussion=harbour, name="Elsewhere")
    make_comment("The northern road floods.", discussion=bridge, name="Polite")

    response = client.get(desk_url(f"?guideline=personal_attacks&discussion={bridge.pk}&language=en"))

    assert names(response) == ["Wanted"]


def test_a_language_filter_asks_for_the_language_of_the_words(client, moderator):
    make_comment("الجسر قديم والمجلس لم يفعل شيئا منذ سنوات طويلة", name="سارة")
    make_comment(name="Aram")

    assert names(client.get(desk_url("?language=ar"))) == ["سارة"]


@pytest.mark.parametrize(
    "query",
    [
        "?state=nonsense",
        "?discussion=1%20OR%201=1",
        "?discussion=99999999999999999999999",
        "?after=forged",
        "?after=9999999999999999999.1",
        "?after=9223372036854775807.9223372036854775807",
        "?state=decided&after=1.2.3",
        "?guideline=%00",
        "?language=%00x",
    ],
)
def test_forged_queries_are_harmless(client, moderator, query):
    make_comment()

    assert client.get(desk_url(query)).status_code == 200


def test_paging_goes_on_where_the_page_ended(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"QUEUE_PER_PAGE": 2}
    for minutes in (50, 40, 30):
        make_aged(minutes, name=f"{minutes}")

    first = client.get(desk_url())
    second = client.get(desk_url(first.context["next_page"]))

    assert names(first) == ["50", "40"]
    assert names(second) == ["30"]
    assert second.context["next_page"] == ""


def test_comments_of_the_same_moment_are_all_paged_through(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"QUEUE_PER_PAGE": 1}
    with clock.at(timezone.now() - timedelta(minutes=5)):
        for name in "abc":
            make_comment(name=name)

    shown, query = [], ""
    for _ in range(3):
        response = client.get(desk_url(query))
        shown += names(response)
        query = response.context["next_page"]

    assert shown == ["a", "b", "c"]


def test_decided_comments_come_last_decided_first_and_page(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"QUEUE_PER_PAGE": 1}
    older, newer = make_comment(name="older"), make_comment(name="newer")
    newer.approve(by=moderator, seen=0)
    older.approve(by=moderator, seen=0)

    first = client.get(desk_url("?state=decided"))
    second = client.get(desk_url(first.context["next_page"]))

    assert names(first) == ["older"]
    assert names(second) == ["newer"]


def test_the_card_shows_the_exact_words_with_evidence_numbered(client, moderator):
    comment = make_comment("Well <b>said</b>.\n\nYou are an idiot, really.")

    response = client.get(card_url(comment))

    stretches = response.context["card"].stretches
    assert "".join(stretch.text for stretch in stretches) == comment.text
    assert [e.number for stretch in stretches for e in stretch.begins] == [1]
    assert "&lt;b&gt;said&lt;/b&gt;" in page(response)
    assert "Evidence 1, No personal attacks:" in page(response)


def test_what_is_said_of_all_of_a_comment_is_not_marked_in_it(client, moderator):
    elsewhere = (
        "Moon landings happened inside some hangar, everybody knows the astronauts confessed privately, "
        "cameras recorded wires above their helmets. Idiot."
    )
    comment = make_comment(elsewhere)

    card = client.get(card_url(comment)).context["card"]

    assert [item.number for item in card.evidence] == [None, 1]
    assert [stretch.text for stretch in card.stretches if stretch.is_evidence] == ["Idiot"]


def test_each_stretch_says_where_in_code_points_it_begins(client, moderator):
    comment = make_comment("👩‍👩‍👧 You are an idiot, ئەوە 👍.")

    stretches = client.get(card_url(comment)).context["card"].stretches

    for stretch in stretches:
        assert comment.text[stretch.start :].startswith(stretch.text)


def test_every_guideline_has_its_line(client, moderator):
    Guideline.objects.create(code="legal", position=99)
    comment = make_comment("You are an idiot.", discussion=make_discussion(text="", title=""))

    lines = {line.guideline.pk: line for line in client.get(card_url(comment)).context["card"].lines}

    assert lines["personal_attacks"].word == "look"
    assert lines["threats"].word == "clear"
    assert lines["relevance"].word == "failed"
    assert lines["relevance"].verdict.reason
    assert lines["legal"].says == "yours to judge"


def test_guidelines_to_look_at_are_preselected(client, moderator):
    comment = make_comment("You are an idiot.")

    lines = client.get(card_url(comment)).context["card"].lines

    assert [line.guideline.pk for line in lines if line.is_chosen] == ["personal_attacks"]


def test_alike_findings_are_read_as_one_line(client, moderator):
    comment = make_comment("You are an idiot. " * 40)

    [line] = [line for line in client.get(card_url(comment)).context["card"].lines if line.reasons]

    assert len(line.reasons) == 1
    assert len(line.reasons[0].evidence) == 40


def test_context_shows_page_parent_record_and_history(client, moderator):
    parent = make_approved("The arches were cracked.", name="Leyla")
    author = make_author()
    make_rejected(author=author, by=make_moderator("earlier"))
    reply = make_comment("So they were.", discussion=parent.discussion, in_reply_to=parent, author=author)
    reply.reject(by=moderator, seen=0, guidelines=["relevance"], explanation="Off the subject.")
    reply.undo(by=moderator, seen=1)

    text = page(client.get(card_url(reply)))

    assert "The arches were cracked." in text
    assert parent.discussion.title in text
    assert "Engineers found cracks" in text
    assert "Off the subject." in text
    assert "(undone)" in text


def test_of_many_reports_the_newest_are_shown_and_the_others_counted(client, moderator, monkeypatch):
    monkeypatch.setattr("comments.desk.cards.REPORTS_SHOWN", 2)
    comment = make_approved()
    notes = ["My house.", "My street.", "My bridge.", "My brother."]
    for note in notes:
        comment.report(author=make_author(), guideline="threats", note=note)

    text = page(client.get(card_url(comment, "?state=reported")))

    assert [note for note in notes if note in text] == ["My bridge.", "My brother."]
    assert "2 earlier reports" in text
    assert "Readers object to this published comment." in text


def test_reports_stand_beside_the_comment_with_their_notes(client, moderator):
    comment = make_approved()
    comment.report(author=make_author(), guideline="threats", note="He means my house.")

    text = page(client.get(card_url(comment, "?state=reported")))

    assert "He means my house." in text
    assert "Keep" in text


def test_hostile_names_and_words_are_only_text(client, moderator):
    hostile = "<script>alert(1)</script>"
    comment = make_comment(hostile, name=hostile)

    for url in (desk_url(), card_url(comment)):
        text = page(client.get(url))
        assert hostile not in text
        assert "&lt;script&gt;" in text


def test_an_erased_comment_says_that_its_words_are_gone(client, moderator):
    comment = make_comment("Please forget me.")
    comment.erase(by=moderator, request="2031/7")

    text = page(client.get(card_url(comment)))

    assert "removed on a legal request" in text
    assert "Please forget me." not in text


def test_an_empty_queue_says_so(client, moderator):
    assert "Nothing is waiting." in page(client.get(desk_url()))


def test_a_missing_comment_is_not_found(client, moderator):
    assert client.get(desk_url() + "99999999999999999999/").status_code == 404
    assert client.get(desk_url() + "7/").status_code == 404


def test_pages_take_as_many_queries_for_many_comments_as_for_few(
    client, moderator, django_assert_max_num_queries, settings
):
    discussion = make_discussion()
    first = make_comment("You are an idiot.", discussion=discussion)

    few = _queries(client, card_url(first), django_assert_max_num_queries)
    for number in range(12):
        comment = make_comment("You are an idiot. Buy watches.", discussion=discussion)
        if number % 3 == 0:
            comment.approve(by=moderator, seen=0)
    many = _queries(client, card_url(first), django_assert_max_num_queries)

    assert many <= few + 1  # one more where there is a comment before or after


def _queries(client, url, counted) -> int:
    client.get(url)
    with counted(46) as captured:
        client.get(url)
    return len(captured)


def test_a_slice_by_guideline_reads_no_verdicts_but_those_of_its_comments():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables")

    plan = Comment.objects.awaiting_decision().with_verdict("threats").explain()

    assert "(screening_id=?" in plan
    assert "(guideline_id=?" not in plan
