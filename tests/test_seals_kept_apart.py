"""The seals beside the database: an older backup in its place is found by them, and said."""

from __future__ import annotations

import io
import os

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Seal, TrailEntry
from comments.sealing.kept_apart import OlderDatabase, keep, refuse_older
from comments.sealing.published import published
from comments.triggers import install
from tests.factories import make_comment
from tests.sealing import behind_the_triggers, found, seal, status_of, verified
from tests.test_sealing_backlog import BriefWorker

pytestmark = pytest.mark.django_db
OTHER = "f" * 64


@pytest.fixture
def file(settings, tmp_path):
    file = tmp_path / "seals"
    settings.COMMENTS = settings.COMMENTS | {"SEALS_FILE": str(file)}
    return file


def make_seals(number: int) -> list[Seal]:
    seals = []
    for _each in range(number):
        make_comment()
        seals += seal()
    return seals


def restore_older(number: int) -> None:
    """As if the database were as it was when it ended with this seal: what came since is not there."""
    later = f"FROM comments_seal WHERE number > {number}"
    behind_the_triggers(
        f"DELETE FROM comments_sealedrow WHERE seal_id IN (SELECT id {later})", f"DELETE {later}"
    )
    install(connection)


def named(which: str = "comments.E042") -> list[str]:
    checks = run_checks(tags=[Tags.database], databases=["default"])
    return [check.msg for check in checks if check.id == which]


def run(**options) -> tuple[int, str]:
    out = io.StringIO()
    status = status_of(lambda: call_command("seal_trail", stdout=out, **options))
    return status, out.getvalue()


def test_each_seal_is_appended_as_it_is_made(file):
    seals = make_seals(2)

    assert file.read_text() == f"{seals[0]}\n{seals[1]}\n"
    assert published(file) == {each.number: each.digest for each in seals}


def test_a_file_that_is_gone_is_named(file):
    assert named("comments.W043") == []  # nothing was sealed yet

    make_seals(1)
    assert named("comments.W043") == []

    file.unlink()
    [said] = named("comments.W043")
    assert "No such file" in said


def test_a_file_that_is_gone_is_said_when_verifying(file, capsys):
    assert not verified(0)["seals_file_is_gone"]  # nothing was sealed yet
    make_seals(1)
    assert not verified(0)["seals_file_is_gone"]

    file.unlink()

    assert verified(2)["as_sealed"]
    assert verified(2)["seals_file_is_gone"]
    assert status_of(lambda: call_command("verify_trail")) == 2
    assert f"{file}, which SEALS_FILE names, is gone" in capsys.readouterr().err


def test_a_file_that_is_gone_is_no_matter_where_another_is_named(file, tmp_path):
    make_seals(1)
    file.rename(tmp_path / "elsewhere")

    assert verified(0, against=str(tmp_path / "elsewhere"))["as_sealed"]


def test_what_was_found_counts_more_than_a_file_that_is_gone(file):
    newest = make_seals(1)[0]
    file.unlink()
    behind_the_triggers(f"UPDATE comments_seal SET root = '{OTHER}' WHERE number = {newest.number}")

    assert verified(1)["seals_file_is_gone"]


@pytest.mark.parametrize("content", [b"", b"hello\n", b"\xff\xfe\n", bytes(range(256)) * 40])
def test_a_file_that_names_no_seal_is_named(file, content):
    make_seals(1)
    file.write_bytes(content)

    [said] = named("comments.W043")
    assert "it names no seal" in said or "it does not end with a seal" in said


def test_a_file_that_lags_behind_is_named(file):
    first, second = make_seals(2)
    file.write_text(f"{first}\n")
    assert named("comments.W043") == []  # it may be on its way

    behind_the_triggers(f"UPDATE comments_seal SET sealed_at = '2026-01-01' WHERE number = {second.number}")

    [said] = named("comments.W043")
    assert f"it ends with seal {first.number}, and more were made since" in said


def test_a_file_that_has_all_of_them_lags_behind_none_however_old(file):
    make_seals(2)

    behind_the_triggers("UPDATE comments_seal SET sealed_at = '2026-01-01'")

    assert named("comments.W043") == []


