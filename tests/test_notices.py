"""Authors are told by mail, once, when it can no longer be undone, and never in a reader's words."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from comments import notices
from comments.letters import letter_url
from comments.models import Comment, Guideline, Notice, PastComment, PastPage
from tests import mailing
from tests.factories import (
    make_comment,
    make_discussion,
    make_moderator,
    make_opened,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"
TEXT = "Unmistakable marzipan flows northward."
LATER = timedelta(minutes=1)  # after the undo window and its grace


@pytest.fixture
def comment():
    """With an address whose reader has opened the receipt."""
    comment = make_opened(TEXT, name="Leyla the Unmistakable", email=EMAIL)
    mail.outbox.clear()
    return comment


@pytest.fixture
def moderator():
    return make_moderator("nora")


def deliver(after=LATER) -> list:
    notices.deliver_due(now=timezone.now() + after)
    return mail.outbox


def mail_server(settings, name: str) -> None:
    settings.EMAIL_BACKEND = f"tests.mailing.{name}"


def everything_in(message) -> str:
    """Headers and both bodies, decoded as a reader's program does."""
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    parts = [part.get_content() for part in parsed.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in parsed.items()), *parts])


def test_who_leaves_an_address_is_sent_the_receipt():
    comment = make_comment(TEXT, email=EMAIL)

    notices.deliver_due()

    [message] = mail.outbox
    assert message.to == [EMAIL]
    for part in (message.body, message.alternatives[0].content):
        assert letter_url(comment.notices.get()) in part
        assert comment.receipt.token not in part  # whoever typed the address has that too


def test_who_leaves_none_is_sent_nothing():
    make_rejected(TEXT)

    assert deliver() == []
    assert not Notice.objects.exists()


def test_a_mail_waits_until_the_decision_can_no_longer_be_undone(comment, moderator):
    comment.approve(by=moderator, seen=0)

    assert deliver(after=timedelta(seconds=29)) == []
    assert len(deliver(after=timedelta(seconds=36))) == 1


def test_what_was_undone_is_never_mailed(comment, moderator):
    comment.reject(by=moderator, seen=0, guidelines=["threats"])
    comment.undo(by=moderator, seen=1)

    assert deliver() == []
    assert Notice.objects.get(decision__number=1).dropped_at


def test_a_rejection_says_under_which_guideline_and_why(comment, moderator):
    comment.reject(by=moderator, seen=0, guidelines=["threats", "abuse"], explanation="It <threatens> a man.")

    [message] = deliver()

    html = message.alternatives[0].content
    for code in ("threats", "abuse"):
        wording = Guideline.objects.get(code=code).wording("en")
        assert wording.title in message.body
        assert wording.text in message.body
        assert wording.title in html
    assert "It <threatens> a man." in message.body
    assert "It &lt;threatens&gt; a man." in html
    assert "decided again" in message.body
    assert comment.receipt.get_absolute_url() in message.body


def test_an_approval_says_where_to_read_it(comment, moderator):
    comment.approve(by=moderator, seen=0)

    [message] = deliver()

    assert f"http://127.0.0.1:8000{comment.get_absolute_url()}" in message.body
    assert "decided again" not in message.body


def test_the_guideline_is_worded_as_it_was_when_the_comment_was_decided(comment, moderator):
    threats = Guideline.objects.get(code="threats")
    before = threats.wording("en").text
    comment.reject(by=moderator, seen=0, guidelines=["threats"])
    threats.wordings.create(language="en", version=2, title="No threats", text="Reworded since.")

    [message] = deliver()

    assert before in message.body
    assert "Reworded since." not in message.body


@pytest.mark.parametrize("answer", ["confirm", "overturn"])
def test_the_answer_to_an_appeal_is_told_as_one(comment, moderator, answer):
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        comment.reject(by=moderator, seen=0, guidelines=["threats"])
    deliver()
    appeal = comment.appeal(statement="Read it again.")
    mail.outbox.clear()

    if answer == "confirm":
        appeal.confirm(by=make_moderator(), seen=1, guidelines=["abuse"])
    else:
        appeal.overturn(by=make_moderator(), seen=1)

    [message] = deliver()
    assert ("stays rejected" if answer == "confirm" else "is published") in message.subject
    assert "Another moderator read your comment" in message.body
    assert "You can ask" not in message.body


def test_only_the_newest_decision_is_told(comment, moderator):
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        comment.approve(by=moderator, seen=0)
    comment.reject(by=moderator, seen=1, guidelines=["threats"])

    [message] = deliver()

    assert "was taken down" in message.subject


