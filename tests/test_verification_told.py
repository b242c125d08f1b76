"""What came of verifying is told by the checks and the health page; neither of them verifies by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import Tags, run_checks
from django.db import ProgrammingError, connection
from django.utils import timezone

from comments import clock
from comments.models import Notice, Seal, Verification
from comments.triggers import install
from tests.factories import make_comment
from tests.sealing import behind_the_triggers, seal, verified

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def comment():
    comment = make_comment(email="aram@example.org")
    seal()
    return comment


def named(*identifiers: str) -> list[str]:
    checks = run_checks(tags=[Tags.database], databases=["default"])
    return [check.msg for check in checks if check.id in (identifiers or ("comments.E041", "comments.W041"))]


def health(client) -> str:
    response = client.get("/readyz")
    assert response.status_code == 200
    return response.content.decode().strip()


def test_what_came_of_it_is_kept_where_that_is_asked_for(comment):
    verified()
    assert not Verification.objects.exists()

    verified(record=True)

    kept, newest = Verification.objects.get(), Seal.objects.latest("number")
    assert (kept.seal, kept.digest, kept.problems, kept.first) == (newest.number, newest.digest, 0, "")


def test_a_record_without_a_seal_can_be_verified_too():
    verified(record=True)

    assert Verification.objects.get().seal == 0


def test_a_record_that_is_as_it_was_sealed_is_well(comment, client):
    verified(record=True)

    assert named() == []
    assert health(client) == "ready"


def test_one_that_is_not_is_named_until_it_is_verified_again(comment, client):
    tamper(f"UPDATE comments_comment SET name = 'Another' WHERE id = {comment.pk}")
    verified(1, record=True)
    tamper(f"UPDATE comments_comment SET name = 'Aram' WHERE id = {comment.pk}")

    (said,) = named()
    assert "1 found, the first: seal 1, comment" in said
    assert "has other words than those it was sealed with" in said
    assert health(client) == "ready, but not as it was sealed"

    verified(record=True)

    assert named() == []
    assert health(client) == "ready"


def tamper(statement: str) -> None:
    """And put the triggers back, as who wants to hide it would."""
    behind_the_triggers(statement)
    install(connection)


def test_a_health_page_tells_nobody_which_row_it_is(comment, client):
    Verification.objects.create(seal=1, problems=1, first="comment 7: is gone")

    assert "comment 7" not in health(client)


@pytest.mark.parametrize(("hours", "told"), [(47, False), (49, True)])
def test_a_record_that_nobody_verifies_is_named(comment, client, hours, told):
    with clock.at(timezone.now() - timedelta(hours=hours)):
        verified(record=True)

    assert bool(named()) is told
    assert ("not verified since" in health(client)) is told


def test_one_that_nobody_has_ever_verified_is_named(client):
    with clock.at(timezone.now() - timedelta(hours=49)):
        make_comment()
        seal()

    assert "is not verified since" in named()[0]


def test_a_new_site_has_nothing_to_be_verified(client):
    assert named() == []
    assert health(client) == "ready"


def test_who_asks_for_no_verification_is_told_of_none(comment, settings):
    settings.COMMENTS = settings.COMMENTS | {"VERIFY_WITHIN_HOURS": 0}
    with clock.at(timezone.now() - timedelta(days=900)):
        verified(record=True)

    assert named() == []


@pytest.mark.parametrize(
    ("setting", "value", "identifier"),
    [
        ("VERIFY_WITHIN_HOURS", -1, "comments.E015"),
        ("VERIFY_WITHIN_HOURS", "daily", "comments.E015"),
        ("SEALS_FILE", None, "comments.E016"),
        ("SEND_WITHIN_HOURS", 0, "comments.E043"),
        ("SEND_WITHIN_HOURS", True, "comments.E043"),
    ],
)
def test_a_setting_that_is_wrong_is_named(settings, setting, value, identifier):
    settings.COMMENTS = settings.COMMENTS | {setting: value}

    assert identifier in {check.id for check in run_checks()}


def make_due(hours: float, **facts) -> None:
    due = timezone.now() - timedelta(hours=hours)
    Notice.objects.update(**({"next_attempt_at": due} | facts))


@pytest.fixture
def notice(comment):
    with clock.at(timezone.now() - timedelta(hours=5)):
        make_comment(email="leyla@example.org")


def test_mails_that_nobody_sends_are_named(notice):
    make_due(hours=5)

    (said,) = named("comments.W042")
    assert said.startswith("Nobody has tried to send 1 mails, the oldest due since ")


def test_mails_that_fail_are_named(notice):
    make_due(hours=-1, attempts=8)

    (said,) = named("comments.W042")
    assert said.startswith("Sending 1 mails, the oldest due since ")


@pytest.mark.parametrize(
    "facts",
    [
        {"sent_at": LONG_AGO},
        {"dropped_at": LONG_AGO},
        {"held_at": LONG_AGO},
    ],
    ids=["sent", "given up", "held"],
)
def test_mails_that_wait_for_nothing_are_not(notice, facts):
    make_due(hours=5, **facts)

    assert named("comments.W042") == []


def test_mails_that_are_just_due_are_not(comment):
    make_due(hours=1)

    assert named("comments.W042") == []


def test_verifying_as_a_reader_says_that_the_result_cannot_be_kept(comment, monkeypatch):
    def refuse(**_facts):
        raise ProgrammingError("permission denied for table comments_verification")

    monkeypatch.setattr(Verification.objects, "keep", refuse)

    verified(2, record=True)
