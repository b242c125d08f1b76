"""`manage.py evaluate_checks FILE…`: how well the checks agree with comments that people have judged."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.evaluation.exam import CHECKS, Exam, added, sit
from comments.evaluation.figures import threshold_at
from comments.evaluation.functions import measure_functions
from comments.evaluation.measured import Measured
from comments.evaluation.neutral import measure_neutral
from comments.evaluation.pages import measure_pages
from comments.evaluation.respelt import RespeltResult, measure_respelt
from comments.evaluation.rows import BadRows, Collection
from comments.training.labelled import TEST, part_of

BASE_RATE = 0.1


class Command(BaseCommand):
    help = "Run the checks on labelled comments (JSON lines, plain or gzipped) and print how they agree."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--test-split", action="store_true", help="only texts that no model of ours has learned from"
        )
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
            "--respelt",
            action="store_true",
            help="also dress up the offending words, and say what is still caught",
        )
        parser.add_argument(
            "--pages", action="store_true", help="also read the paragraphs of the pages, which are plain news"
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
            measured = _measured(options)
        except BadRows as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(measured.as_json(), ensure_ascii=False, indent=1))
        else:
            for line in measured.as_text(options["errors"]):
                self.stdout.write(line)


def _measured(options: dict[str, Any]) -> Measured:
    measured = Measured(options["base_rate"])
    for path in options["files"]:
        collection = Collection(
            path,
            language=options["language"],
            every=options["every"],
            is_wanted=is_held_out if options["test_split"] else None,
        )
        exam = _sit(collection, options)
        measured.exams.append(exam)
        if options["respelt"]:
            measured.respelt.append(_respelt(collection, exam, options["processes"]))
        if options["pages"]:
            measured.pages.append(measure_pages(collection, collection.name, options["processes"]))
    if len(measured.exams) > 1:
        measured.exams.append(added(measured.exams))
    measured.neutral = measure_neutral() if options["groups"] else None
    measured.functions = measure_functions() if options["functions"] else None
    return measured


def is_held_out(text: str) -> bool:
    """Whether no model of ours has learned from a text: the rule is the training's own."""
    return part_of(text) == TEST


def _sit(collection: Collection, options: dict[str, Any]) -> Exam:
    exam = sit(
        collection,
        collection.name,
        keep_worst=options["errors"],
        beside=options["beside"],
        processes=options["processes"],
    )
    exam.left_out = collection.left_out
    if not exam.rows:
        raise BadRows(f"{collection.path}: holds no labelled comment to measure with.")
    if not exam.labels:
        held = ", ".join(exam.unanswered) or "none"
        raise BadRows(f"{collection.path}: has no label that a guideline answers for (its labels: {held}).")
    return exam


def _respelt(collection: Collection, exam: Exam, processes: int) -> RespeltResult:
    """Of the first of its labels, which is `toxicity` where that was judged."""
    label = exam.labels[0]
    threshold = threshold_at(exam.columns[label, CHECKS], 0.05)
    return measure_respelt(collection, collection.name, label, threshold, processes)


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
