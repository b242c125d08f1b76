"""`manage.py apply_retention`: what was kept long enough goes, said before; what still has a use stays."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import clock
from comments.erasing import listed, retention
from comments.models import (
    Attribution,
    Author,
    Comment,
    Erasure,
    Note,
    PastComment,
    PastDecision,
    Person,
    RowErasure,
    TrailEntry,
)
from comments.models.discussion import PastPage
from comments.refusals import UnderLegalHold
from comments.sealing import closing
from comments.sealing.closing import seal_trail
from comments.sealing.documents import Document
from comments.sealing.forms import FORMS
from newsroom.closing import close
from newsroom.models import User
from tests.factories import (
    make_answerer,
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_suspended,
    make_user,
)
from tests.sealing import found
from tests.test_listing_erasures import again
from tests.test_listing_erasures import listed as listed_again
from tests.test_system_checks import named

pytestmark = pytest.mark.django_db

NETWORK = "v4:0123456789abcdef"


@pytest.fixture(autouse=True)
def kept_for(settings):
    def set_days(**days):
        settings.COMMENTS = settings.COMMENTS | days

    set_days(RETAIN_REJECTED_DAYS=200, RETAIN_NETWORK_DAYS=30, APPEAL_DAYS=180)
    return set_days


def days_ago(days: float):
    return clock.at(timezone.now() - timedelta(days=days))


def old(make, days: float = 201, **facts) -> Comment:
    with days_ago(days):
        return make(**facts)


def applied(**options) -> str:
    out = io.StringIO()
    call_command("apply_retention", stdout=out, **options)
    return out.getvalue()


def status(comment: Comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def test_it_says_what_it_would_do_and_does_nothing():
    comment = old(make_rejected, network=NETWORK)

    said = applied()

    assert "rejected comments: 1 due." in said
    assert "networks: 1 due." in said
    assert "Nothing was changed" in said
    comment.refresh_from_db()
    assert (comment.status, comment.network) == ("rejected", NETWORK)


def test_old_rejected_words_go_and_the_decision_stays():
    comment, list_of_seals = old(make_rejected), list(seal_trail())

    said = applied(act=True)

    assert "rejected comments: 1 let go." in said
    comment.refresh_from_db()
    assert (comment.status, comment.text, comment.decisions.count()) == ("erased", "", 1)
    assert (comment.erasure.by, comment.erasure.request) == (None, "retention: rejected words, 200 days")
    assert list_of_seals
    assert found() == []


def appealed():
    with days_ago(400):
        comment = make_rejected()
    with days_ago(300):
        comment.appeal()
    return comment


def decided_again():
    with days_ago(400):
        comment = make_approved()
    with days_ago(199):
        comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    return comment


def undone():
    moderator = make_moderator()
    with days_ago(400):
        comment = make_rejected(by=moderator)
        comment.undo(by=moderator, seen=1)
    return comment


def on_hold():
    comment = old(make_rejected)
    make_escalated(comment)
    return comment


def passed_back_on_hold():
    comment = old(make_rejected)
    make_escalated(comment).resolve(by=make_answerer(), note="Not ours.")
    return comment


def escalated_without_hold():
    comment = old(make_rejected)
    make_escalated(comment).lift_hold(by=make_editor(), reason="The case is closed.")
    return comment


def withdrawn():
    comment = old(make_approved)
    comment.withdraw()
    return comment


@pytest.mark.parametrize(
    "make",
    [
        lambda: old(make_rejected, 199),
        lambda: old(make_approved),
        lambda: old(make_comment),
        appealed,
        decided_again,
        undone,
        on_hold,
        passed_back_on_hold,
        escalated_without_hold,
        withdrawn,
    ],
    ids=[
        "not long enough",
        "approved",
        "waiting",
        "under appeal",
        "decided again since",
        "undone",
        "held",
        "passed back and held",
        "escalated",
        "withdrawn",
    ],
)
def test_what_still_has_a_use_stays(make):
    comment = make()
    before = status(comment)

    applied(act=True)

    assert status(comment) == before
    assert Comment.objects.get(pk=comment.pk).text


def test_a_confirmed_rejection_counts_from_then():
    with days_ago(500):
        comment = make_rejected()
    with days_ago(450):
        appeal = comment.appeal()
    with days_ago(201):
        appeal.confirm(by=make_moderator(), seen=1, guidelines=["promotion"])

    applied(act=True)

    assert status(comment) == "erased"


def test_nobody_loses_words_they_can_still_appeal_for(kept_for):
    kept_for(RETAIN_REJECTED_DAYS=1)
    appealable, over = old(make_rejected, 179), old(make_rejected, 181)

    applied(act=True)

    assert (status(appealable), status(over)) == ("rejected", "erased")


def test_what_was_brought_in_counts_from_when_it_came():
    page = PastPage(key="bridge", title="The bridge", url="/bridge/")
    decision = PastDecision("rejected", timezone.now() - timedelta(days=900), guidelines=("abuse",))
    past = PastComment(source_key="1", text="You fool.", page=page, decision=decision)
    (comment,) = Comment.objects.bring_in(source="old", comments=[past])

    applied(act=True)

    assert status(comment) == "rejected"


def test_without_a_time_nothing_goes(kept_for):
    kept_for(RETAIN_REJECTED_DAYS=None, RETAIN_NETWORK_DAYS=None)
    comment = old(make_rejected, 5000, network=NETWORK)

    said = applied(act=True)

    comment.refresh_from_db()
    assert (comment.status, comment.network) == ("rejected", NETWORK)
    assert "rejected" not in said


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (on_hold, "under a legal hold"),
        (passed_back_on_hold, "under a legal hold"),
        (escalated_without_hold, "escalated"),
    ],
)
def test_what_is_kept_though_its_time_is_over_is_told_apart(make, reason):
    make()
    old(make_rejected)

    before, acted, after = applied(), applied(act=True), applied()

    for said, due in ((before, 1), (acted, 1), (after, 0)):
        assert f"rejected comments: {due} due." in said
        assert f"rejected comments: 1 kept, {reason}." in said
    assert "rejected comments: 1 let go." in acted


def test_what_has_no_reason_to_be_kept_is_not_said_to_be():
    old(make_rejected, network=NETWORK)

    assert "kept" not in applied()


def test_more_than_fit_into_one_batch_all_go(monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    comments = [old(make_rejected, network=NETWORK) for _ in range(5)]
    make_escalated(comments[2])

    applied(act=True)

    assert Erasure.objects.count() == 4
    assert status(comments[2]) == "rejected"


def test_what_is_held_while_it_runs_stays():
    """Found due, and then no longer: it is looked at again under the lock."""
    comment = old(make_rejected)
    rejected = retention.retentions()[0]
    make_escalated(comment)

    assert rejected.leave([comment.pk]) == 0
    assert status(comment) == "rejected"


# Networks.


def test_networks_are_forgotten_and_words_stay():
    comment, young = old(make_approved, 31, network=NETWORK), old(make_approved, 29, network=NETWORK)
    list(seal_trail())

    applied(act=True)

    comment.refresh_from_db()
    young.refresh_from_db()
    assert (comment.network, young.network) == ("", NETWORK)
    assert comment.text
    assert TrailEntry.objects.get(act="networks forgotten").details["number"] == 1
    list(seal_trail())
    assert found() == []


def test_the_network_of_a_held_comment_stays():
    comment = old(make_comment, network=NETWORK)
    make_escalated(comment)

    said = applied(act=True)

    assert "networks: 0 due." in said
    assert "networks: 1 kept, under a legal hold." in said

    comment.refresh_from_db()
    assert comment.network == NETWORK


def test_a_network_that_was_sealed_with_the_words_stays_with_them(monkeypatch):
    """Under seals of before networks were left out of them, the words could not be verified without it."""
    comment = old(make_comment, network=NETWORK)
    digests = Document.digests
    with monkeypatch.context() as as_once:
        as_once.setattr(
            Document,
            "digests",
            lambda self, *, seed, salt: (
                digests(self, seed=seed, salt=salt) | {"words": self.words_as_once(salt=salt)}
            ),
        )
        list(seal_trail())
    assert found() == []

    said = applied(act=True)

    assert "networks: 0 due." in said
    assert "networks: 0 let go." in said
    assert "networks: 1 kept, sealed with the words." in said
    comment.refresh_from_db()
    assert comment.network == NETWORK
    assert found() == []


def test_a_network_under_a_seal_of_a_form_unknown_here_stays(monkeypatch):
    comment, newest = old(make_comment, network=NETWORK), max(FORMS)
    monkeypatch.setitem(FORMS, newest + 1, FORMS[newest])
    monkeypatch.setattr(closing, "NEWEST", newest + 1)
    list(seal_trail())
    monkeypatch.delitem(FORMS, newest + 1)

    said = applied(act=True)

    assert "networks: 1 kept, sealed with the words." in said
    comment.refresh_from_db()
    assert comment.network == NETWORK


def test_a_network_can_be_emptied_and_not_changed():
    """By the table in test_permanence no SQL changes it; this is the one thing that it may become."""
    comment = make_comment(network=NETWORK)

    Comment.objects.filter(pk=comment.pk).update(network="")

    comment.refresh_from_db()
    assert comment.network == ""


# What a lifted hold kept.


def put_off(**facts):
    """An escalated comment whose author's erasure had to leave it; and the escalation."""
    comment = make_comment(email="leyla@example.org", **facts)
    escalation = make_escalated(comment)
    Person.of_email("leyla@example.org").erase(by=None, request="2026/18", leaving_held=True)
    return comment, escalation


