"""A reader can work out for themselves that what we keep is what we received, and what we decided."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Comment, Unsealed
from comments.sealing.exporting import export_lines
from tests.factories import make_approved, make_comment, make_moderator
from tests.sealing import seal

pytestmark = pytest.mark.django_db

WORDS = "Dicle köprüsü\nçok güzel. 🌉"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def told(client, comment) -> list[str]:
    """The values that the receipt shows to check by."""
    page = client.get(comment.receipt.get_absolute_url()).content.decode()
    return [html.unescape(each) for each in re.findall(r'<code dir="ltr">(.*?)</code>', page)]


def published() -> list[dict]:
    return [json.loads(line) for line in export_lines()]


@pytest.fixture
def decided():
    """Rejected, that taken back at once, then approved; all of it an hour ago."""
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment, moderator = make_comment(WORDS), make_moderator()
        comment.reject(by=moderator, seen=0, guidelines=["abuse"], explanation="Your swordfish.")
        comment.undo(by=moderator, seen=1)
        comment.approve(by=moderator, seen=2)
    return comment


def test_a_receipt_shows_salt_and_digest_of_what_was_received(client):
    comment = make_comment(WORDS)

    salt, digest = told(client, comment)

    assert digest == sha256(salt + WORDS)


def test_a_receipt_shows_the_record_of_the_comment_once_it_is_sealed(client):
    comment = make_comment(WORDS)
    seal()

    _salt, digest, salt, facts, row, seal_named = told(client, comment)

    assert json.loads(facts)["digest"] == digest
    assert json.loads(row)["facts"] == sha256(salt + facts)
    assert json.loads(row) in published()
    assert seal_named == str(comment.sealed_rows.first().seal).removeprefix("seal ")


def test_a_receipt_shows_the_record_of_every_decision(client, decided):
    seal()

    records = told(client, decided)[6:]

    outcomes = []
    for salt, facts, row, _seal in zip(*[iter(records)] * 4, strict=True):
        assert json.loads(row)["facts"] == sha256(salt + facts)
        assert json.loads(row) in published()
        outcomes.append(json.loads(facts)["outcome"])
    assert outcomes == ["rejected", "undone", "approved"]


def test_a_record_is_called_by_the_number_of_its_decision(client, decided):
    """The first was acted on while the others were sealed, and waits for the next seal."""
    first = decided.decisions.get(number=1)
    Unsealed.objects.filter(kind="decision", key=str(first.pk)).delete()
    seal()

    page = client.get(decided.receipt.get_absolute_url()).content.decode()

    assert re.findall(r"The record of decision (\d)", page) == ["2", "3"]


def test_no_record_says_who_decided(client, decided):
    seal()

    page = "".join(told(client, decided))

    assert "by_id" not in page
    assert "swordfish" not in page
    row = decided.decisions.first()
    assert row.by.username not in page


def test_a_decision_that_can_be_undone_is_not_given_away(client):
    comment = make_approved()
    seal()

    assert len(told(client, comment)) == 6


def test_anybody_can_check_the_words_of_a_published_comment(client, decided):
    seal()

    said = client.get(reverse("comments:sealed", args=[decided.pk])).json()

    assert said["digest"] == sha256(said["salt"] + said["words"])
    assert json.loads(said["facts"])["digest"] == said["digest"]
    assert said["row"]["facts"] == sha256(said["facts_salt"] + said["facts"])
    assert said["row"] in published()
    assert said["seal"] in published()


def test_a_stranger_is_told_these_facts_and_no_others(client, decided):
    """docs/record.md says so. Whatever is sealed as a fact of comments is told to everybody."""
    seal()

    said = client.get(reverse("comments:sealed", args=[decided.pk])).json()

    shown = {"id", "discussion_id", "thread_id", "in_reply_to_id", "digest", "page_language", "language"}
    assert set(said) == {"words", "salt", "digest", "row", "facts_salt", "facts", "seal"}
    assert set(json.loads(said["facts"])) - shown == {
        *("submitted_at", "received_at"),
        *("source", "source_key"),
    }


def test_a_published_comment_that_waits_for_a_seal_says_so(client):
    comment = make_approved()

    said = client.get(reverse("comments:sealed", args=[comment.pk])).json()

    assert (said["row"], said["seal"]) == (None, None)
    assert said["digest"] == sha256(said["salt"] + said["words"])


@pytest.mark.parametrize("status", ["pending", "rejected", "withdrawn", "erased"])
def test_of_what_is_not_published_nothing_is_told(client, status):
    comment = make_comment()
    match status:
        case "rejected":
            comment.reject(by=make_moderator(), seen=0, guidelines=["abuse"])
        case "withdrawn":
            comment.withdraw()
        case "erased":
            comment.erase(by=None, request="2026/18")
    assert Comment.objects.get(pk=comment.pk).status == status

    assert client.get(reverse("comments:sealed", args=[comment.pk])).status_code == 404
