"""The list of erasures, kept apart: written as they happen, and done again on a backup of the time before."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import clock
from comments.erasing.listed import Listed, facts_of
from comments.models import Author, Comment, Erasure, Person, RowErasure, TrailEntry
from comments.sealing.closing import seal_trail
from newsroom.closing import close
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_user,
)
from tests.sealing import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path, settings):
    file = tmp_path / "erasures.jsonl"
    settings.COMMENTS = settings.COMMENTS | {"ERASURES_FILE": str(file)}
    return file


@pytest.fixture
def editor():
    return make_editor("nadia")


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def listed(kind: str, key: object, *, request: str = "2026/18", **values) -> dict:
    """As a row was listed that is still to be erased: as on a backup of the time before."""
    facts = facts_of(kind, [str(key)]).get(str(key), "0" * 64)
    return {"kind": kind, "key": str(key), "facts": facts, "request": request, "erased_at": "2026"} | values


def again(path, *entries) -> str:
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in entries))
    out = io.StringIO()
    call_command("erase_comments", again=str(path), by="nadia", stdout=out)
    return out.getvalue()


def test_each_erasure_is_appended_once_it_is_committed(path, django_capture_on_commit_callbacks):
    comment, author = make_comment("My street is Mill Lane.", name="Leyla"), make_author()
    report = make_approved().report(author=author, guideline="abuse", note="Rude.")
    with django_capture_on_commit_callbacks(execute=True):
        comment.erase(by=None, request="2026/18")
        assert not path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        Person(authors=frozenset({author.pk})).erase(by=None, request="2026/19")

    written = [(each["kind"], each["key"], each["request"]) for each in lines(path)]
    assert written == [("comment", str(comment.pk), "2026/18"), ("report", str(report.pk), "2026/19")]
    assert "Leyla" not in path.read_text()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_an_erasure_that_is_taken_back_is_not_listed(path):
    make_comment().erase(by=None, request="2026/18")  # in the test's own transaction, which is taken back

    assert not path.exists()


def test_a_file_that_cannot_be_written_stops_no_erasure(path, caplog, django_capture_on_commit_callbacks):
    path.mkdir()
    comment = make_comment()
    with django_capture_on_commit_callbacks(execute=True):
        comment.erase(by=None, request="2026/18")

    assert comment.status == "erased"
    assert "not listed in ERASURES_FILE" in caplog.text


def test_what_is_lacking_is_added_and_nothing_twice(path):
    first, second = make_comment(), make_comment()
    first.erase(by=None, request="2026/18")
    call_command("list_erasures", stdout=io.StringIO())
    second.erase(by=None, request="2026/19")
    path.write_text(path.read_text()[:-20])  # a crash cut the last line

    out = io.StringIO()
    call_command("list_erasures", str(path), stdout=out)
    call_command("list_erasures", stdout=out)

    assert out.getvalue() == "Listed 2.\nListed 0.\n"
    whole = [Listed.read(line) for line in path.read_text().splitlines()[1:]]
    assert {each.key for each in whole} == {str(first.pk), str(second.pk)}


def test_the_next_under_a_number_is_listed_too(path):
    """After a restore numbers are given again: what the list has under it may be another's."""
    comment = make_comment()
    path.write_text(json.dumps(listed("comment", comment.pk, facts="f" * 64)) + "\n")
    comment.erase(by=None, request="2026/19")

    out = io.StringIO()
    call_command("list_erasures", stdout=out)
    call_command("list_erasures", stdout=out)

    assert out.getvalue() == "Listed 1.\nListed 0.\n"
    assert lines(path)[1]["facts"] == facts_of("comment", [str(comment.pk)])[str(comment.pk)]


def test_what_is_listed_already_is_not_worked_out_again(path):
    """Whoever erases meanwhile waits for the file."""
    for _ in range(3):
        make_comment().erase(by=None, request="2026/18")
    call_command("list_erasures", stdout=io.StringIO())

    with CaptureQueriesContext(connection) as queries:
        call_command("list_erasures", stdout=io.StringIO())

    assert not [each["sql"] for each in queries if 'FROM "comments_comment"' in each["sql"]]


def erased_before(path):
    with clock.at(timezone.now() - timedelta(hours=1)):
        make_comment().erase(by=None, request="2026/18")


def reported_before(path):
    make_approved().report(author=(author := make_author()), guideline="abuse", note="Rude.")
    with clock.at(timezone.now() - timedelta(hours=1)):
        Person(authors=frozenset({author.pk})).erase(by=None, request="2026/18")


def closed_before(path):
    with clock.at(timezone.now() - timedelta(hours=1)):
        close(make_user("leyla"))


def emptied(path):
    erased_before(path)
    path.write_text("")


def erased_just_now(path):
    make_comment().erase(by=None, request="2026/18")


