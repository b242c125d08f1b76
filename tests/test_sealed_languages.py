"""The language in which somebody reads the site hints at who that is: no stranger is told it by a seal."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from comments import clock
from comments.erasing.again import erase_again
from comments.erasing.listed import Listed
from comments.models import Comment, SealedRow
from comments.sealing import closing
from comments.sealing.canonical import canonical, sha256
from comments.sealing.documents import documents, people_salt
from tests.factories import make_approved, make_editor
from tests.sealing import behind_the_triggers, found, seal, verified
from tests.test_checking_a_comment import asked, exported, run

pytestmark = pytest.mark.django_db


def written_in(language: str) -> Comment:
    """Published, and told so; its words and its page are in another language."""
    with clock.at(timezone.now() - timedelta(hours=1)), translation.override(language):
        return make_approved("The northern road floods, every spring.")


def sealed_under(monkeypatch, form: int, language: str = "kmr") -> Comment:
    comment = written_in(language)
    with monkeypatch.context() as then:
        then.setattr(closing, "NEWEST", form)
        assert {each.form for each in seal()} == {form}
    return comment


def by_receipt(client, comment) -> dict:
    return client.get(reverse("comments:sealed_by_receipt", args=[comment.receipt.token])).json()


def test_a_stranger_is_not_told_and_can_check_the_rest(client, monkeypatch, tmp_path):
    comment = sealed_under(monkeypatch, 2)
    assert comment.interface_language == "kmr"

    said = asked(client, comment)

    assert "kmr" not in json.dumps(said)
    assert "interface_language" not in json.dumps(said)
    assert said["row"]["facts"] == sha256(said["facts_salt"] + said["facts"])
    status, printed = run(tmp_path, said, exported())
    assert status == 0, printed
    assert printed.splitlines()[0].endswith(", form 2.")


def test_the_digest_that_is_published_of_it_is_salted(monkeypatch):
    """There are five languages: without the seed anybody would try them all."""
    comment = sealed_under(monkeypatch, 2)
    row = SealedRow.objects.get(kind="comment", key=str(comment.pk))

    assert documents("comment", [row.key], 2)[row.key].people == {"interface_language": "kmr"}
    assert row.people == sha256(people_salt(row.seed) + canonical({"interface_language": "kmr"}))


def test_a_receipt_shows_what_proves_it_and_not_the_language(client, monkeypatch, tmp_path):
    comment = sealed_under(monkeypatch, 2)
    said = by_receipt(client, comment)
    page = client.get(comment.receipt.get_absolute_url()).content.decode()

    assert len(said["decisions"]) == 1
    assert run(tmp_path, said, exported())[0] == 0
    assert "interface_language" not in page + json.dumps(said)


def test_another_language_put_in_its_place_is_found(monkeypatch):
    comment = sealed_under(monkeypatch, 2)
    assert found() == []

    behind_the_triggers("UPDATE comments_comment SET interface_language = 'tr'")

    (sentence,) = found()
    assert f"comment {comment.pk}: says otherwise of people than what it was sealed with" in sentence


@pytest.mark.parametrize("form", [1, 2])
def test_it_outlives_an_erasure_as_the_other_languages_do(monkeypatch, form):
    comment = sealed_under(monkeypatch, form)

    comment.erase(by=None, request="2026/18")

    assert found() == []


def test_what_was_sealed_under_the_first_form_is_checked_with_it(client, monkeypatch, tmp_path):
    """docs/record.md says so: its digest cannot be worked out without."""
    comment = sealed_under(monkeypatch, 1)

    said = asked(client, comment)

    assert json.loads(said["facts"])["interface_language"] == "kmr"
    assert run(tmp_path, said, exported())[0] == 0


def test_a_trail_of_both_forms_is_verified(client, monkeypatch, tmp_path):
    first = sealed_under(monkeypatch, 1)
    before = exported()
    second = sealed_under(monkeypatch, 2, "tr")
    (tmp_path / "before.jsonl").write_text(before)

    assert verified(0, against=str(tmp_path / "before.jsonl"))["problems"] == 0
    for comment in (first, second):
        for said in (asked(client, comment), by_receipt(client, comment)):
            assert run(tmp_path, said, exported())[0] == 0
    status, printed = run(tmp_path, asked(client, second), exported(), "verify_export.py")
    assert status == 0, printed
    assert before.splitlines()[:-1] == exported().splitlines()[: len(before.splitlines()) - 1]


@pytest.mark.parametrize("form", [1, 2])
def test_an_erasure_listed_under_either_form_is_done_again(tmp_path, form):
    """Its line has a digest of the facts, and those of a comment have become fewer."""
    comment, editor = written_in("kmr"), make_editor()
    facts = sha256(documents("comment", [str(comment.pk)], form)[str(comment.pk)].facts_told)
    (tmp_path / "list").write_text(Listed("comment", str(comment.pk), facts, "2026/18", "2026").line + "\n")

    assert erase_again(tmp_path / "list", by=editor).erased == 1
    comment.refresh_from_db()
    assert comment.status == "erased"