def test_where_none_is_named_none_is_kept_and_none_is_missed(settings, caplog):
    settings.COMMENTS = settings.COMMENTS | {"SEALS_FILE": ""}

    make_seals(1)

    assert named("comments.W043") == []
    assert "SEALS_FILE" not in caplog.text


def test_a_file_that_is_begun_later_has_all_of_them(settings, tmp_path):
    seals = make_seals(3)
    settings.COMMENTS = settings.COMMENTS | {"SEALS_FILE": str(tmp_path / "seals")}

    keep()

    assert (tmp_path / "seals").read_text().splitlines() == [str(each) for each in seals]


def test_a_line_that_a_crash_cut_off_is_written_again(file):
    first, second = make_seals(2)
    file.write_text(f"{first}\n{str(second)[:30]}")

    third = make_seals(1)[0]

    assert published(file) == {each.number: each.digest for each in (first, second, third)}


def test_a_file_that_cannot_be_written_keeps_no_seal_from_being_made(settings, tmp_path, caplog):
    settings.COMMENTS = settings.COMMENTS | {"SEALS_FILE": str(tmp_path / "nowhere" / "seals")}

    assert len(make_seals(1)) == 1
    assert "were not kept in SEALS_FILE" in caplog.text


@pytest.mark.parametrize("waits", [True, False])
def test_sealing_says_that_the_file_cannot_be_written_and_makes_up_for_it(settings, tmp_path, waits):
    """With something to seal, and where all was sealed before."""
    settings.COMMENTS = settings.COMMENTS | {"SEALS_FILE": str(tmp_path / "nowhere" / "seals")}
    make_seals(1)
    if waits:
        make_comment()

    with pytest.raises(CommandError, match=f"^SEALS_FILE lacks seal {1 + waits}, which is made") as told:
        call_command("seal_trail", stdout=io.StringIO())
    assert told.value.returncode == 1
    assert Seal.objects.count() == 1 + waits

    (tmp_path / "nowhere").mkdir()
    assert run()[0] == 0
    assert published(tmp_path / "nowhere" / "seals").keys() == set(range(1, 2 + waits))


def test_a_file_that_is_something_else_is_left_alone(file, caplog):
    file.write_bytes(os.urandom(10_000))
    before = file.read_bytes()

    make_seals(1)

    assert file.read_bytes() == before
    assert "does not end with a seal" in caplog.text


def test_a_database_that_has_what_was_kept_is_none_older(file, client):
    make_seals(2)

    refuse_older()

    assert named() == []
    assert client.get("/readyz").content == b"ready\n"


def test_an_older_database_is_named_on_every_way(file, client):
    first, _second, third = make_seals(3)
    restore_older(first.number)

    with pytest.raises(OlderDatabase):
        refuse_older()

    assert named() == [
        f"Seal {third.number} was kept apart, and this database ends with seal {first.number}: "
        "an older backup was restored, or the end was cut off."
    ]
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready, but older than its seals\n")
    assert verified(1)["first"][0]["older"]


def test_an_empty_database_in_its_place_is_named(file):
    make_seals(1)
    behind_the_triggers("DELETE FROM comments_sealedrow", "DELETE FROM comments_seal")

    assert "this database ends with seal 0" in named()[0]


def test_seals_that_were_made_anew_are_named(file):
    newest = make_seals(2)[-1]
    behind_the_triggers(f"UPDATE comments_seal SET digest = '{OTHER}' WHERE number = {newest.number}")

    assert named() == [f"Seal {newest.number} was kept apart with another digest than it has here."]


def test_nothing_is_sealed_on_an_older_database(file):
    first, _second = make_seals(2)
    restore_older(first.number)
    make_comment()

    status, _said = run()

    assert status == 3
    assert Seal.objects.latest("number").number == first.number


def test_the_worker_goes_on_beside_an_older_database_and_says_so(committed_db, file, caplog):
    first, _second = make_seals(2)
    restore_older(first.number)
    make_comment()

    BriefWorker().run()

    assert "an older backup was restored" in caplog.text
    assert Seal.objects.latest("number").number == first.number