def is_there(path):
    erased_before(path)
    call_command("list_erasures", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("what", "warned"),
    [
        (erased_before, True),
        (reported_before, True),
        (closed_before, True),
        (emptied, True),
        (erased_just_now, False),
        (is_there, False),
        (lambda path: None, False),
    ],
    ids=[
        "gone",
        "gone with a report",
        "gone with an account",
        "empty",
        "on its way",
        "there",
        "nothing was erased",
    ],
)
def test_a_list_that_is_gone_is_named(path, what, warned):
    what(path)

    said = {message.id for message in run_checks(databases=["default"], tags=["database"])}

    assert ("comments.W051" in said) == warned


def test_a_list_needs_a_place():
    with pytest.raises(CommandError, match="Name a file"):
        call_command("list_erasures")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("list_erasures", "/nowhere/at/all")


def test_a_backup_is_brought_up_to_the_list(tmp_path, editor):
    comment, report = (
        make_comment(),
        make_approved().report(author=make_author(), guideline="abuse", note="Rude."),
    )
    list(seal_trail())
    entries = [listed("comment", comment.pk), listed("report", report.pk, request="2026/19")]

    said = again(tmp_path / "list", *entries)
    twice = again(tmp_path / "list", *entries)

    comment.refresh_from_db()
    report.refresh_from_db()
    assert said == "Erased 2 again. 0 came in after the backup.\n"
    assert twice == "Erased 0 again. 0 came in after the backup.\n"
    assert (comment.text, report.note) == ("", "")
    assert (Erasure.objects.get().request, Erasure.objects.get().by) == ("2026/18", editor)
    assert RowErasure.objects.get().request == "2026/19"
    assert found() == []


def test_the_digest_of_a_row_outlives_its_erasure():
    comment = make_comment()
    before = facts_of("comment", [str(comment.pk)])

    comment.erase(by=None, request="2026/18")

    assert facts_of("comment", [str(comment.pk)]) == before


def test_another_comment_under_the_same_number_is_left_alone(tmp_path, editor):
    """The backup is older than both, and the site ran on before the list was gone through."""
    comment, right = make_comment(), make_comment()

    with pytest.raises(CommandError, match=f"comment {comment.pk} is another than the one that was erased"):
        again(tmp_path / "list", listed("comment", comment.pk, facts="f" * 64), listed("comment", right.pk))

    comment.refresh_from_db()
    right.refresh_from_db()
    assert (comment.status, right.status) == ("pending", "erased")


def test_what_came_in_after_the_backup_needs_none(tmp_path, editor):
    assert "1 came in after the backup" in again(tmp_path / "list", listed("comment", 10**12))


def test_a_hold_that_the_backup_still_has_is_said(tmp_path, editor):
    held, free = make_escalated().comment, make_comment()

    with pytest.raises(CommandError, match=f"comment {held.pk} is under a legal hold"):
        again(tmp_path / "list", listed("comment", held.pk), listed("comment", free.pk))

    assert Comment.objects.get(pk=held.pk).text
    assert Comment.objects.get(pk=free.pk).status == "erased"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '"comment"',
        "[" * 5000,
        '{"kind": "comment"}',
        '{"kind":"comment","key":"1","facts":"x","request":"x","erased_at":"x","more":"x"}',
        '{"kind":"comment","key":1,"facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"comment","key":"1 OR 1=1","facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"comment","key":"-1","facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"comment","key":"٣","facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"comment","key":"' + "9" * 30 + '","facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"trailentry","key":"1","facts":"x","request":"x","erased_at":"x"}',
        '{"kind":"comment","key":"1","facts":"x","request":"\\u0000","erased_at":"x"}',
        '{"kind":"comment","key":"1","facts":"x","request":"' + "x" * 201 + '","erased_at":"x"}',
        "x" * 100_000,
    ],
    ids=lambda line: line[:30].replace("\x00", "") or "empty",
)
def test_a_line_that_is_none_is_named_and_the_rest_is_done(tmp_path, editor, line):
    comment = make_comment()

    with pytest.raises(CommandError, match=r"Line 1 cannot be read\.(.|\n)*The rest was"):
        again(tmp_path / "list", line, listed("comment", comment.pk))

    assert Comment.objects.get(pk=comment.pk).status == "erased"


def test_a_list_that_is_not_there_erases_nothing(tmp_path, editor):
    for name in (tmp_path / "none", tmp_path):
        with pytest.raises(CommandError, match="cannot be read") as refused:
            call_command("erase_comments", again=str(name), by="nadia")
        assert refused.value.returncode == 2


# By person, from the command line.


def erase(**options) -> str:
    out = io.StringIO()
    call_command("erase_comments", by="nadia", **({"request": "2026/18"} | options), stdout=out)
    return out.getvalue()


