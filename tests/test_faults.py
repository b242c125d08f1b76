"""A few rounds of `make faults` and `make load`, and that both would find what is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import Comment, Decision, Notice, Receipt, Screening
from comments.triggers import lift
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_rejected
from tests.faults.exactly import chosen
from tests.live import promises, reckoning
from tests.live.browsers import Answer
from tests.live.gaps import Gaps
from tests.live.ledger import Ledger
from tests.live.mail_server import MailServer
from tests.production import ROOT

MARK, OTHER = f"w{'g' * 32}", f"w{'h' * 32}"


def run(module: str, *options: str) -> str:
    """What it prints, having found nothing broken."""
    database = {"postgresql": "postgres"}.get(connection.vendor, connection.vendor)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ended = subprocess.run(
        [sys.executable, "-m", module, "--database", database, *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_processes_that_are_killed_break_no_promise():
    said = run("tests.faults", "--parts", "steps", "--acts", "submit", "approve", "erase", "--steps", "2")

    assert "0 promises broken" in said
    kills = [int(line.split("|")[2]) for line in said.splitlines() if line.startswith("| killed")]
    assert len(kills) == 3
    assert min(kills) >= 1


def test_without_a_bound_every_step_is_died_at():
    assert list(chosen(46, None)) == list(range(1, 47))


def test_with_a_bound_the_steps_lie_apart_and_differ_from_round_to_round():
    rounds = [list(chosen(46, 5)) for _ in range(200)]

    assert all(4 <= len(each) <= 5 and each[-1] - each[0] >= 30 for each in rounds)
    assert {number for each in rounds for number in each} == set(range(1, 47))


def test_a_crowd_loses_nothing():
    said = run("tests.load", "--readers", "4", "--moderators", "2", "--processes", "1", "--seconds", "3")

    for promise in ("lost            0", "doubled         0", "wrongly public  0"):
        assert promise in said


class NoPages:
    """A crowd that has gone home."""

    paths: list[str] = []
    site = None

    def __init__(self) -> None:
        self.ledger = Ledger(begun={MARK}, accepted={MARK})


@pytest.fixture
def crowd(db, monkeypatch):
    crowd = NoPages()
    crowd.public = set()
    monkeypatch.setattr(reckoning, "marks_on_every_page", lambda site, paths: crowd.public)
    return crowd


def test_what_was_acknowledged_and_is_not_there_is_lost(crowd):
    assert reckoning.reckon(crowd).lost == [f"comment {MARK}"]

    make_comment(f"So {MARK} wrote.")

    assert reckoning.reckon(crowd).lost == []


def test_an_erased_comment_is_not_lost(crowd):
    page = make_article()
    crowd.paths = [page.get_absolute_url()]
    comment = make_comment(f"So {MARK} wrote.", discussion=make_discussion(page))
    comment.erase(by=None, request="2026/18")

    assert reckoning.reckon(crowd).lost == []


def test_what_was_erased_on_other_pages_excuses_no_loss(crowd):
    make_comment(f"So {OTHER} wrote.").erase(by=None, request="2026/18")

    assert reckoning.reckon(crowd).lost == [f"comment {MARK}"]


def test_a_decision_that_was_acknowledged_and_is_not_there_is_lost(crowd):
    comment = make_comment(f"So {MARK} wrote.")
    crowd.ledger.decided = [(comment.pk, 1, "rejected")]

    assert reckoning.reckon(crowd).lost == [f"decision {(comment.pk, 1, 'rejected')}"]


def test_what_is_there_twice_is_doubled(crowd):
    for _ in range(2):
        make_comment(f"So {MARK} wrote.")

    assert reckoning.reckon(crowd).doubled == [f"comment {MARK}"]


def test_what_stands_on_a_page_and_is_not_approved_is_wrongly_public(crowd):
    make_rejected(f"So {MARK} wrote.")
    crowd.public = {MARK}

    assert reckoning.reckon(crowd).wrongly_public == [MARK]


def test_what_is_approved_and_on_no_page_is_lost(crowd):
    make_approved(f"So {MARK} wrote.")

    assert reckoning.reckon(crowd).lost == [f"approved and not public: {MARK}"]


def test_what_was_read_before_anybody_approved_it_is_wrongly_public(crowd):
    make_approved(f"So {MARK} wrote.")
    crowd.public = {MARK}
    crowd.ledger.note_page({MARK}, set(), Answer(200, "", ""))

    assert reckoning.reckon(crowd).wrongly_public == [MARK]


def test_a_text_of_the_page_that_is_not_approved_is_named(db):
    make_approved(f"So {MARK} wrote.")
    make_comment(f"So {OTHER} wrote.")

    assert promises.wrongly_public(f"<p>{MARK}</p><p>{OTHER}</p>") == [OTHER]


def test_words_that_were_neither_taken_nor_given_back_are_named():
    ledger = Ledger()

    ledger.note_comment(MARK, Answer(500, "", f"<textarea>So {MARK} wrote.</textarea>"), 0.1)
    assert ledger.words_kept == []
    ledger.note_comment(MARK, Answer(500, "", "<h1>Something broke</h1>"), 0.1)

    assert ledger.words_kept == [f"500 of {MARK}"]


def test_an_answer_of_a_broken_server_is_kept():
    ledger = Ledger()

    ledger.note_comment(MARK, Answer(500, "", ""), 0.1)

    assert ledger.faults == ["a reader who sent was answered with 500"]
    assert (ledger.accepted, ledger.refused) == (set(), Counter({500: 1}))


@pytest.mark.django_db
class TestPromises:
    """With the triggers lifted, what a fault would have left."""

    def test_a_record_as_it_should_be_breaks_none(self):
        make_approved(email="leyla@example.org")
        make_comment().erase(by=None, request="2026/18")

        assert promises.broken() == []

    def test_a_missing_receipt_is_named(self):
        comment = make_comment(discussion=make_discussion())
        lift(connection)
        Receipt.objects.filter(comment=comment)._raw_delete(connection.alias)

        assert f"comment {comment.pk} has no receipt" in promises.broken()
        assert f"comment {comment.pk} has no receipt" in promises.incomplete([Comment.objects.get()])

    def test_a_missing_screening_is_named(self):
        comment = make_comment()
        lift(connection)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM comments_finding")
            cursor.execute("DELETE FROM comments_verdict")
        Screening.objects.filter(comment=comment)._raw_delete(connection.alias)

        assert f"comment {comment.pk} has no screening" in promises.broken()

    def test_a_decision_without_its_act_is_named(self):
        comment = make_approved()
        lift(connection)
        comment.trail.filter(act="approved")._raw_delete(connection.alias)

        assert f"decision {comment.pk}/1 has no act" in promises.broken()

    def test_words_left_by_an_erasure_are_named(self):
        comment = make_rejected()
        comment.erase(by=None, request="2026/18")
        lift(connection)
        Decision.objects.filter(comment=comment).update(explanation="You wrote it.")

        assert "1 rows of Decision have explanation after an erasure" in promises.broken()

    def test_a_notice_that_is_there_twice_is_named(self):
        comment = make_comment(email="leyla@example.org")
        Notice.objects.create(
            comment=comment,
            kind="receipt",
            due_at=timezone.now(),
            next_attempt_at=timezone.now(),
            message_id="2",
        )

        assert f"comment {comment.pk} has 2 notices of receipt" in promises.broken()

    def test_a_status_that_does_not_follow_is_named(self):
        comment = make_comment()
        lift(connection)
        Comment.objects.filter(pk=comment.pk).update(status="approved")

        assert any("its decisions say otherwise" in sentence for sentence in promises.broken())

    def test_a_missing_trigger_is_named(self):
        lift(connection)

        assert any(sentence.startswith("a trigger is missing") for sentence in promises.broken())


@pytest.fixture
def mail():
    server = MailServer()
    yield server
    server.stop()


@pytest.mark.django_db
class TestMails:
    """Which may come twice, and which never."""

    @pytest.fixture(autouse=True)
    def sent(self, crowd, mail):
        self.notice = make_comment(email="leyla@example.org").notices.get()
        self.key, crowd.site = self.notice.message_id, type("Site", (), {"mail": mail})()

    def test_a_mail_that_counts_as_sent_and_was_not_is_named(self, crowd, mail):
        self.notice.record_sent()

        assert reckoning.mails_astray(crowd, Gaps(mail)) == ["1 notices count as sent and were not"]

    def test_a_mail_that_came_twice_is_named(self, crowd, mail):
        gaps = Gaps(mail)
        self.notice.record_sent()
        mail.taken[self.key] = 2

        assert reckoning.mails_astray(crowd, gaps) == [
            f"mail {self.key} was sent twice, and nobody died over it"
        ]

    def test_a_death_over_a_mail_excuses_it_once(self, crowd, mail):
        gaps = Gaps(mail)
        mail.taken[self.key] = 1
        gaps.note()
        mail.taken[self.key] = 2
        self.notice.record_sent()
        gaps.note()

        assert reckoning.mails_astray(crowd, gaps) == []
        mail.taken[self.key] = 3
        assert len(reckoning.mails_astray(crowd, gaps)) == 1

    def test_a_death_over_one_mail_excuses_no_other(self, crowd, mail):
        gaps = Gaps(mail)
        other = make_comment(email="aram@example.org").notices.get()
        mail.taken[other.message_id] = 1
        gaps.note()
        mail.taken[self.key] = 2
        self.notice.record_sent()

        assert len(reckoning.mails_astray(crowd, gaps)) == 1

    def test_what_came_twice_before_is_not_counted_again(self, crowd, mail):
        self.notice.record_sent()
        mail.taken[self.key] = 2

        assert reckoning.mails_astray(crowd, Gaps(mail)) == []
