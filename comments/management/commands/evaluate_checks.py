"""`manage.py evaluate_checks FILE…`: how well the checks agree with comments that people have judged."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.evaluation import machine
from comments.evaluation.exam import Exam, sit
from comments.evaluation.functions import FunctionsResult, measure_functions
from comments.evaluation.neutral import NeutralResult, measure_neutral
from comments.evaluation.report import legend, report
from comments.evaluation.rows import BadRows, Collection
from comments.evaluation.suites_report import functions_report, neutral_report

BASE_RATE = 0.1


class Command(BaseCommand):
    help = "Run the checks on labelled comments (JSON lines, plain or gzipped) and print how they agree."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--language", default="", help="what the page is in, when a row does not say")
        parser.add_argument("--every", type=_positive, default=1, help="read every n-th row only")
        parser.add_argument(
            "--base-rate",
            type=_chance,
            default=BASE_RATE,
            help="the share of a newsroom's comments that would be judged so, for precision and calibration",
        )
        parser.add_argument(
            "--beside", action="store_true", help="also measure better-profanity alone and a plain word list"
        )
        parser.add_argument(
            "--groups", action="store_true", help="also count false alarms on neutral sentences by group"
        )
        parser.add_argument(
            "--functions", action="store_true", help="also ask about sentences of one purpose each"
        )
        parser.add_argument(
            "--errors",
            type=int,
            default=0,
            metavar="N",
            help="print the N worst errors of either kind; they are readers' own words",
        )
        parser.add_argument("--processes", type=_positive, default=1, help="how many to run at once")
        parser.add_argument("--json", action="store_true", help="print one JSON document, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["files"] or options["groups"] or options["functions"]):
            raise CommandError("Name a file of labelled comments, or ask for --groups or --functions.")
        try:
            exams = list(_exams(options))
        except BadRows as error:
            raise CommandError(str(error)) from error
        neutral = measure_neutral() if options["groups"] else None
        functions = measure_functions() if options["functions"] else None
        if options["json"]:
            document = _as_json(exams, neutral, functions, options["base_rate"])
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            for line in _as_text(exams, neutral, functions, options):
                self.stdout.write(line)


def _exams(options: dict[str, Any]) -> Iterator[Exam]:
    together = Exam("all files")
    for path in options["files"]:
        collection = Collection(path, language=options["language"], every=options["every"])
        exam = sit(
            collection,
            collection.name,
            keep_worst=options["errors"],
            beside=options["beside"],
            processes=options["processes"],
        )
        exam.left_out = collection.left_out
        _refuse_empty(exam, path)
        together.extend(exam)
        yield exam
    if len(options["files"]) > 1:
        yield together


def _refuse_empty(exam: Exam, path: Path) -> None:
    if not exam.rows:
        raise BadRows(f"{path}: holds no labelled comment to measure with.")
    if not exam.labels:
        held = ", ".join(exam.unanswered) or "none"
        raise BadRows(f"{path}: has no label that a guideline answers for (its labels: {held}).")


def _as_json(
    exams: list[Exam], neutral: NeutralResult | None, functions: FunctionsResult | None, base_rate: float
) -> dict[str, Any]:
    document: dict[str, Any] = {
        "base_rate": base_rate,
        "collections": [machine.as_json(exam, base_rate) for exam in exams],
    }
    if neutral:
        document["groups"] = machine.neutral_as_json(neutral)
    if functions:
        document["functions"] = machine.functions_as_json(functions)
    return document


def _as_text(
    exams: list[Exam],
    neutral: NeutralResult | None,
    functions: FunctionsResult | None,
    options: dict[str, Any],
) -> Iterator[str]:
    for exam in exams:
        yield from report(exam, options["base_rate"])
        yield ""
    if exams:
        yield from legend(options["base_rate"])
    if neutral:
        yield from neutral_report(neutral, options["errors"])
    if functions:
        yield from functions_report(functions, options["errors"])


def _positive(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise ArgumentTypeError("must be a whole number from 1.")
    return int(written)


def _chance(written: str) -> float:
    try:
        chance = float(written)
    except ValueError as error:
        raise ArgumentTypeError("must be a number.") from error
    if not 0 < chance < 1:
        raise ArgumentTypeError("must lie between 0 and 1.")
    return chance
