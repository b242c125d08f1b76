"""What differs between a comment and the earlier one it was written in place of, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from comments.desk.blindness import under_appeal
from comments.desk.masking import blacked_out, masked_spans
from comments.models import Comment, Decision

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
WORD = re.compile(r"\w")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in both, in the earlier one alone, or in the new one alone."""

    kind: str
    text: str


class WrittenAnew:
    """An earlier comment and how the new one differs. `hidden`: why no decision is told."""

    def __init__(self, comment: Comment, earlier: Comment, *, is_blind: bool, masks: bool) -> None:
        self.comment, self.earlier, self._masks = comment, earlier, masks
        is_blind = is_blind or bool(under_appeal([earlier.pk]))
        self.hidden = _("Hidden until this comment is decided.") if is_blind else ""

    @property
    def decision(self) -> Decision | None:
        return None if self.hidden else self.earlier.standing_decision

    @property
    def passages(self) -> list[Passage]:
        both = [self.earlier, self.comment]
        spans = masked_spans(both) if self._masks else {}
        before, after = (blacked_out(each.text, spans.get(each.pk, [])) for each in both)
        return list(passages(before, after))

    @property
    def is_unchanged(self) -> bool:
        return self.earlier.text == self.comment.text


def passages(before: str, after: str) -> Iterator[Passage]:
    """In reading order; what went stands before what came in its place."""
    changed: list[Passage] = []
    for passage in _pieces(before, after):
        is_between_words = passage.kind == SAME and WORD.search(passage.text) is None
        if passage.kind != SAME or (changed and is_between_words):
            changed.append(passage)
            continue
        yield from _together(changed)
        changed = []
        yield passage
    yield from _together(changed)


def _pieces(before: str, after: str) -> Iterator[Passage]:
    old, new = PIECE.findall(before), PIECE.findall(after)
    # Words that are frequent in a long text are left aside by SequenceMatcher, or it would take minutes.
    for change, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if change == "equal":
            yield Passage(SAME, "".join(old[a:b]))
            continue
        if a < b:
            yield Passage(GONE, "".join(old[a:b]))
        if c < d:
            yield Passage(NEW, "".join(new[c:d]))


def _together(changed: list[Passage]) -> Iterator[Passage]:
    """A sentence that was replaced is one that went and one that came, though spaces stand in both."""
    end = len(changed)
    while end and changed[end - 1].kind == SAME:
        end -= 1
    rewritten = changed[:end]
    if {GONE, NEW} <= {passage.kind for passage in rewritten}:
        yield Passage(GONE, "".join(each.text for each in rewritten if each.kind != NEW))
        yield Passage(NEW, "".join(each.text for each in rewritten if each.kind != GONE))
    else:
        yield from rewritten
    yield from changed[end:]
