"""The words with what was found in them: numbered in the order of the text, and cut for showing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from comments.marking import Mark, Segment, segments
from comments.models import Comment, Decision, Finding, Guideline, Screening

# Code points. Marking all of a longer comment would hide the marks that point at something.
LONG = 60
# Under which guidelines what is found can be masked: slurs and threats.
MASKED = frozenset({"abuse", "threats"})


@dataclass(frozen=True)
class Evidence:
    """A finding, with the number it has in the text. Quotations are shown and not counted; what is said
    of the whole comment points at nothing in it, and has no number either.
    """

    finding: Finding
    guideline: Guideline
    number: int | None
    title: str
    is_whole: bool = False

    @property
    def is_quotation(self) -> bool:
        return self.finding.is_quotation


@dataclass(frozen=True)
class MarkedBy:
    """Words in question that a moderator marked when deciding."""

    decision: Decision


@dataclass(frozen=True)
class Stretch:
    """Part of the words, with what begins and what ends in it, so that a template says it once."""

    segment: Segment
    start: int
    begins: tuple[Evidence, ...]
    ends: tuple[Evidence, ...]
    is_evidence: bool
    is_quotation: bool
    is_marked: bool
    is_masked: bool = False

    @property
    def text(self) -> str:
        return self.segment.text


def evidence_of(screening: Screening | None) -> list[Evidence]:
    """Every finding in the order of the text, whatever the verdict is."""
    if screening is None:
        return []
    found = [
        (finding, verdict.guideline)
        for verdict in screening.verdicts_in_order
        for finding in verdict.findings.all()
    ]
    found.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1].position, pair[0].pk))
    evidence, numbers, length = [], count(1), len(screening.comment.text)
    for finding, guideline in found:
        is_whole = finding.end - finding.start == length > LONG
        number = None if is_whole or finding.is_quotation else next(numbers)
        evidence.append(Evidence(finding, guideline, number, title=str(guideline), is_whole=is_whole))
    return evidence


def stretches(
    comment: Comment, evidence: list[Evidence], marked: list[MarkedBy], *, masks: bool = False
) -> list[Stretch]:
    marks = [Mark(item.finding.start, item.finding.end, item) for item in evidence if not item.is_whole]
    marks += [Mark(words.start, words.end, by) for by in marked for words in by.decision.marked_words.all()]
    cut, start = [], 0
    for segment in segments(comment.text, marks):
        cut.append(_stretch(segment, start, masks))
        start += len(segment.text)
    return cut


def _stretch(segment: Segment, start: int, masks: bool) -> Stretch:
    end = start + len(segment.text)
    found = [mark for mark in segment.marks if isinstance(mark.about, Evidence)]
    counted = [mark for mark in found if not mark.about.is_quotation]
    return Stretch(
        segment=segment,
        start=start,
        begins=tuple(mark.about for mark in counted if mark.start == start),
        ends=tuple(mark.about for mark in counted if mark.end == end),
        is_evidence=bool(counted),
        is_quotation=len(counted) < len(found),
        is_marked=len(found) < len(segment.marks),
        is_masked=masks and any(mark.about.guideline.pk in MASKED for mark in found),
    )
