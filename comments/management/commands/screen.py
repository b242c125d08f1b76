"""`manage.py screen`: the checks for anyone, one JSON line in, one JSON line out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from comments.checks.protocol import Finding, Submission
from comments.checks.terms import Terms
from comments.screening import Screened, Verdict, screen

FIELDS = ("text", "language", "page_title", "page_text", "parent_text")


class BadLine(ValueError):
    """A line that is not a submission; says what it should have been."""


class Command(BaseCommand):
    help = "Read submissions as JSON lines on standard input; write their verdicts as JSON lines."
    # Without terms it needs neither database nor site, and it says itself what is wrong with a line.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--terms", action="store_true", help="read with the editors' terms in the site's database, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        terms = _terms_in_force() if options["terms"] else None
        try:
            for answer in answers(_input(), terms):
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
                self.stdout.flush()
        except BrokenPipeError:
            # Whoever read us has heard enough. Python would complain again while closing standard output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _input() -> IO[bytes]:
    return sys.stdin.buffer


def _terms_in_force() -> Terms:
    from comments.models import Term

    try:
        return Term.objects.snapshot()
    except DatabaseError as error:
        raise CommandError(f"The terms could not be read from the database: {error}") from error


def answers(lines: IO[bytes], terms: Terms | None = None) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank, in order."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            identity, submission = read_line(line)
        except BadLine as error:
            yield {"error": str(error), "line": number}
        else:
            yield {"id": identity, **answer(screen(submission, terms=terms))}


def read_line(line: bytes) -> tuple[Any, Submission]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"The line is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"The line is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise BadLine('The line must be an object such as {"text": "…"}.')
    if "text" not in fields:
        raise BadLine("The line has no text.")
    for name in FIELDS:
        value = fields.get(name)
        if value is None and name != "text":
            continue
        if not isinstance(value, str):
            raise BadLine(f"{name} must be a string, not {type(value).__name__}.")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadLine(f"{name} holds half a surrogate pair.")
    known: dict[str, str] = {name: fields.get(name) or "" for name in FIELDS}
    return fields.get("id"), Submission(
        known["text"],
        language=known["language"],
        page_title=known["page_title"],
        page_text=known["page_text"],
        parent_text=known["parent_text"],
    )


def answer(screened: Screened) -> dict[str, Any]:
    return {
        "score": screened.score,
        "verdicts": {verdict.guideline: _verdict(verdict) for verdict in screened.verdicts},
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    written: dict[str, Any] = {"verdict": verdict.verdict, "score": verdict.score}
    if verdict.reason:
        written["reason"] = verdict.reason
    return {**written, "findings": [_finding(finding) for finding in verdict.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    written: dict[str, Any] = {"start": finding.start, "end": finding.end, "reason": finding.reason}
    if finding.kind:
        written["kind"] = finding.kind
    if finding.is_quotation:
        written["is_quotation"] = True
    return written
