"""Readers who send, moderators who decide, and one who reads pages all the while, each a thread of ours."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import connection

from comments.models import Comment, QueueEntry
from newsroom.models import Article
from tests.live import people
from tests.live.browsers import Browser, NoAnswer
from tests.live.ledger import Ledger
from tests.live.promises import MARK
from tests.live.site import Site

SECONDS_BETWEEN_TRIES = 0.2
NEXT_PAGE = re.compile(r'href="(\?[^"]*from=\d+)#comments" rel="next"')
OLDEST_OFFERED = 40
SHARE_REJECTED, SHARE_UNDONE = 0.3, 0.1


class Crowd:
    """Works until told to stop."""

    def __init__(
        self, site: Site, *, readers: int, moderators: int, pages: int = 6, pace: float = 0.0
    ) -> None:
        self.site, self.pace = site, pace
        self.ledger, self.is_over = Ledger(), Event()
        self.pages: list[Article] = [people.article() for _ in range(pages)]
        self.paths = [page.get_absolute_url() for page in self.pages]
        desks = [people.moderator(site.port) for _ in range(moderators)]
        works: list[Callable[[], None]] = [self._send] * readers + [self._read]
        works += [lambda desk=desk: self._decide(desk) for desk in desks]
        self.threads = [Thread(target=self._work, args=[work], daemon=True) for work in works]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _work(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self.ledger.faults.append(f"the harness itself: {error!r}")
            raise
        finally:
            connection.close()

    def _rested(self) -> bool:
        """Waits as people do, who are not all alike. Whether it is time to go home."""
        return self.is_over.wait(random.uniform(0, 2 * self.pace))

    def _send(self) -> None:
        """One comment after another, each by a new reader. What got no answer is sent again."""
        while not self._rested():
            mark, browser = people.word(), Browser(self.site.port)
            fields = people.form(random.choice(self.pages), mark, email=f"{mark}@example.org")
            self.ledger.begun.add(mark)
            while True:
                begun = time.monotonic()
                try:
                    answer = browser.post(people.SUBMIT, fields)
                except NoAnswer:
                    self.ledger.unanswered += 1
                    if self.is_over.wait(SECONDS_BETWEEN_TRIES):
                        return
                    continue
                self.ledger.note_comment(mark, answer, time.monotonic() - begun)
                break
            browser.hang_up()

    def _decide(self, desk: Browser) -> None:
        """One of the oldest, chosen so that two moderators meet now and then."""
        while not self._rested():
            waiting = self._waiting()
            if waiting is None:
                self.is_over.wait(SECONDS_BETWEEN_TRIES)
                continue
            comment, chance = waiting, random.random()
            outcome = "rejected" if chance < SHARE_REJECTED else "approved"
            if self._act(desk, comment, outcome) and random.random() < SHARE_UNDONE:
                self._act(desk, comment, "undone")

    def _waiting(self) -> Comment | None:
        try:
            oldest = QueueEntry.objects.order_by("received_at", "pk").values_list("comment", flat=True)
            keys = list(oldest[:OLDEST_OFFERED])
            return Comment.objects.filter(pk=random.choice(keys)).first() if keys else None
        except Exception:
            # Our own look into the database, while it is being restarted.
            connection.close()
            return None

    def _act(self, desk: Browser, comment: Comment, outcome: str) -> bool:
        act = {"approved": "approve", "rejected": "reject", "undone": "undo"}[outcome]
        seen = 1 if outcome == "undone" else 0
        fields = {"seen": seen, "guideline": ["threats"] if act == "reject" else []}
        if outcome == "approved":
            self.ledger.approving |= set(MARK.findall(comment.text))
        begun = time.monotonic()
        try:
            desk.get(people.act_path("card", comment.pk))
            answer = desk.post(people.act_path(act, comment.pk), fields)
        except NoAnswer:
            self.is_over.wait(SECONDS_BETWEEN_TRIES)
            return False
        self.ledger.note_decision(comment.pk, seen + 1, outcome, answer, time.monotonic() - begun)
        return answer.status == 303

    def _read(self) -> None:
        browser = Browser(self.site.port)
        while not self.is_over.wait(SECONDS_BETWEEN_TRIES):
            try:
                answer = browser.get(random.choice(self.paths) + "?sort=newest")
            except NoAnswer:
                continue
            # Looked up afterwards: it may have been approved while the page was on its way.
            self.ledger.note_page(set(MARK.findall(answer.text)), set(self.ledger.approving), answer)


def marks_on_every_page(site: Site, paths: list[str]) -> set[str]:
    """All that a reader can find who opens every page of every discussion."""
    browser, marks = Browser(site.port), set()
    for path in paths:
        query = ""
        while True:
            text = browser.get(path + query).text
            marks |= set(MARK.findall(text))
            if not (following := NEXT_PAGE.search(text)):
                break
            query = following[1].replace("&amp;", "&")
    return marks
