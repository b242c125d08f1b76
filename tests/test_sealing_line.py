"""What cannot be sealed is stepped over and said, and holds up nothing behind it."""

from __future__ import annotations

import io

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import SealedRow, Unsealed
from comments.sealing import line
from comments.tasks import seal_trail
from tests.factories import make_comment
from tests.sealing import found, let_others_end, seal

pytestmark = pytest.mark.django_db
MANY = 1_500  # more than a round takes


def make_invented(number: int = MANY) -> None:
    Unsealed.objects.bulk_create(
        Unsealed(kind="comment", key=str(700_000_000 + each)) for each in range(number)
    )


def is_sealed(comment) -> bool:
    return SealedRow.objects.filter(kind="comment", key=str(comment.pk)).exists()


def run() -> tuple[str, str]:
    """What the command prints, and with which complaint it ends."""
    out = io.StringIO()
    with pytest.raises(CommandError) as end:
        call_command("seal_trail", stdout=out)
    assert end.value.returncode == 1
    return out.getvalue(), str(end.value)


def named() -> list[str]:
    checks = run_checks(tags=[Tags.database], databases=["default"])
    return [check.msg for check in checks if check.id == "comments.E045"]


def test_invented_keys_hold_up_nothing_behind_them():
    seal()
    make_invented()
    comment = make_comment()

    (newest,) = seal()

    assert is_sealed(comment)
    assert newest.complete
    assert Unsealed.objects.count() == MANY


def test_what_comes_later_is_sealed_too():
    make_invented()
    seal()
    comment = make_comment()

    seal()

    assert is_sealed(comment)


def test_they_are_counted_and_named_by_everything_that_looks():
    make_invented()
    make_comment()
    let_others_end()

    said, complaint = run()
    said_again, _complaint = run()

    assert said.startswith("seal ")
    assert complaint.startswith(
        f"{MANY} in line for a seal name no row of the record, the first: comment 7000"
    )
    assert said_again == "Nothing to seal.\n"
    assert named() == ["In line for a seal, and no row of the record: comment 700000000."]
    assert "comment 700000000: was to be sealed, and is gone" in found()


def test_a_kind_that_there_is_none_of_is_named_too():
    seal()
    Unsealed.objects.create(kind="nothing", key="1")
    comment = make_comment()

    assert "the first: nothing 1." in run()[1]

    assert is_sealed(comment)
    assert named() == ["In line for a seal, and no row of the record: nothing 1."]


def test_a_line_without_them_is_not_complained_of():
    make_comment()
    assert named() == []

    seal()
    assert named() == []


def test_the_worker_says_it_and_goes_on(caplog):
    make_invented(1)
    comment = make_comment()
    let_others_end()

    assert seal_trail.call() >= 1

    assert is_sealed(comment)
    assert "1 in line for a seal name no row of the record" in caplog.text


def test_a_round_looks_at_so_many_and_no_more(django_assert_max_num_queries, monkeypatch):
    seal()
    monkeypatch.setattr(line, "MOST_ROWS", 100)
    make_invented(1_000)
    taken = line.Line()

    with django_assert_max_num_queries(4):
        assert taken.next_at_rest() == []

    assert (taken.nameless, taken.is_over) == (100, False)


def test_a_comment_that_somebody_acts_on_holds_up_no_other(committed_db, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    import psycopg

    monkeypatch.setattr(line, "MOST_ROWS", 3)
    held, other = make_comment(), make_comment()
    let_others_end()
    ours = connection.get_connection_params()
    named = {name: ours[name] for name in ("dbname", "user", "host", "port") if name in ours}
    with psycopg.connect(**named) as elsewhere:
        elsewhere.execute("SELECT 1 FROM comments_comment WHERE id = %s FOR UPDATE", [held.pk])
        seal()

    assert (is_sealed(held), is_sealed(other)) == (False, True)
    seal()
    assert is_sealed(held)
