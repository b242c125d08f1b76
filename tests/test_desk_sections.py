"""The desk of a moderator who has sections: their queue, and no deciding elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Assignment, Claim, LeftForLater, TrailEntry
from tests.desk_pages import HTMX, act_url, card_url, desk_url, names, page, selection, together_url
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db
SECTIONS = reverse("admin:comments_desk_assignments")


@pytest.fixture
def moderator(client):
    """Of sport and of pages without a section."""
    moderator = make_moderator("rojda")
    give(moderator, "Sport", "")
    client.force_login(moderator)
    return moderator


def give(moderator, *sections: str) -> None:
    Assignment.objects.assign(to=moderator, sections=sections, seen=(), by=make_editor())


@pytest.fixture
def pages():
    return {name: make_discussion(make_article(section=name)) for name in ("Sport", "City", "")}


@pytest.fixture
def waiting(pages):
    made = {}
    for minutes, section in ((30, "City"), (20, "Sport"), (10, "")):
        with clock.at(timezone.now() - timezone.timedelta(minutes=minutes)):
            made[section] = make_comment(name=section or "None", discussion=pages[section])
    return made


def counts(response) -> dict[str, str]:
    return {tab["code"]: tab["count"] for tab in response.context["tabs"]}


def test_the_queue_holds_what_is_theirs(client, moderator, waiting):
    response = client.get(desk_url())

    assert names(response) == ["Sport", "None"]
    assert counts(response)["waiting"] == "2"
    assert response.context["card"].comment == waiting["Sport"]


def test_every_tab_holds_what_is_theirs(client, moderator, pages):
    for section in ("Sport", "City"):
        discussion = pages[section]
        make_approved(name=section, discussion=discussion).report(author=make_author(), guideline="threats")
        with clock.at(timezone.now() - timezone.timedelta(hours=1)):
            rejected = make_rejected(name=section, discussion=discussion)
        rejected.appeal()
        later = make_comment(name=section, discussion=discussion)
        LeftForLater.objects.leave(comment=later, by=make_moderator(), seen=0)
        make_comment("You idiot, I will kill you.", name=section, discussion=discussion)

    for state in ("waiting", "look", "reported", "later", "appeals", "decided"):
        response = client.get(desk_url(f"?state={state}"))
        assert set(names(response)) == {"Sport"}, state
        assert counts(response)[state] == str(len(names(response))), state


@pytest.mark.parametrize(
    "query", ["?section=City", "?guideline=threats&section=City", "?state=decided&section=City"]
)
def test_asking_for_another_section_gives_nothing(client, moderator, waiting, pages, query):
    make_comment("I will kill you.", discussion=pages["City"])
    make_approved(discussion=pages["City"])

    assert names(client.get(desk_url(query))) == []


def test_a_guideline_can_be_asked_for_within_ones_own(client, moderator, pages):
    for section in ("Sport", "City"):
        make_comment("I will kill you all.", name=section, discussion=pages[section])

    assert names(client.get(desk_url("?guideline=threats"))) == ["Sport"]


def test_sections_offered_are_ones_own(client, moderator, waiting):
    offered = {each.name: each for each in client.get(desk_url()).context["filters"]}["section"]

    assert [value for value, _title in offered.choices] == ["Sport"]
    assert str(offered.anything) == "All sections of mine"


def test_a_card_elsewhere_is_to_read_only(client, moderator, waiting):
    response = client.get(card_url(waiting["City"]))

    assert waiting["City"].text in page(response)
    assert "“City”, which is not assigned to you" in page(response)
    for key in ("a", "r", "l"):
        assert f'data-key="{key}"' not in page(response), key
    assert "Hold this comment" not in page(response)


def test_an_open_card_elsewhere_holds_nothing(client, moderator, waiting):
    watch = reverse("admin:comments_desk_watch")

    response = client.post(watch, {"shown": waiting["City"].pk, "seen": 0}, headers=HTMX)
    client.post(act_url("hold", waiting["City"]), {"over": "yes"})

    assert response.status_code == 200
    assert "Hold this comment" not in page(response)
    assert not Claim.objects.filter(comment=waiting["City"]).exists()


@pytest.mark.parametrize("act", ["approve", "reject", "later"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_forged_number_of_another_section_is_refused(client, moderator, waiting, act, headers):
    comment = waiting["City"]
    fields = {"seen": 0, "guideline": "threats", "explanation": "Half typed", "note": "Half typed"}

    response = client.post(act_url(act, comment), fields, headers=headers)

    comment.refresh_from_db()
    assert (response.status_code, comment.status, comment.queue_entry.state) == (422, "pending", "waiting")
    assert "which is not assigned to you" in page(response)
    assert not TrailEntry.objects.filter(comment=comment, by=moderator).exists()


def test_what_was_left_for_later_elsewhere_stays_there(client, moderator, waiting):
    LeftForLater.objects.leave(comment=waiting["City"], by=make_moderator(), seen=0)

    response = client.post(act_url("take_up", waiting["City"]))

    assert response.status_code == 422
    assert LeftForLater.objects.filter(comment=waiting["City"]).exists()


def test_in_a_bulk_the_others_are_decided(client, moderator, waiting):
    response = client.post(together_url("approve"), selection(*waiting.values()))

    for comment in waiting.values():
        comment.refresh_from_db()
    assert response.status_code == 409
    assert "not assigned to you" in page(response)
    assert {name: comment.status for name, comment in waiting.items()} == {
        "City": "pending",
        "Sport": "approved",
        "": "approved",
    }


def test_what_comes_next_is_theirs(client, moderator, waiting):
    response = client.post(act_url("approve", waiting["Sport"]), {"seen": 0}, headers=HTMX)

    assert response.context["card"].comment == waiting[""]


def test_arrivals_elsewhere_are_not_told(client, moderator, pages):
    since = int(timezone.now().timestamp() * 1_000_000) - 1_000_000
    watch = reverse("admin:comments_desk_watch")
    make_comment(discussion=pages["City"])
    told = page(client.post(watch, {"since": since}, headers=HTMX))
    assert "watch__new" not in told
    assert " new" not in told  # with its blank: a form's token may hold the word

    make_comment(discussion=pages["Sport"])
    assert "1 new" in page(client.post(watch, {"since": since}, headers=HTMX))


def test_without_sections_one_sees_everything(client, waiting):
    client.force_login(make_moderator())

    assert names(client.get(desk_url())) == ["City", "Sport", "None"]


def test_taken_away_in_mid_shift(client, moderator, waiting):
    """The card is open already: what is pressed on it then is refused."""
    client.get(card_url(waiting["Sport"]))
    Assignment.objects.assign(to=moderator, sections=["City"], seen=["Sport", ""], by=make_editor())

    response = client.post(act_url("approve", waiting["Sport"]), {"seen": 0}, headers=HTMX)

    waiting["Sport"].refresh_from_db()
    assert (response.status_code, waiting["Sport"].status) == (422, "pending")


# The page on which sections are given.


def assign_url(moderator) -> str:
    return reverse("admin:comments_desk_assign", args=[moderator.pk])


@pytest.fixture
def editor(client):
    editor = make_editor("mina")
    client.force_login(editor)
    return editor


def test_everyone_sees_whose_what_is(client, moderator, pages):
    response = client.get(SECTIONS)

    rows = {row.name: row.sections for row in response.context["rows"]}
    assert rows["rojda"] == ["", "Sport"]
    assert "Pages without a section" in page(response)
    assert "Change" not in page(response)


def test_an_editor_gives_sections(client, editor, pages):
    moderator = make_moderator()
    form = page(client.get(reverse("admin:comments_desk_assignment", args=[moderator.pk])))
    assert 'value="Sport"' in form
    assert 'value="City"' in form

    response = client.post(assign_url(moderator), {"section": ["Sport", "∅"], "another": " Culture "})

    assert response.status_code == 303
    assert Assignment.objects.sections_of(moderator) == {"Sport", "", "Culture"}
    history = page(client.get(SECTIONS))
    assert "Culture" in history
    assert "mina" in history


def test_an_editor_takes_them_all_away(client, editor, pages):
    moderator = make_moderator()
    give(moderator, "Sport")

    client.post(assign_url(moderator), {"seen": ["Sport"]})

    assert Assignment.objects.sections_of(moderator) is None


FORGED = {
    "seen of before": ({"seen": ["City"], "section": ["World"]}, 409),
    "too long": ({"seen": ["Sport"], "another": "x" * 101}, 422),
    "NUL in a box": ({"seen": ["Sport"], "section": ["a\x00b"]}, 409),
    "NUL in a field": ({"seen": ["Sport"], "another": "a\x00b"}, 422),
    "a box too long": ({"seen": ["Sport"], "section": ["x" * 101]}, 409),
    "too many": ({"seen": ["Sport"], "section": [f"s{n}" for n in range(101)]}, 409),
}


@pytest.mark.parametrize("case", FORGED)
def test_what_is_forged_changes_nothing(client, editor, case):
    moderator = make_moderator()
    give(moderator, "Sport")
    fields, status = FORGED[case]

    response = client.post(assign_url(moderator), fields | {"another": fields.get("another", "Culture")})

    assert response.status_code == status
    assert "Nothing was changed" in page(response)
    assert Assignment.objects.sections_of(moderator) == {"Sport"}
    if "another" not in fields:
        assert 'value="Culture"' in page(response)  # nothing typed is lost


def test_sections_are_given_to_who_may_decide(client, editor):
    client.post(assign_url(editor), {"section": ["Sport"]})
    assert Assignment.objects.sections_of(editor) == {"Sport"}

    reader = make_user()
    assert client.post(assign_url(reader), {"section": ["Sport"]}).status_code == 404
