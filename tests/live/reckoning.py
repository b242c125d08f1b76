"""The ledger beside the record: what was lost, doubled or wrongly public."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from comments.models import Comment, Decision, Notice
from tests.live.crowd import Crowd, marks_on_every_page
from tests.live.gaps import Gaps
from tests.live.promises import MARK, broken


@dataclass
class Reckoning:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrongly_public: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # of all other promises

    @property
    def all(self) -> list[str]:
        named = {"lost": self.lost, "doubled": self.doubled, "wrongly public": self.wrongly_public}
        return [f"{name}: {each}" for name, found in named.items() for each in found] + self.broken


def reckon(crowd: Crowd) -> Reckoning:
    """Once nobody acts any more, and the site answers."""
    ledger = crowd.ledger
    comments = {
        pk: (status, MARK.findall(text))
        for pk, status, text in Comment.objects.filter(source="").values_list("pk", "status", "text")
    }
    # Their marks are gone. What was erased elsewhere than on the crowd's pages excuses nothing of theirs.
    erased = Comment.objects.filter(status="erased", source="", discussion__url__in=crowd.paths).count()
    times = Counter(mark for _status, marks in comments.values() for mark in marks)
    decisions = Counter(Decision.objects.values_list("comment", "number", "outcome"))
    numbers = Counter(Decision.objects.values_list("comment", "number"))
    approved = {mark for status, marks in comments.values() if status == "approved" for mark in marks}
    public = marks_on_every_page(crowd.site, crowd.paths)
    gone = ledger.accepted - set(times)
    return Reckoning(
        lost=[
            *(f"comment {mark}" for mark in sorted(gone)[erased:]),
            *(f"decision {each}" for each in ledger.decided if not decisions[each]),
            *(f"approved and not public: {mark}" for mark in sorted(_on(crowd, approved) - public)),
        ],
        doubled=[
            *(f"comment {mark}" for mark, number in times.items() if number > 1),
            *(f"decision {each}" for each, number in numbers.items() if number > 1),
        ],
        wrongly_public=[*sorted(public - approved), *sorted(ledger.seen_too_early)],
        broken=broken(),
    )


def mails_astray(crowd: Crowd, gaps: Gaps) -> list[str]:
    """Notices that were sent twice though nobody died between the mail server's 250 and our commit of them,
    and those that count as sent and never were.
    """
    taken = crowd.site.mail.taken
    never = [
        key
        for key in Notice.objects.exclude(sent_at=None).values_list("message_id", flat=True)
        if not taken[key]
    ]
    sentences = [f"{len(never)} notices count as sent and were not"] if never else []
    return sentences + [f"mail {key} was sent twice, and nobody died over it" for key in gaps.twice()]


def _on(crowd: Crowd, marks: set[str]) -> set[str]:
    """Those of them that were sent to pages that can be read."""
    return marks & crowd.ledger.begun
