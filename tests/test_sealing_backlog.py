"""A record that nobody seals is named, and the worker seals it by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.checks import Tags, run_checks
from django.db import IntegrityError
from django.utils import timezone

from comments.models import Seal, SealedRow, Unsealed
from comments.sealing.signing import PublicKey
from comments.tasks import seal_trail
from newsroom.worker import SiteWorker
from tests.factories import make_comment
from tests.sealing import let_others_end, make_key, seal

pytestmark = pytest.mark.django_db


class BriefWorker(SiteWorker):
    """Ends as soon as there is nothing to do."""

    def _idle(self) -> None:
        self.running = False


@pytest.fixture
def nothing_waits():
    seal()


def make_waiting(*, hours: int) -> datetime:
    """Returns since when."""
    make_comment()
    since = timezone.now() - timedelta(hours=hours)
    Unsealed.objects.update(since=since)
    return since


def named() -> list[str]:
    checks = run_checks(tags=[Tags.database], databases=["default"])
    return [check.msg for check in checks if check.id == "comments.W011"]


def test_what_has_waited_too_long_is_named(nothing_waits, client):
    since = f"{make_waiting(hours=25):%Y-%m-%d}"

    response = client.get("/readyz")

    assert named()[0].startswith(f"The record is not sealed since {since}")
    assert response.status_code == 200
    assert response.content.decode().startswith(f"ready, but not sealed since {since}")


def test_what_waits_for_the_next_seal_is_not(nothing_waits, client):
    make_waiting(hours=23)

    assert named() == []
    assert client.get("/readyz").content == b"ready\n"


def test_how_long_is_a_setting(nothing_waits, settings):
    settings.COMMENTS = settings.COMMENTS | {"SEAL_WITHIN_HOURS": 1}
    make_waiting(hours=2)

    assert len(named()) == 1


@pytest.mark.parametrize(
    ("setting", "value", "identifier"),
    [
        ("SEAL_WITHIN_HOURS", 0, "comments.E015"),
        ("SEAL_WITHIN_HOURS", "a day", "comments.E015"),
        ("SEAL_WITHIN_HOURS", True, "comments.E015"),
        ("SEAL_KEY_FILE", None, "comments.E016"),
    ],
)
def test_a_setting_that_is_wrong_is_named(settings, setting, value, identifier):
    settings.COMMENTS = settings.COMMENTS | {setting: value}

    assert identifier in {check.id for check in run_checks()}


def test_the_task_signs_with_the_key_of_the_site(settings, tmp_path):
    private, public = make_key(tmp_path)
    settings.COMMENTS = settings.COMMENTS | {"SEAL_KEY_FILE": str(private)}
    make_comment()

    assert seal_trail.call() >= 1

    assert Seal.objects.latest("number").key == PublicKey.read(public).name


def test_the_worker_seals_by_itself(committed_db):
    comment = make_comment()
    let_others_end()

    BriefWorker().run()

    assert SealedRow.objects.filter(kind="comment", key=str(comment.pk)).exists()


def test_a_worker_without_its_key_goes_on_and_says_so(committed_db, settings, tmp_path, caplog):
    settings.COMMENTS = settings.COMMENTS | {"SEAL_KEY_FILE": str(tmp_path / "none.pem")}
    make_comment()

    BriefWorker().run()

    assert "Nothing was sealed" in caplog.text
    assert not Seal.objects.exists()


def test_a_row_that_cannot_be_sealed_does_not_end_the_worker(committed_db, monkeypatch, caplog):
    """The mails of everybody else go on."""

    def refused():
        raise IntegrityError("a row that is not as it should be")

    monkeypatch.setattr("newsroom.worker.seal_trail", SimpleNamespace(call=refused))

    BriefWorker().run()

    assert "Nothing was sealed: a row that is not as it should be" in caplog.text
