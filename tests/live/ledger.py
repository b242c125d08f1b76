"""What readers and moderators were told: to be held against the record afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from tests.live.browsers import Answer

CONFLICT, UNPROCESSABLE = 409, 422  # somebody else was quicker
MOST_KEPT = 5


@dataclass
class Ledger:
    """Filled by many threads."""

    begun: set[str] = field(default_factory=set)  # marks that were sent at least once
    accepted: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)  # by status
    unanswered: int = 0  # the line went dead; the same form was sent again
    seconds: list[float] = field(default_factory=list)  # that an accepted comment took
    decided: list[tuple[int, int, str]] = field(default_factory=list)  # comment, number, outcome
    decisions_refused: Counter[int] = field(default_factory=Counter)
    decision_seconds: list[float] = field(default_factory=list)
    approving: set[str] = field(default_factory=set)  # marks somebody has begun to approve
    seen: set[str] = field(default_factory=set)  # marks on a page, at any time
    seen_too_early: set[str] = field(default_factory=set)
    pages_read: int = 0
    faults: list[str] = field(default_factory=list)  # what was answered with 5xx
    words_kept: list[str] = field(default_factory=list)  # not taken, and not in the answer either
    lock: Lock = field(default_factory=Lock)

    def note_comment(self, mark: str, answer: Answer, seconds: float) -> None:
        with self.lock:
            if answer.status == 303:
                self.accepted.add(mark)
                self.seconds.append(seconds)
            else:
                self.refused[answer.status] += 1
                self._note_fault("a reader who sent", answer)
                if mark not in answer.text:
                    self.words_kept.append(f"{answer.status} of {mark}")

    def note_decision(self, comment: int, number: int, outcome: str, answer: Answer, seconds: float) -> None:
        with self.lock:
            if answer.status == 303:
                self.decided.append((comment, number, outcome))
                self.decision_seconds.append(seconds)
            else:
                self.decisions_refused[answer.status] += 1
                self._note_fault("a moderator", answer)

    def note_page(self, marks: set[str], approving_then: set[str], answer: Answer) -> None:
        """What nobody had begun to approve by the time it was read was shown too early."""
        with self.lock:
            self.pages_read += 1
            self.seen |= marks
            self.seen_too_early |= marks - approving_then
            self._note_fault("a reader of a page", answer)

    def _note_fault(self, who: str, answer: Answer) -> None:
        if answer.status >= 500 and len(self.faults) < MOST_KEPT:
            self.faults.append(f"{who} was answered with {answer.status}")