def test_what_a_hold_kept_from_erasure_is_kept_and_not_due():
    comment, _escalation = put_off()

    for said in (applied(), applied(act=True)):
        assert "erasures put off: 0 due." in said
        assert "erasures put off: 1 kept, under a legal hold." in said
    assert status(comment) == "pending"


def test_what_a_hold_kept_goes_once_it_is_lifted():
    comment, escalation = put_off()
    list(seal_trail())
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")
    assert "erasures put off: 1 due." in applied()

    assert "erasures put off: 1 let go." in applied(act=True)

    comment.refresh_from_db()
    assert (comment.status, comment.text, comment.email) == ("erased", "", "")
    assert comment.erasure.request == "2026/18"
    assert "erasures put off: 0 due." in applied()
    list(seal_trail())
    assert found() == []


@pytest.mark.parametrize("kind", ["comment", "report"])
def test_so_does_what_a_hold_kept_from_being_erased_again_after_a_restore(tmp_path, kind):
    editor, comment = make_editor("nadia"), make_approved()
    report = comment.report(author=make_author(), guideline="abuse", note="She lives next door.")
    row = {"comment": comment, "report": report}[kind]
    escalation = make_escalated(comment)
    for _ in range(2):
        with pytest.raises(CommandError, match=f"{kind} {row.pk} is under a legal hold"):
            again(tmp_path / "list", listed_again(kind, row.pk))
    escalation.lift_hold(by=editor, reason="The case is closed.")

    assert "erasures put off: 1 let go." in applied(act=True)

    report.refresh_from_db()
    assert (status(comment), report.note) == {"comment": ("erased", ""), "report": ("approved", "")}[kind]
    done = Erasure.objects.get() if kind == "comment" else RowErasure.objects.get(kind="report")
    assert (done.by, done.request) == (editor, "2026/18")


