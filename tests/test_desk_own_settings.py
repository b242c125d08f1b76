"""What a moderator has set for themselves, and nobody else: slices by name, masking, skipping."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.conf import DEFAULTS
from comments.models import Preference, SavedSlice
from tests.desk_pages import HTMX, card_url, desk_url, names, page
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
)
from tests.test_desk_doors import make_viewer

pytestmark = pytest.mark.django_db
THREAT = "I will kill you tomorrow."


def own_url(act: str, query: str = "") -> str:
    return reverse(f"admin:comments_desk_{act}") + query


@pytest.fixture
def moderator(client):
    moderator = make_moderator("mina")
    client.force_login(moderator)
    return moderator


def test_a_slice_is_kept_by_name_and_removed_again(client, moderator):
    query = "?guideline=threats&language=en&sort=riskiest"

    response = client.post(own_url("save_slice", query + "&after=5.5"), {"name": " Threats,  worst first "})

    assert response["Location"] == desk_url(query)
    saved = SavedSlice.objects.get()
    assert (saved.name, saved.query, saved.moderator) == ("Threats, worst first", query, moderator)
    assert "Threats, worst first" in page(client.get(desk_url()))
    client.post(own_url("remove_slice"), {"saved": saved.pk})
    assert not SavedSlice.objects.exists()


def test_the_same_name_again_means_another_slice(client, moderator):
    client.post(own_url("save_slice", "?language=en"), {"name": "Mine"})
    client.post(own_url("save_slice", "?language=ar"), {"name": "Mine"})

    assert SavedSlice.objects.get().query == "?language=ar"


def test_nobody_removes_or_sees_anothers_slice(client, moderator):
    SavedSlice.objects.save_as("Hers alone", moderator=make_moderator("leyla"), query="")

    client.post(own_url("remove_slice"), {"saved": SavedSlice.objects.get().pk})

    assert SavedSlice.objects.count() == 1
    assert "Hers alone" not in page(client.get(desk_url()))


@pytest.mark.parametrize("name", ["", "  ", "\x00"])
def test_a_slice_has_a_name(client, moderator, name):
    client.post(own_url("save_slice"), {"name": name})

    assert not SavedSlice.objects.exists()


def test_there_is_an_end_to_saving(client, moderator, monkeypatch):
    monkeypatch.setattr(SavedSlice, "MOST", 1)
    client.post(own_url("save_slice"), {"name": "One"})
    response = client.post(own_url("save_slice"), {"name": "Two"}, follow=True)

    assert SavedSlice.objects.count() == 1
    assert "1 slices are saved already." in page(response)


def test_what_is_clear_of_known_authors_is_a_slice(client, moderator):
    known, new = make_author(), make_author()
    for _ in range(3):
        make_approved(author=known)
    make_comment(author=known, name="Known")
    make_comment("You are an idiot.", author=known, name="Known but rude")
    make_comment("الجسر قديم والمجلس لم يفعل شيئا منذ سنوات طويلة", author=known, name="Known in Arabic")
    make_comment("پردەکە کۆنە و ئەنجوومەن هیچی نەکردووە بۆ چاککردنی", author=known, name="Known in Sorani")
    make_comment(author=new, name="New")

    assert names(client.get(desk_url("?ready=known"))) == ["Known", "Known in Arabic"]


def test_only_languages_of_published_recall_are_taken_for_clear():
    published = Path(__file__).parent.parent.joinpath("docs", "checks.md").read_text()

    named = re.search(r"^Recall is published of: (.*?)\.", published, re.MULTILINE)[1]

    assert tuple(re.findall(r"`(.*?)`", named)) == DEFAULTS["RECALL_PUBLISHED"]


def test_slurs_and_threats_are_masked_for_who_asks_for_it(client, moderator):
    comment = make_comment(THREAT)
    assert 'class="mask"' not in page(client.get(card_url(comment)))

    client.post(own_url("prefer"), {"masks": "yes", "skips_held": "yes"})
    card, listed = page(client.get(card_url(comment))), client.get(desk_url()).context["rows"][0]

    assert Preference.objects.of(moderator).masks
    assert 'class="mask"' in card
    assert "kill you" not in listed.text
    assert len(listed.text) == len(THREAT)
    assert not Preference.objects.of(make_moderator()).masks


def test_single_keys_are_switched_off_and_on(client, moderator):
    make_comment()
    assert 'data-keys="on"' in page(client.get(desk_url()))

    client.post(own_url("prefer"), {"skips_held": "yes"})

    shown = page(client.get(desk_url()))
    assert 'data-keys="off"' in shown
    assert "You have switched single keys off" in shown
    assert 'data-key="/"' not in page(client.get(reverse("admin:comments_desk_search")))

    client.post(own_url("prefer"), {"skips_held": "yes", "uses_keys": "yes"})

    assert 'data-keys="on"' in page(client.get(desk_url()))
    assert 'data-key="/"' in page(client.get(reverse("admin:comments_desk_search")))


def test_who_may_only_look_has_preferences_and_no_slices(client):
    viewer = make_viewer()
    client.force_login(viewer)

    client.post(own_url("prefer"), {"masks": "yes"})

    shown = page(client.get(desk_url()))
    assert 'data-keys="off"' in shown
    assert "Preferences" in shown
    assert "Save what is shown now as" not in shown
    assert Preference.objects.of(viewer).masks


def test_other_findings_are_not_masked(client, moderator):
    Preference.objects.set(moderator, masks=True, skips_held=True)
    comment = make_comment("Buy cheap watches at www.watches.example now!")

    assert 'class="mask"' not in page(client.get(card_url(comment)))


@pytest.mark.parametrize("beside", ["in reply to", "by the same author", "nearly the same"])
def test_what_stands_beside_a_comment_is_masked_too(client, moderator, beside):
    threat = make_approved(f"{THREAT} And the northern road still floods every single spring.")
    again = make_comment(threat.text, author=threat.author)
    facts = {"author": threat.author, "discussion": threat.discussion, "in_reply_to": threat}
    comment = make_comment("Nobody asked us.", **facts)
    addresses = {
        "in reply to": reverse("admin:comments_desk_context", args=[comment.pk]),
        "by the same author": reverse("admin:comments_desk_author", args=[comment.pk]),
        "nearly the same": desk_url(f"?like={again.pk}"),
    }
    assert "kill you" in shown_beside(client, addresses[beside])

    Preference.objects.set(moderator, masks=True, skips_held=True)

    text = shown_beside(client, addresses[beside])
    assert "kill you" not in text
    assert "█" in text


def shown_beside(client, address: str) -> str:
    """The context or the list: the words of the card itself can be pressed, so they are on the page."""
    text = page(client.get(address, headers=HTMX))
    before, _card, after = text.partition('<section id="desk-card"')
    return before + after[after.find('<aside id="desk-context"') :] if after else before


@pytest.mark.parametrize("door", ["search", "escalate", "escalated", "second"])
def test_further_pages_mask_too_and_show_it_when_asked(client, settings, door):
    """What is blacked out can be opened: who answers an escalation or reads again has to judge the words."""
    settings.COMMENTS = settings.COMMENTS | {"SECOND_READING_SHARE": 1}
    editor = make_editor()
    client.force_login(editor)
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment = make_approved(THREAT)
    if door == "escalated":
        make_escalated(comment)
    arguments, query = ([comment.pk], "") if door == "escalate" else ([], "?words=kill")
    address = reverse(f"admin:comments_desk_{door}", args=arguments) + query
    assert "█" not in page(client.get(address))

    Preference.objects.set(editor, masks=True, skips_held=True)

    text = page(client.get(address))
    before, _summary, opened = text.partition("Show what is blacked out")
    assert "█" in before
    assert "kill you" not in before
    assert ("kill you" in opened) == (door != "search")  # there the card is a press away
    comment.refresh_from_db()
    assert comment.text == THREAT
