"""A statement of reasons for programs. docs/transparency.md says what each name means."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import get_language

from comments.check_reasons import told as told_reason
from comments.conf import setting
from comments.reasons.statement import Statement
from comments.reasons.told import became, ground, sections, worded
from comments.sealing.canonical import plain


def document(statement: Statement, *, token: str) -> dict[str, Any]:
    decision = statement.decision
    return {
        "comment": decision.comment_id,
        "decision": decision.number,
        "row": f"decision {decision.pk}",
        "decided_at": plain(decision.decided_at),
        "restriction": statement.restriction,
        "published_at": plain(statement.published_at),
        "part": "whole comment",
        "territory": "everywhere",
        "ends_at": None,
        "source": statement.source,
        "automation": {
            "detection": statement.detection,
            "looked": list(statement.looked),
            "evidence_hidden": decision.evidence_hidden,
            "decided_by_program": False,
        },
        "ground": _ground(statement),
        "appeal": {
            "is_answer_to_one": statement.is_on_appeal,
            "first_decided_at": plain(statement.first_decided_at),
            "asked_at": plain(statement.asked_again_at),
        },
        "redress": {
            "can_ask_again": statement.can_ask_again,
            "until": plain(statement.ask_again_until),
            "at": urljoin(setting("BASE_URL"), reverse("comments:receipt", args=[token])),
            "court": True,
            "dispute_body": worded("DISPUTE_BODY") or None,
            "further": worded("FURTHER_REDRESS") or None,
        },
        "later": {"what": statement.later, "at": plain(statement.later_at)} if statement.later else None,
        "language": get_language(),
        "told": {
            "became": became(statement),
            "ground": ground(statement),
            **{section.code: list(section.sentences) for section in sections(statement)},
        },
    }


def _ground(statement: Statement) -> dict[str, Any]:
    guidelines = statement.decision.guidelines
    return {
        "kind": "law" if statement.is_about_law else "guidelines",
        "codes": [guideline.pk for guideline in guidelines],
        "guidelines": [
            {
                "code": wording.guideline_id,
                "language": wording.language,
                "version": wording.version,
                "title": wording.title,
                "text": wording.text,
            }
            for wording in statement.wordings
        ],
        "explanation": statement.decision.explanation,
        "marked": [
            {
                "words": each.words,
                "by": "check" if each.reason else "moderator",
                "reason": told_reason(each.reason),
            }
            for each in statement.marked
        ],
    }