def sent(reader):
    return make_comment(author=Author.objects.of_account(reader))


def claimed(reader):
    comment = make_comment(email="leyla@example.org")
    Attribution.objects.claim(author=Author.objects.of_account(reader), email="leyla@example.org")
    return comment


def reported(reader):
    author, comment = Author.objects.of_account(reader), make_approved()
    comment.report(author=author, guideline="abuse", note="She lives next door.")
    return comment


@pytest.mark.parametrize("make", [sent, claimed, reported])
def test_with_it_goes_what_a_closed_account_left(make):
    reader = make_user("leyla", email="leyla@example.org")
    escalation = make_escalated(make(reader))
    close(reader)
    assert User.objects.filter(pk=reader.pk).exists()
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")

    assert "erasures put off: 1 let go." in applied(act=True)

    assert not User.objects.filter(pk=reader.pk).exists()
    assert not Author.objects.filter(key=str(reader.pk)).exists()
    assert Person.of_account(reader).is_nobody
    list(seal_trail())
    assert found() == []


def test_as_long_as_anything_is_held_the_rest_of_the_account_stays():
    reader = make_user("leyla", email="leyla@example.org")
    first, second = make_escalated(sent(reader)), make_escalated(sent(reader))
    close(reader)

    first.lift_hold(by=make_editor(), reason="The case is closed.")
    assert "erasures put off: 1 let go." in applied(act=True)
    assert Author.objects.get(user=reader).comments.get() == second.comment

    second.lift_hold(by=make_editor("rojda"), reason="The case is closed.")
    assert "erasures put off: 1 let go." in applied(act=True)
    assert not User.objects.filter(pk=reader.pk).exists()


@pytest.mark.parametrize("was_closed", [True, False])
def test_an_account_that_is_open_keeps_what_it_is(was_closed):
    """Never closed, or opened again since by who knows why."""
    reader = make_user("leyla", email="leyla@example.org")
    escalation = make_escalated(sent(reader))
    if was_closed:
        close(reader)
        User.objects.filter(pk=reader.pk).update(is_active=True)
    else:
        Person.of_account(reader).erase(by=None, request="2026/18", leaving_held=True)
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")

    assert "erasures put off: 1 let go." in applied(act=True)

    assert User.objects.filter(pk=reader.pk).exists()


