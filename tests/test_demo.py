"""The demo: every state there is, through the verbs, in a past of its own; and never without DEBUG."""

import io
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Comment, Decision, Notice, Receipt, TrailEntry
from newsroom.demo import content, replay, staff
from newsroom.models import Article, User
from newsroom.processes import run_together
from tests.factories import make_comment

ROOT = Path(__file__).parent.parent


@pytest.fixture
def demo(db):
    replay.load()


def planned(state: str) -> list[content.DemoComment]:
    articles = content.articles()
    return [each for article in articles for each in content.thread(article.slug) if each.state == state]


def replayed(each: content.DemoComment) -> Comment:
    return Comment.objects.get(name=each.name, text=each.text)


def acts(comment: Comment) -> list[str]:
    return list(comment.trail.order_by("pk").values_list("act", flat=True))


def test_every_article_and_every_comment_is_there(demo):
    articles = content.articles()

    assert Article.objects.published().count() == len(articles)
    assert Comment.objects.count() == sum(len(content.thread(article.slug)) for article in articles)


HAPPENED = {
    "pending": ["submitted"],
    "approved": ["submitted", "approved"],
    "rejected": ["submitted", "rejected"],
    "withdrawn": ["submitted", "withdrawn"],
    "undone": ["submitted", "approved", "undone"],
    "reconsidered": ["submitted", "approved", "rejected"],
    "reported": ["submitted", "approved", "reported"],
    "appealed": ["submitted", "rejected", "appealed"],
    "confirmed": ["submitted", "rejected", "appealed", "rejected"],
    "overturned": ["submitted", "rejected", "appealed", "approved"],
}


def test_every_comment_came_to_its_state_by_its_verbs(demo):
    for state, happened in HAPPENED.items():
        assert planned(state), state
        for each in planned(state):
            assert acts(replayed(each)) == happened, (state, each.id)


def test_what_was_erased_is_gone_and_what_answered_it_stays(demo):
    [friend] = planned("erased")

    erased = Comment.objects.get(status="erased")

    assert not Comment.objects.filter(text=friend.text).exists()
    assert erased.replies.published().exists()


def test_the_printed_login_may_judge_the_appeals_that_wait(demo):
    waiting = Comment.objects.under_appeal()

    assert waiting.count() == len(planned("appealed"))
    for comment in waiting:
        assert comment.standing_decision.by.username == "second_moderator"


def test_it_happened_in_order_and_in_the_past(demo):
    now = timezone.now()
    for comment in Comment.objects.prefetch_related("trail", "decisions"):
        times = [entry.at for entry in sorted(comment.trail.all(), key=lambda entry: entry.pk)]

        assert times == sorted(times)
        assert times[-1] <= now
        assert comment.submitted_at == comment.received_at == times[0]
        if comment.in_reply_to:
            assert comment.in_reply_to.submitted_at < comment.submitted_at
            assert comment.in_reply_to.decisions.filter(decided_at__lt=comment.submitted_at).exists()
    assert Comment.objects.order_by("received_at")[0].received_at < now - timedelta(days=1)


def test_every_comment_that_is_not_erased_has_a_receipt_to_look_at(demo, client):
    rejected = Comment.objects.filter(status="rejected").first()

    assert Receipt.objects.exclude(token=None).count() == Comment.objects.exclude(status="erased").count()
    assert client.get(rejected.receipt.get_absolute_url()).status_code == 200


def test_a_second_run_adds_nothing_and_keeps_what_was_done_since(demo):
    waiting = Comment.objects.awaiting_decision().first()
    waiting.approve(by=User.objects.get(username="moderator"), seen=0)
    models = (Comment, Decision, TrailEntry, Notice, User)
    before = [model.objects.count() for model in models]

    assert replay.load() == (0, 0)

    assert [model.objects.count() for model in models] == before


def test_an_article_that_was_lost_comes_back_with_its_thread(db, monkeypatch):
    article = content.articles()[0]
    with monkeypatch.context() as patch:
        patch.setattr(content, "articles", lambda: [article])
        replay.load()
    there = Comment.objects.count()

    articles, comments = replay.load()

    assert articles == len(content.articles()) - 1
    assert Comment.objects.count() == there + comments


