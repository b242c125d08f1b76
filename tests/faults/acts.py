"""The acts that are killed at each of their steps: how each is begun, done, done again, and looked at after.

An act is made ready, done by a process that dies in it, looked at, done once more by processes that live, and
looked at again. `ready` and the looking are of this process; the doing is of the site's own.
"""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from comments import clock
from comments.models import Author, Comment, Decision, Notice, Unsealed
from comments.sealing.verifying import problems
from tests.factories import (
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_user,
)
from tests.live import people
from tests.live.browsers import Browser, NoAnswer
from tests.live.promises import incomplete, wrongly_public
from tests.live.site import Site

LINES_IMPORTED, LINES_A_BATCH = 12, 6
SECONDS_TO_DIE = 120
COUNT_ONLY = 0  # as a step to die at: never reached


class Act:
    """One try at it."""

    name = ""
    needs_web = False

    def __init__(self, site: Site) -> None:
        self.site = site
        self.broken: list[str] = []
        self.has_died = False

    def ready(self) -> None:
        raise NotImplementedError

    def do(self, die_at: int | None) -> bool:
        """Whether it was acknowledged. Notes whether the process died of it."""
        raise NotImplementedError

    def is_done(self) -> bool:
        """All of it, so that it stays done. Half of it is broken."""
        raise NotImplementedError

    def again(self, *, was_done: bool) -> None:
        """What a person does who was not told, or cron."""
        self.must(self.do(None), "it could not be done once more")

    def look_afterwards(self) -> None:
        """At what others see, if they see anything of it."""

    def must(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.broken.append(sentence)

    def ran(self, die_at: int | None, *arguments: str) -> bool:
        """Whether the command ended well."""
        variables = {} if die_at is None else {"DIE_AT": str(die_at)}
        status = self.site.command(*arguments, **variables)
        self.has_died = status == -signal.SIGKILL
        self.must(self.has_died or status == 0, f"{arguments[0]} ended with {status}")
        return status == 0


class ByBrowser(Act):
    needs_web = True
    browser: Browser
    expected = 303

    def sent(self, path: str, fields: dict[str, Any], die_at: int | None) -> bool:
        try:
            answer = self.browser.post(path, fields, die_at=die_at)
        except NoAnswer:
            self.has_died = True
            return False
        self.must(answer.status == self.expected, f"it was answered with {answer.status}")
        return answer.status == self.expected


class Submitting(ByBrowser):
    name = "submit"

    def ready(self) -> None:
        self.mark, self.page = people.word(), people.article()
        self.browser = Browser(self.site.port)
        self.fields = people.form(self.page, self.mark, email=f"{self.mark}@example.org")

    def do(self, die_at: int | None) -> bool:
        return self.sent(people.SUBMIT, self.fields, die_at)

    def is_done(self) -> bool:
        comments = list(people.those_with(self.mark))
        self.must(len(comments) < 2, f"it is there {len(comments)} times")
        self.broken += incomplete(comments)
        return bool(comments)


class Deciding(ByBrowser):
    """Approving; the page is looked at by another browser."""

    name, act, outcome, told_done = "approve", "approve", "approved", 409
    more: dict[str, Any] = {}

    def ready(self) -> None:
        self.mark, self.page = people.word(), people.article()
        self.comment = make_comment(f"So {self.mark} wrote.", discussion=make_discussion(self.page))
        self.browser = people.moderator(self.site.port)
        self.seen = 0

    def do(self, die_at: int | None) -> bool:
        fields = {"seen": self.seen} | self.more
        return self.sent(people.act_path(self.act, self.comment.pk), fields, die_at)

    def again(self, *, was_done: bool) -> None:
        # Of what was done already they are told so.
        self.expected = self.told_done if was_done else 303
        super().again(was_done=was_done)

    def is_done(self) -> bool:
        decisions = list(self.comment.decisions.filter(number__gt=self.seen))
        status = Comment.objects.get(pk=self.comment.pk).status
        self.must(len(decisions) < 2, f"it was decided {len(decisions)} times")
        is_done = [each.outcome for each in decisions] == [self.outcome]
        self.must(status == self.status_of(is_done), f"its status is {status}, done: {is_done}")
        acts = self.comment.trail.filter(act=self.outcome).count()
        self.must(acts == len(decisions), f"{acts} acts of {len(decisions)} decisions")
        return is_done

    def status_of(self, is_done: bool) -> str:
        return self.outcome if is_done else "pending"

    def look_afterwards(self) -> None:
        text = Browser(self.site.port).get(self.page.get_absolute_url()).text
        self.broken += [f"{mark} is public and not approved" for mark in wrongly_public(text)]
        is_public = Comment.objects.get(pk=self.comment.pk).is_published
        self.must((self.mark in text) == is_public, f"public on the page: {self.mark in text}")


class Rejecting(Deciding):
    name, act, outcome, told_done = "reject", "reject", "rejected", 409
    more = {"guideline": ["threats", "abuse"], "explanation": "Stay with the matter."}

    def is_done(self) -> bool:
        is_done = super().is_done()
        for decision in Decision.objects.filter(comment=self.comment, outcome="rejected"):
            codes = {each.code for each in decision.guidelines}
            self.must(codes == {"threats", "abuse"}, f"it names {codes}")
        return is_done


class Undoing(Deciding):
    name, act, outcome, told_done = "undo", "undo", "undone", 409

    def ready(self) -> None:
        super().ready()
        self.comment.approve(by=self.browser.user, seen=0)
        self.seen = 1

    def status_of(self, is_done: bool) -> str:
        return "pending" if is_done else "approved"


class Notifying(Act):
    """The worker sends what is due: a receipt and a decision."""

    name = "notify"
    in_gap: set[int] = set()

    def ready(self) -> None:
        with clock.at(timezone.now() - timedelta(hours=1)):
            # An account's own address: a guest's would be held until somebody opens the receipt.
            user = make_user(email=f"{people.word()}@example.org")
            self.comment = make_comment(author=Author.objects.of_account(user), email=user.email)
            self.comment.approve(by=make_moderator(f"m-{people.word()[:12]}"), seen=0)
        # Taken by the mail server when we died before we could write it down: these may be sent twice.
        self.in_gap = set()

    def do(self, die_at: int | None) -> bool:
        worker = self.site.start_worker(**({} if die_at is None else {"DIE_AT": str(die_at)}))
        last = time.monotonic() + SECONDS_TO_DIE
        while worker.poll() is None and time.monotonic() < last:
            if not die_at and self._are_sent():
                break
            time.sleep(0.05)
        self.has_died = worker.poll() == -signal.SIGKILL
        self.site.kill("worker")
        return self._are_sent()

    def is_done(self) -> bool:
        unsent = [each for each in self._fresh() if not each.sent_at]
        taken = [each for each in unsent if self.site.mail.taken[each.message_id]]
        self.in_gap |= {each.pk for each in taken}
        for each in self._fresh():
            if each.sent_at:
                self.must(self.site.mail.taken[each.message_id] >= 1, "a notice counts as sent and was not")
            self.must(each.dropped_at is None, f"a notice was dropped: {each.last_error}")
        return not unsent

    def again(self, *, was_done: bool) -> None:
        # As if the minute until the next attempt were over.
        Notice.objects.filter(comment=self.comment, sent_at=None).update(next_attempt_at=clock.now())
        super().again(was_done=was_done)
        for each in self._fresh():
            times = self.site.mail.taken[each.message_id]
            self.must(1 <= times <= (2 if each.pk in self.in_gap else 1), f"a notice was sent {times} times")

    def _fresh(self) -> list[Notice]:
        return list(Notice.objects.filter(comment=self.comment))

    def _are_sent(self) -> bool:
        return not Notice.objects.filter(comment=self.comment, sent_at=None).exists()


class Importing(Act):
    name = "import"

    def ready(self) -> None:
        self.source = people.word()
        page = {"url": f"/old/{self.source}/", "title": "The bridge", "language": "en"}
        lines = [
            {"id": n, "text": f"It floods, {n}.", "page": page, "in_reply_to": n - 1 if answers(n) else None}
            for n in range(LINES_IMPORTED)
        ]
        for n in range(0, LINES_IMPORTED, 4):
            lines[n]["decision"] = {"outcome": "approved"}
        self.file = Path(self.site.folder, f"{self.source}.jsonl")
        self.file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    def do(self, die_at: int | None) -> bool:
        options = ("--source", self.source, "--batch", str(LINES_A_BATCH))
        return self.ran(die_at, "import_comments", str(self.file), *options)

    def is_done(self) -> bool:
        there = list(Comment.objects.filter(source=self.source))
        # Of a batch, first what begins threads, then what answers it.
        parts = Counter((int(each.source_key) // LINES_A_BATCH, each.thread is None) for each in there)
        whole = self.parts_of(range(LINES_IMPORTED))
        self.must(all(parts[part] == whole[part] for part in parts), f"{dict(parts)} came in: half a batch")
        self.broken += incomplete(there, has_receipt=False)
        decided = [each for each in there if int(each.source_key) % 4 == 0]
        approved = [each for each in there if each.status == "approved"]
        self.must(decided == approved, "a decision did not come with its comment")
        keys = {each.source_key for each in there}
        self.must(len(keys) == len(there), "a line came in twice")
        return len(there) == LINES_IMPORTED

    @staticmethod
    def parts_of(numbers) -> Counter:
        return Counter((n // LINES_A_BATCH, not answers(n)) for n in numbers)


def answers(number: int) -> bool:
    """Whether this line answers the one before it."""
    return number % 3 == 2


class Sealing(Act):
    name = "seal"

    def ready(self) -> None:
        # What other acts left would be steps that the acts after the first no longer have.
        if Unsealed.objects.exists():
            self.site.command("seal_trail")
        for _ in range(2):
            comment = make_comment()
            comment.approve(by=make_moderator(f"m-{people.word()[:12]}"), seen=0)

    def do(self, die_at: int | None) -> bool:
        return self.ran(die_at, "seal_trail")

    def is_done(self) -> bool:
        self.broken += [str(problem) for problem in problems(keys={}, published={})]
        return not Unsealed.objects.exists()


class Erasing(Act):
    """Two comments under one request: both or neither."""

    name = "erase"

    def ready(self) -> None:
        self.mark = people.word()
        self.editor = make_editor(f"e-{self.mark[:12]}")
        self.comments = []
        for _ in range(2):
            comment = make_comment(f"So {self.mark} wrote.", author=make_author(people.word()))
            comment.reject(
                by=make_moderator(f"m-{people.word()[:12]}"),
                seen=0,
                guidelines=["abuse"],
                explanation=f"You wrote {self.mark}.",
            )
            self.comments.append(comment)

    def do(self, die_at: int | None) -> bool:
        keys = [str(comment.pk) for comment in self.comments]
        options = ("--by", self.editor.username, "--request", "2026/18")
        return self.ran(die_at, "erase_comments", *keys, *options)

    def is_done(self) -> bool:
        now = [Comment.objects.get(pk=comment.pk) for comment in self.comments]
        erased = [each for each in now if each.status == "erased"]
        self.must(len(erased) in (0, len(now)), f"{len(erased)} of {len(now)} are erased")
        words = people.those_with(self.mark).count()
        reasons = Decision.objects.filter(explanation__contains=self.mark).count()
        whole = (0, 0) if erased else (len(now), len(now))
        self.must((words, reasons) == whole, f"{words} texts and {reasons} explanations are left")
        return bool(erased)


ACTS = [Submitting, Deciding, Rejecting, Undoing, Notifying, Importing, Sealing, Erasing]