def test_it_is_the_editor_who_was_asked_that_erased_it():
    editor = make_editor()
    escalation = make_escalated(make_comment(email="leyla@example.org"))
    Person.of_email("leyla@example.org").erase(by=editor, request="2026/18", leaving_held=True)
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")

    applied(act=True)

    assert Erasure.objects.get().by == editor


def test_a_held_report_goes_once_the_hold_is_lifted_and_the_comment_stays():
    comment, reporter = make_approved(), make_author()
    report = comment.report(author=reporter, guideline="abuse", note="She lives next door.")
    escalation = make_escalated(comment)
    person = Person(authors=frozenset({reporter.pk}))
    for _ in range(2):  # asked for twice
        person.erase(by=None, request="2026/18", leaving_held=True)
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")

    assert "erasures put off: 1 let go." in applied(act=True)

    report.refresh_from_db()
    assert (report.note, report.author, status(comment)) == ("", None, "approved")
    assert "erasures put off: 0 due." in applied()


def test_a_held_comment_that_nobody_asked_to_erase_stays_when_the_hold_is_lifted():
    comment = make_comment(email="leyla@example.org")
    escalation = make_escalated(comment)
    with pytest.raises(UnderLegalHold):
        Person.of_email("leyla@example.org").erase(by=None, request="2026/18")
    escalation.lift_hold(by=make_editor(), reason="The case is closed.")

    assert "erasures put off: 0 due." in applied(act=True)
    assert status(comment) == "pending"


# What authors are known by.


def test_an_author_whose_block_is_over_is_forgotten():
    author = make_author("the-cookie")
    with days_ago(9):
        comment = make_comment(author=author)
        make_suspended(comment, days=7)
    Author.objects.update(made_at=timezone.now() - timedelta(days=9))
    with days_ago(8):
        Person(authors=frozenset({author.pk})).erase(by=None, request="2026/18")
    assert Author.objects.get(pk=author.pk).key == "the-cookie"

    assert "authors who left nothing: 1 due." in applied(act=True)

    assert Author.objects.get(pk=author.pk).key != "the-cookie"
    assert "authors who left nothing: 0 due." in applied()


def test_an_author_under_a_block_is_kept_and_not_due():
    author = make_author("the-cookie")
    with days_ago(9):
        make_suspended(make_comment(author=author), days=700)
    Author.objects.update(made_at=timezone.now() - timedelta(days=9))
    Person(authors=frozenset({author.pk})).erase(by=None, request="2026/18")

    for said in (applied(), applied(act=True)):
        assert "authors who left nothing: 0 due." in said
        assert "authors who left nothing: 1 kept, under a standing." in said
    assert Author.objects.get(pk=author.pk).key == "the-cookie"


def test_an_author_of_whom_something_is_noted_is_kept_and_not_due():
    author = make_author("the-cookie")
    comment = make_comment(author=author)
    Note.objects.write(by=make_moderator(), author=author, text="Calls every day.")
    comment.erase(by=None, request="2026/18")
    Author.objects.update(made_at=timezone.now() - timedelta(days=9))

    for said in (applied(), applied(act=True)):
        assert "authors who left nothing: 0 due." in said
        assert "authors who left nothing: 1 kept, as a note is about them." in said
    assert Author.objects.get(pk=author.pk).key == "the-cookie"


def test_who_was_only_just_made_known_is_left_alone():
    """Their first comment may be on its way."""
    author = make_author("the-cookie")

    applied(act=True)

    assert Author.objects.get(pk=author.pk).key == "the-cookie"


def test_what_is_let_go_is_listed(tmp_path, kept_for, django_capture_on_commit_callbacks):
    kept_for(ERASURES_FILE=str(tmp_path / "list"))
    comment = old(make_rejected)

    with django_capture_on_commit_callbacks(execute=True):
        applied(act=True)

    ((_number, line),) = listed.lines_of(tmp_path / "list")
    assert listed.Listed.read(line).key == str(comment.pk)


@pytest.mark.parametrize(
    ("changes", "identifier"),
    [
        ({"RETAIN_REJECTED_DAYS": 0}, "comments.E050"),
        ({"RETAIN_REJECTED_DAYS": "30"}, "comments.E050"),
        ({"RETAIN_NETWORK_DAYS": True}, "comments.E050"),
        ({"RETAIN_NETWORK_DAYS": 10**9}, "comments.E050"),
        ({"RETAIN_NETWORK_DAYS": 3}, "comments.E051"),
        ({"ERASURES_FILE": None}, "comments.E052"),
        ({"ERASURES_FILE": "/nowhere/at/all"}, "comments.W050"),
    ],
)
def test_a_wrong_setting_is_named(settings, changes, identifier):
    assert identifier in named(settings, **changes)