def test_the_record_goes_on_from_an_older_backup_when_told_to(file, client):
    first, second, third = make_seals(3)
    restore_older(first.number)
    make_comment()

    status, said = run(after_restore=True)

    assert status == 0
    assert f"goes on from seal {first.number}." in said
    again = Seal.objects.latest("number")
    assert again.number == second.number
    assert again.digest != second.digest
    assert file.read_text().splitlines()[-2:] == [f"restored {first.number}", str(again)]
    act = TrailEntry.objects.get(act="restored")
    assert act.details == {"seal": first.number, "kept": third.number, "digest": third.digest}
    assert client.get("/readyz").content == b"ready\n"


def test_the_record_goes_on_from_an_empty_database_when_told_to(file):
    make_seals(1)
    behind_the_triggers("DELETE FROM comments_sealedrow", "DELETE FROM comments_seal")
    install(connection)
    make_comment()

    status, said = run(after_restore=True)

    assert status == 0
    assert "goes on from seal 0." in said
    assert file.read_text().splitlines()[-2:] == ["restored 0", str(Seal.objects.get())]
    assert named() == []


def test_what_was_given_up_counts_no_more(file):
    first, _second, _third = make_seals(3)
    restore_older(first.number)
    make_comment()
    run(after_restore=True)

    assert [each for each in found(published=published(file)) if "published" in each] == []


def test_a_second_older_backup_is_named_too(file):
    first, second, _third = make_seals(3)
    restore_older(second.number)
    file.write_text(f"{file.read_text()}restored {second.number}\n")
    refuse_older()

    restore_older(first.number)

    assert (
        f"Seal {second.number} was kept apart, and this database ends with seal {first.number}" in named()[0]
    )


def test_nothing_is_given_up_where_nothing_is_missing(file):
    make_seals(1)
    before = file.read_text()

    with pytest.raises(CommandError, match="nothing to go on from"):
        call_command("seal_trail", after_restore=True)

    assert file.read_text() == before
    assert not TrailEntry.objects.filter(act="restored").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"seal 1 {OTHER}\nseal 2 {OTHER}\nrestored 1\n", {1: OTHER}),
        (f"seal 1 {OTHER}\nrestored 0\nseal 1 {'e' * 64}\n", {1: "e" * 64}),
        (f"seal 1 {OTHER}\nrestored one\n", {1: OTHER}),
        (f"seal 1 {OTHER}\nrestored 99\n", {1: OTHER}),
    ],
    ids=["one lost", "all lost", "no number", "none lost"],
)
def test_a_restore_is_read_in_its_place(tmp_path, text, expected):
    file = tmp_path / "seals"
    file.write_text(text)

    assert published(file) == expected


@pytest.mark.parametrize("content", ["\ufeff{}\n", "{}\r\n", "\n\n{}", "[[[[\n{}\n"])
def test_a_line_is_read_however_the_file_was_saved(tmp_path, content):
    file = tmp_path / "seals"
    file.write_text(content.format(f"seal 1 {OTHER}"), encoding="utf-8")

    assert published(file) == {1: OTHER}


def test_a_line_too_deep_to_be_read_is_passed_over(tmp_path):
    file = tmp_path / "seals"
    file.write_text('{"seal":' + "[" * 200_000 + f"\nseal 1 {OTHER}\n")

    assert published(file) == {1: OTHER}


def test_a_seal_that_was_published_twice_counts_as_it_was_the_first_time(tmp_path):
    """Where what is printed is collected: whoever cuts off the end and seals anew has it printed again."""
    first, newest = make_seals(2)
    file = tmp_path / "collected"
    file.write_text(f"{first}\nseal {newest.number} {OTHER}\n{newest}\n")

    assert verified(1, against=str(file))["first"][0]["sentence"] == f"it was published as {OTHER}"


def test_what_a_crash_kept_out_of_the_file_is_added_though_nothing_waits(file):
    first, second = make_seals(2)
    file.write_text(f"{first}\n")

    assert seal() == []

    assert file.read_text() == f"{first}\n{second}\n"


def test_the_file_costs_a_health_page_two_queries_whatever_its_length(file, django_assert_num_queries):
    newest = make_seals(1)[0]
    file.write_text(f"seal {newest.number} {OTHER}\n" * 20_000 + f"{newest}\n")

    with django_assert_num_queries(2):
        refuse_older()
