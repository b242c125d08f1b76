"""A statement of reasons in sentences, the same on the page, in the mail and for programs.

None of them repeats a reader's words: an address in a form is unproven, and mails carry these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.conf import setting
from comments.models.guideline import languages_wanted
from comments.moments import moment
from comments.reasons.statement import Detection, Later, Restriction, Source, Statement


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    sentences: tuple[str, ...]


def sections(statement: Statement) -> list[Section]:
    """All but the ground, which stands apart: it holds the guideline and words of others."""
    return [
        Section("decision", _("What was decided"), tuple(_decided(statement))),
        Section("source", _("Why we looked at it"), (_source(statement),)),
        Section("automation", _("Programs and people"), tuple(_automation(statement))),
        Section("redress", _("What you can do against it"), tuple(_redress(statement))),
    ]


def became(statement: Statement) -> str:
    """What became of the decision since; empty where it stands."""
    if statement.later is None or statement.later_at is None:
        return ""
    sentences = {
        Later.CONFIRMED: _("Another moderator decided again on %(time)s, as you asked, and confirmed it."),
        Later.OVERTURNED: _(
            "It no longer stands: another moderator overturned it on %(time)s, as you asked."
        ),
        Later.RECONSIDERED: _("It no longer stands: it was decided otherwise on %(time)s."),
        Later.WITHDRAWN: _("You took your comment back on %(time)s."),
    }
    return sentences[statement.later] % {"time": _time(statement.later_at)}


def ground(statement: Statement) -> str:
    """What stands above the guidelines."""
    if statement.is_about_law:
        return _("We hold that it is illegal. The ground, as it read when it was decided:")
    return _("It does not meet our guidelines. The ground, as it read when it was decided:")


def _decided(statement: Statement) -> Iterator[str]:
    if statement.is_on_appeal:
        yield _("Your comment was rejected on %(time)s. You asked us to decide again.") % {
            "time": _time(statement.first_decided_at)
        }
        yield _("Another moderator read it and confirmed the rejection on %(time)s.") % {
            "time": _time(statement.decision.decided_at)
        }
    elif statement.restriction == Restriction.TAKEN_DOWN:
        yield _("Your comment was taken down on %(time)s.") % {"time": _time(statement.decision.decided_at)}
    else:
        yield _("Your comment was rejected on %(time)s. It is not published.") % {
            "time": _time(statement.decision.decided_at)
        }
    if statement.published_at:
        yield _("It had been public since %(time)s.") % {"time": _time(statement.published_at)}
    yield _("This holds for the whole comment, wherever the site can be read, and has no end.")


def _source(statement: Statement) -> str:
    if statement.source == Source.REPORT:
        return _("A reader had reported it. Who reports a comment is told to nobody.")
    if statement.restriction == Restriction.TAKEN_DOWN:
        return _("Nobody had reported it: we looked at it again of our own accord.")
    return _("Nobody had reported it: every comment is read before it is published.")


def _automation(statement: Statement) -> Iterator[str]:
    match statement.detection:
        case Detection.POINTED_TO_IT:
            yield _("Programs read every comment. They had pointed to this one under the ground named here.")
        case Detection.POINTED_ELSEWHERE:
            yield _(
                "Programs read every comment. They had pointed to this one, but not under the ground named."
            )
        case Detection.COULD_NOT_CHECK:
            yield _("Programs read every comment. They could not check this one under the ground named here.")
        case Detection.FOUND_NOTHING:
            yield _("Programs read every comment. They had found nothing in this one.")
    if statement.decision.evidence_hidden and statement.detection is not None:
        yield _("The moderator decided without seeing what they had found.")
    yield _("A person decided it. No program decides anything here.")


def _redress(statement: Statement) -> Iterator[str]:
    if statement.can_ask_again:
        yield _(
            "Until %(time)s you can ask us, free of charge, to have it decided again by another moderator."
        ) % {"time": _time(statement.ask_again_until)}
    elif statement.is_on_appeal:
        yield _("It was decided a second time, as you asked, and is final with us.")
    elif statement.asked_again_at:
        yield _("You asked us on %(time)s to have it decided again by another moderator.") % {
            "time": _time(statement.asked_again_at)
        }
    elif statement.later is None:
        yield _("The time to ask us to decide again ended on %(time)s.") % {
            "time": _time(statement.ask_again_until)
        }
    yield from redress_outside()


def redress_outside() -> Iterator[str]:
    """What there is beside asking us, whoever the site is, and then as it words it."""
    yield _("Whatever we decide, you can go to a court.")
    if body := worded("DISPUTE_BODY"):
        yield _("To settle it out of court you can turn to a certified body: %(body)s.") % {
            "body": body.rstrip(".")
        }
    else:
        yield _(
            "Where the Digital Services Act of the European Union holds, you can also turn to a certified "
            "body for out-of-court dispute settlement."
        )
    if further := worded("FURTHER_REDRESS"):
        yield further


def worded(name: str) -> str:
    """A setting that is a text or one for each language, in the reader's; empty where there is none."""
    said = setting(name)
    if isinstance(said, dict):
        wanted = languages_wanted(get_language() or "")
        return next((said[language] for language in wanted if said.get(language)), "")
    return str(said)


def _time(at: datetime) -> str:
    return moment(at)