@pytest.mark.parametrize("end", ["withdraw", "erase"])
def test_nothing_is_told_of_a_comment_that_is_gone(comment, moderator, end):
    comment.approve(by=moderator, seen=0)
    if end == "withdraw":
        comment.withdraw()
    else:
        comment.erase(by=make_user(), request="2026/4")

    assert deliver() == []
    assert not Notice.objects.due(now=timezone.now() + timedelta(days=30)).exists()


def test_no_mail_repeats_a_readers_words():
    comment = make_opened(TEXT, name="Leyla the Unmistakable", email=EMAIL)
    comment.reject(by=make_moderator(), seen=0, guidelines=["threats"], words=["marzipan"])

    receipt, rejection = (everything_in(message) for message in deliver(after=LATER))

    for word in ("marzipan", "Unmistakable", "northward"):
        assert word not in receipt
        assert word not in rejection


@pytest.mark.parametrize(
    "title",
    ["Bridge\r\nBcc: spy@example.org", "Bridge\nX-Spy: 1\n\nbody", "Bridge\u2028Bcc: spy@example.org\x1f"],
)
def test_a_title_adds_no_header(moderator, title):
    comment = make_comment(TEXT, email=EMAIL, discussion=make_discussion(title=title))

    notices.deliver_due()

    [message] = mail.outbox
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["X-Spy"] is None
    assert "Bridge" in parsed["Subject"]
    assert message.recipients() == [comment.email]


def test_an_address_that_adds_a_header_is_given_up_at_once(moderator):
    make_comment(TEXT, email="leyla@example.org\nBcc: spy@example.org")

    assert deliver() == []
    assert Notice.objects.get().dropped_at


def test_a_long_title_is_cut_in_the_subject():
    make_comment(TEXT, email=EMAIL, discussion=make_discussion(title="Bridge " * 60))

    notices.deliver_due()

    assert len(mail.outbox[0].subject) < 130


def test_a_mail_is_in_the_language_its_author_read_the_site_in(moderator, settings):
    with translation.override("ar"):
        comment = make_opened(TEXT, email=EMAIL)
    comment.reject(by=moderator, seen=0, guidelines=["threats"])

    rejection = deliver()[-1]

    assert Guideline.objects.get(code="threats").wording("ar").text in rejection.body
    assert '<html lang="ar" dir="rtl">' in rejection.alternatives[0].content


def test_a_mail_is_sent_once(comment, moderator):
    comment.approve(by=moderator, seen=0)

    deliver()
    deliver(after=timedelta(days=2))

    assert len(mail.outbox) == 1


def test_one_that_failed_is_sent_later_under_the_same_message_id(comment, moderator, settings, monkeypatch):
    monkeypatch.setattr(mailing.PickyOnce, "failed", False)
    comment.approve(by=moderator, seen=0)
    notice = Notice.objects.get(kind="decision")
    mail_server(settings, "Failing")
    assert deliver() == []
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at, notice.last_error) == (1, None, "SMTPServerDisconnected")

    mail_server(settings, "PickyOnce")
    deliver(after=timedelta(minutes=10))
    deliver(after=timedelta(minutes=20))

    [message] = mail.outbox
    assert message.message()["Message-ID"] == notice.message_id
    notice.refresh_from_db()
    assert (notice.attempts, notice.last_error) == (3, "")
    assert notice.sent_at


def test_it_is_tried_less_and_less_often_and_then_no_more(comment, moderator, settings):
    comment.approve(by=moderator, seen=0)
    mail_server(settings, "Failing")
    now, waits = timezone.now() + LATER, []

    for _ in range(Notice.MOST_ATTEMPTS):
        notices.deliver_due(now=now)
        notice = Notice.objects.get(kind="decision")
        waits.append((notice.next_attempt_at - now) / timedelta(minutes=1))
        now = notice.next_attempt_at

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * 12]
    assert notice.dropped_at
    assert not Notice.objects.due(now=now + timedelta(days=1)).exists()


def test_a_mail_server_that_takes_nothing_for_a_day_costs_no_notice(comment, moderator, settings):
    comment.approve(by=moderator, seen=0)
    mail_server(settings, "Failing")
    now = begun = timezone.now() + LATER
    while now < begun + timedelta(days=1):
        notices.deliver_due(now=now)
        now = Notice.objects.get(kind="decision").next_attempt_at
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    notices.deliver_due(now=now)

    assert Notice.objects.get(kind="decision").sent_at
    assert len(mail.outbox) == len({each.extra_headers["Message-ID"] for each in mail.outbox})


def test_an_address_that_does_not_exist_is_given_up_at_once(comment, moderator, settings):
    comment.approve(by=moderator, seen=0)
    mail_server(settings, "Refusing")

    deliver()

    notice = Notice.objects.get(kind="decision")
    assert notice.dropped_at
    assert notice.last_error == "SMTPRecipientsRefused 550"