def test_a_person_is_erased_by_each_way(editor):
    user = make_user("leyla")
    make_comment(author=Author.objects.of_account(user))
    make_comment(email="leyla@example.org")
    receipt = make_comment().receipt.token

    said = "Erased 1 comments, 0 reports and 0 notes.\n"
    for way, then in (
        ({"email": "LEYLA@example.org"}, "Nothing is kept about such a person"),
        ({"receipt": receipt}, "its comment is erased"),
    ):
        assert erase(**way) == said
        with pytest.raises(CommandError, match=then):
            erase(**way)
    assert erase(account="leyla", close=True) == f"{said}Closed 1 accounts.\n"
    with pytest.raises(CommandError, match="No account has this user name"):
        erase(account="leyla")


def test_looking_first_erases_nothing(editor):
    comment = make_comment(email="leyla@example.org")

    said = erase(email="leyla@example.org", look=True, request="")

    assert f"comment {comment.pk}, " in said
    assert not Erasure.objects.exists()


def test_what_is_held_is_said_and_can_be_left(editor):
    held = make_escalated(make_comment(email="leyla@example.org")).comment
    make_comment(email="leyla@example.org")

    with pytest.raises(CommandError, match=r"legal hold.* Nothing was erased\."):
        erase(email="leyla@example.org")
    said = erase(email="leyla@example.org", leave_held=True)

    assert f"Left under a legal hold: {held.pk}." in said


@pytest.mark.parametrize(
    ("ids", "ways"),
    [((), {}), ((1,), {"email": "a@example.org"}), ((1,), {"again": "list"})],
    ids=["nobody", "two ways", "a list too"],
)
def test_one_way_at_a_time(editor, ids, ways):
    with pytest.raises(CommandError, match="one of these"):
        call_command("erase_comments", *ids, by="nadia", request="2026/18", **ways)


# Giving somebody what is kept about them, from a shell.


def export(*arguments, by="nadia", request="2026/9", **ways) -> str:
    out = io.StringIO()
    call_command("export_person", *map(str, arguments), by=by, request=request, stdout=out, **ways)
    return out.getvalue()


def test_an_export_is_written_for_nobody_elses_eyes(tmp_path, editor):
    make_comment("The ferry was late.", email="leyla@example.org")
    file = tmp_path / "leyla.json"

    export(file, email="leyla@example.org")

    assert json.loads(file.read_text())["comments"][0]["text"] == "The ferry was late."
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        export(file, email="leyla@example.org")
    assert json.loads(export("-", email="leyla@example.org"))["format"] == "comments of a person, 1"


def test_an_export_that_broke_off_leaves_no_file(tmp_path, editor, monkeypatch):
    make_comment(email="leyla@example.org")

    def broken(self, **asked):
        yield "{"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Person, "export", broken)
    with pytest.raises(CommandError, match="No space left") as refused:
        export(tmp_path / "leyla.json", email="leyla@example.org")

    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_an_export_says_in_the_record_by_whom_and_under_which_request(tmp_path, editor):
    make_comment(email="leyla@example.org")

    export("-", email="leyla@example.org", internal=True)

    entry = TrailEntry.objects.get(act="data given")
    assert (entry.by, entry.comment) == (editor, None)
    assert entry.details == {"request": "2026/9", "internal": True}


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ({"email": "nobody@example.org"}, "Nothing is kept about such a person"),
        ({"email": "nobody"}, "This is no e-mail address"),
        ({}, "Name the person"),
        ({"account": "nobody"}, "No account has this user name"),
        ({"account": "\x00"}, "No account has this user name"),
        ({"receipt": "nothing"}, "no receipt of ours"),
        ({"email": "a@example.org", "account": "a"}, "in one way"),
    ],
    ids=["unknown", "no address", "nobody", "no account", "NUL", "no receipt", "two"],
)
def test_an_export_of_nobody_is_none(editor, ways, said):
    with pytest.raises(CommandError, match=said):
        export("-", **ways)
    assert not TrailEntry.objects.filter(act="data given").exists()


@pytest.mark.parametrize("request_named", ["", "  ", "x" * 201, "\x00"])
def test_an_export_names_its_request(editor, tmp_path, request_named):
    make_comment(email="leyla@example.org")

    with pytest.raises(CommandError):
        export(tmp_path / "leyla.json", email="leyla@example.org", request=request_named)
    assert list(tmp_path.iterdir()) == []


def test_only_editors_export(editor):
    make_comment(email="leyla@example.org")
    make_moderator("aram")

    with pytest.raises(CommandError, match="may not erase"):
        export("-", by="aram", email="leyla@example.org")


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ({"email": "leyla"}, "no e-mail address"),
        ({"account": "nobody"}, "No account has this user name"),
        ({"receipt": "http://[/?#"}, "no receipt of ours"),
    ],
)
def test_who_is_not_found_is_said_and_nothing_is_erased(editor, ways, said):
    make_comment(email="leyla@example.org")

    with pytest.raises(CommandError, match=f"{said}.*Nothing was erased"):
        erase(**ways)
    assert not Erasure.objects.exists()