def test_the_demo_is_refused_without_debug(db, settings):
    settings.DEBUG = False

    for command in ("load_demo", "run_demo"):
        with pytest.raises(CommandError, match="DEBUG=1"):
            call_command(command, stdout=io.StringIO())

    assert not User.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize("is_debug", [True, False])
def test_the_public_password_opens_nothing_without_debug(db, client, settings, is_debug):
    staff.staff()
    settings.DEBUG = is_debug

    for user in User.objects.all():
        client.logout()
        client.post(reverse("account_login"), {"login": user.username, "password": staff.PASSWORD})

        assert ("_auth_user_id" in client.session) is is_debug, user.username


def test_a_history_lies_in_the_past(db):
    with pytest.raises(ValueError, match="past"), clock.at(timezone.now() + timedelta(seconds=5)):
        make_comment()

    assert not Comment.objects.exists()


def test_nothing_that_answers_a_request_sets_the_clock():
    allowed = {ROOT / "comments" / "clock.py", ROOT / "newsroom" / "demo" / "replay.py"}
    sources = [path for folder in ("comments", "newsroom") for path in (ROOT / folder).rglob("*.py")]

    assert [path for path in sources if "clock.at(" in path.read_text() and path not in allowed] == []


def test_a_taken_port_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "run_demo"],
            cwd=ROOT,
            env=os.environ | {"DEBUG": "1", "PORT": str(port)},
            capture_output=True,
            text=True,
        )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"CommandError: Port {port} is taken. End what uses it, or choose another: PORT={port + 1} make run"
    ]


class TestProcessesThatLiveAndDieTogether:
    """With real processes: each writes its number into a folder, says that it is there, and stays."""

    STAYS = (
        "import os, pathlib, signal, sys\n"
        "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n"
        "pathlib.Path(sys.argv[2]).write_text('there\\n')\n"
        "signal.pause()"
    )

    def stays(self, folder: Path, name: str, says: str | Path = os.devnull) -> list[str]:
        return [sys.executable, "-c", self.STAYS, str(folder / name), str(says)]

    def ends(self, says: Path) -> list[str]:
        """Once the other one has said that it is there."""
        return [sys.executable, "-c", "import sys; open(sys.argv[1]).read()", str(says)]

    def test_when_one_ends_so_does_the_other(self, tmp_path):
        os.mkfifo(says := tmp_path / "says")
        commands = {"one": self.stays(tmp_path, "one", says), "other": self.ends(says)}

        ended = run_together(commands, where=tmp_path, is_up=lambda: False, when_up=lambda: None)

        assert ended == "other"
        assert not is_alive(tmp_path / "one")

    @pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_when_told_to_end_all_end(self, tmp_path, told):
        commands = {name: self.stays(tmp_path, name) for name in ("one", "other")}

        ended = run_together(
            commands,
            where=tmp_path,
            is_up=lambda: all((tmp_path / name).exists() for name in commands),
            when_up=lambda: signal.raise_signal(told),
        )

        assert ended is None
        assert not any(is_alive(tmp_path / name) for name in commands)

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
    def test_when_we_are_killed_they_end_too(self, tmp_path):
        command = self.stays(tmp_path, "one", "/dev/stdout")
        ours = (
            "import pathlib\n"
            "from newsroom.processes import run_together\n"
            f"run_together({{'one': {command!r}}}, where=pathlib.Path('/'),"
            " is_up=lambda: False, when_up=lambda: None)"
        )
        with subprocess.Popen(
            [sys.executable, "-c", ours], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as parent:
            assert parent.stdout.readline() == "there\n"
            parent.kill()
            # Ends when nobody is left who could write into our pipe: the child holds it, too.
            assert parent.communicate(timeout=20)[0] == ""


def is_alive(written: Path) -> bool:
    try:
        os.kill(int(written.read_text()), 0)
    except ProcessLookupError:
        return False
    return True