@pytest.mark.parametrize("server", ["Failing", "Refusing", "Down"])
def test_what_went_wrong_is_kept_without_the_address(comment, moderator, settings, server, caplog):
    comment.approve(by=moderator, seen=0)
    mail_server(settings, server)

    deliver()

    assert "example.org" not in Notice.objects.get(kind="decision").last_error
    assert caplog.text
    assert "example.org" not in caplog.text


def test_an_outage_costs_no_attempts(comment, moderator, settings):
    comment.approve(by=moderator, seen=0)
    mail_server(settings, "Down")

    for _ in range(3):
        deliver()

    assert Notice.objects.get(kind="decision").attempts == 0


def test_one_that_fails_does_not_hold_up_the_next(moderator, settings, monkeypatch):
    monkeypatch.setattr(mailing.PickyOnce, "failed", False)
    mail_server(settings, "PickyOnce")
    make_comment(TEXT, email="first@example.org")
    make_comment(TEXT, email="second@example.org")

    notices.deliver_due()

    assert [message.to for message in mail.outbox] == [["second@example.org"]]


def test_whoever_dies_while_sending_leaves_it_to_be_sent_again(comment, moderator):
    comment.approve(by=moderator, seen=0)
    now = timezone.now() + LATER

    taken = Notice.objects.take(now=now)

    assert Notice.objects.take(now=now) is None
    assert Notice.objects.take(now=now + timedelta(minutes=2)) == taken


def test_one_that_always_kills_its_sender_is_given_up(comment, moderator):
    comment.approve(by=moderator, seen=0)
    now = timezone.now() + LATER
    for _ in range(Notice.MOST_ATTEMPTS):
        now = Notice.objects.take(now=now).next_attempt_at

    notices.deliver_due(now=now)

    assert mail.outbox == []
    assert Notice.objects.get(kind="decision").dropped_at


def test_without_an_address_of_its_own_a_site_sends_nothing_and_forgets_nothing(comment, moderator, settings):
    comment.approve(by=moderator, seen=0)
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": ""}
    assert deliver() == []
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": "https://news.example"}

    [message] = deliver()

    assert f"https://news.example{comment.receipt.get_absolute_url()}" in message.body


def test_imported_comments_are_told_nothing(moderator):
    page = PastPage(key="k", url="/", title="")
    [comment] = Comment.objects.bring_in(
        source="old", comments=[PastComment(source_key="1", text=TEXT, page=page)]
    )
    comment.approve(by=moderator, seen=0)

    assert not Notice.objects.exists()


def test_a_task_is_due_when_the_notice_is(moderator, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    with django_capture_on_commit_callbacks(execute=True):
        comment = make_comment(TEXT, email=EMAIL)
        comment.approve(by=moderator, seen=0)

    dues = set(Notice.objects.values_list("due_at", flat=True))
    assert set(DBTaskResult.objects.values_list("run_after", flat=True)) == dues
    assert len(dues) == 2


def test_a_queue_that_cannot_wait_sends_what_is_due_and_leaves_the_rest(
    moderator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        comment = make_comment(TEXT, email=EMAIL)
        comment.approve(by=moderator, seen=0)

    assert len(mail.outbox) == 1
    assert Notice.objects.filter(sent_at=None).count() == 1


def test_a_queue_that_is_down_costs_the_reader_nothing(settings, django_capture_on_commit_callbacks, caplog):
    settings.TASKS = {"default": {"BACKEND": "nowhere.Backend"}}

    with django_capture_on_commit_callbacks(execute=True):
        make_comment(TEXT, email=EMAIL)

    assert "on_commit" in caplog.text
    assert Notice.objects.due().count() == 1


def test_a_notice_whose_task_was_lost_is_found_by_a_timer_too(capsys):
    make_comment(TEXT, email=EMAIL)

    call_command("deliver_notices")

    assert len(mail.outbox) == 1
    assert "Sent 1." in capsys.readouterr().out


def test_the_timer_says_what_is_left_and_why(settings, capsys):
    make_comment(TEXT, email=EMAIL)
    mail_server(settings, "Refusing")
    call_command("deliver_notices")
    assert "Given up: 1." in capsys.readouterr().out

    mail_server(settings, "Failing")
    call_command("deliver_notices", "--again")

    said = capsys.readouterr().out
    assert "To be tried again: 1." in said
    assert "Due, and not sent so far: 1." in said
    assert "Given up" not in said


def test_mails_say_that_a_machine_wrote_them(comment, moderator):
    comment.approve(by=moderator, seen=0)

    [message] = deliver()

    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.from_email.endswith("<comments@127.0.0.1>")
