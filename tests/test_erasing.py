"""`manage.py erase_comments`: by whom, under which request, all of them or none."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from comments import refusals
from comments.models import Comment, Erasure, Note
from tests.factories import make_approved, make_comment, make_moderator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    editor = make_user("nadia", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor


def erase(*comments, by="nadia", request="2026/18"):
    call_command("erase_comments", *comments, by=by, request=request)


def test_words_and_person_go_and_the_fact_stays(editor, capsys):
    comment = make_approved("My name is Leyla and I live by the bridge.", email="leyla@example.org")

    erase(comment.pk)

    comment.refresh_from_db()
    assert (comment.text, comment.name, comment.email, comment.author) == ("", "", "", None)
    assert comment.status == "erased"
    assert comment.decisions.count() == 1
    assert (comment.erasure.by, comment.erasure.request) == (editor, "2026/18")
    assert capsys.readouterr().out == "Erased 1.\n"


def test_erasing_twice_leaves_the_first_erasure(editor):
    comment = make_comment()
    erase(comment.pk)

    erase(comment.pk, request="2026/19")

    assert Erasure.objects.get().request == "2026/18"


def test_one_that_is_missing_keeps_all(editor):
    comment = make_comment()

    with pytest.raises(CommandError, match=r"No such comment: 999999\. Nothing was erased"):
        erase(comment.pk, 999999)
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("request_named", ["", "  ", "x" * 201, "\x00"])
def test_the_request_is_named_and_fits(editor, request_named):
    comment = make_comment()

    with pytest.raises(CommandError):
        erase(comment.pk, request=request_named)
    assert Comment.objects.get().text


def test_only_editors_erase(editor):
    comment = make_comment()
    make_moderator("aram")

    with pytest.raises(CommandError, match="may not erase"):
        erase(comment.pk, by="aram")
    with pytest.raises(CommandError, match="no user"):
        erase(comment.pk, by="nobody")
    assert not Erasure.objects.exists()


def test_nothing_more_is_noted_or_read_of_what_was_erased(editor):
    comment = make_comment("You are an idiot.")
    stale = Comment.objects.get(pk=comment.pk)
    comment.erase(by=editor, request="2026/4")

    with pytest.raises(refusals.TextRefused, match="erased"):
        Note.objects.write(comment=stale, by=editor, text="She lives in Harbour Street.")
    with pytest.raises(refusals.NobodyToRestrict):
        stale.author.hold(comment=stale, by=editor, seen=0, note="She lives in Harbour Street.")
    with pytest.raises(refusals.NotDecidable):
        stale.screen()
