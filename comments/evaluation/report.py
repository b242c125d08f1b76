"""An exam as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from comments.evaluation.answers import ANSWERS, HARMS, OVERALL
from comments.evaluation.calibration import calibration
from comments.evaluation.exam import CHECKS, TONGUES, Exam
from comments.evaluation.figures import Figures, figures
from comments.evaluation.groups import GROUPS
from comments.evaluation.nuanced import FEWEST, nuanced
from comments.evaluation.tables import count, decimal, share, table

FEWEST_IN_A_LANGUAGE = 30
HEADINGS = ("judged so", "otherwise", "AUC", "AP", "at 1 %", "at 5 %")
LOOK_HEADINGS = ("recall", "false alarms", "precision")


def report(exam: Exam, base_rate: float) -> Iterator[str]:
    yield f"{exam.name}: {count(exam.rows)} comments"
    yield from _main_table(exam, base_rate)
    yield from _notes(exam)
    yield from _looks(exam)
    yield from _calibration(exam, base_rate)
    yield from _languages(exam, base_rate)
    yield from _groups(exam)
    yield from _mistakes(exam)


def legend(base_rate: float) -> Iterator[str]:
    answers = (f"{label} by {', '.join(codes)}" for label, codes in ANSWERS.items() if label != OVERALL)
    yield f"{OVERALL} is answered by the overall score, and by a look under any guideline but relevance;"
    yield f"{'; '.join(answers)}."
    yield "AUC: how often a comment judged so scores above one that is not. AP: average precision."
    yield "at 1 %, at 5 %: recall at the threshold that gives at most so many false alarms."
    yield "recall, false alarms, precision: of `look`, with the thresholds in use."
    yield f"at {share(base_rate)}: that precision where this share of all comments is judged so."


def cells(found: Figures) -> tuple[str, ...]:
    return (
        count(found.so),
        count(found.otherwise),
        decimal(found.area),
        decimal(found.average_precision),
        share(found.recall_at_1),
        share(found.recall_at_5),
        share(found.recall),
        share(found.false_alarms),
        share(found.precision),
        share(found.precision_at_base_rate),
    )


def _main_table(exam: Exam, base_rate: float) -> Iterator[str]:
    rows = [
        (label if judge == CHECKS else f"  {judge}", *cells(figures(exam.columns[label, judge], base_rate)))
        for label in exam.labels
        for judge in exam.judges(label)
    ]
    yield from table(("label", *HEADINGS, *LOOK_HEADINGS, f"at {share(base_rate)}"), rows)


def _notes(exam: Exam) -> Iterator[str]:
    for label in exam.labels:
        judged = exam.columns[label, CHECKS].judged
        for kind, name in ((1, "so"), (0, "otherwise")):
            if kind not in judged:
                yield f"{label}: nobody judged a comment {name}, so figures that compare are {share(None)}."
    for label, rows in exam.unanswered.items():
        yield f"{label}: no guideline answers for this label ({count(rows)} comments)."
    for (label, guideline, reason), rows in exam.failed.most_common():
        yield f"{label}: {guideline} could not be read in {count(rows)} comments: {reason}"
    if exam.left_out:
        yield f"{count(exam.left_out)} rows were left out: their text is too long to be a comment."


def _looks(exam: Exam) -> Iterator[str]:
    """Under which guidelines the comments judged so, and those judged otherwise, are looked at."""
    for label in exam.labels[:1]:
        judged = exam.columns[label, CHECKS].judged
        kinds = [(kind, judged.count(kind)) for kind in (1, 0)]
        rows = [
            (
                guideline,
                *(share(exam.looks[label, kind, guideline] / size if size else None) for kind, size in kinds),
            )
            for guideline in (*HARMS, "relevance")
        ]
        yield ""
        yield from table((f"{label}, look under", "judged so", "otherwise"), rows)


def _calibration(exam: Exam, base_rate: float) -> Iterator[str]:
    for label in exam.labels:
        column = exam.columns[label, CHECKS]
        found = calibration(column.scores_of(1), column.scores_of(0), base_rate)
        if found is None:
            continue
        yield ""
        yield (
            f"{label}, calibration where {share(base_rate)} are judged so: "
            f"expected error {found.error:.3f}, Brier {found.brier:.3f}"
        )
        rows = [
            (f"{bin.low:.1f} to {bin.high:.1f}", share(bin.share), decimal(bin.score), decimal(bin.judged_so))
            for bin in found.bins
        ]
        yield from table(("score", "of all", "mean score", "judged so"), rows)


def _languages(exam: Exam, base_rate: float) -> Iterator[str]:
    rows = []
    for label in exam.labels:
        column = exam.columns[label, CHECKS]
        sizes = {number: column.languages.count(number) for number in range(len(TONGUES))}
        large = [number for number, size in sizes.items() if size >= FEWEST_IN_A_LANGUAGE]
        for number in large if len(large) > 1 else ():
            found = figures(column, base_rate, column.written_in(number))
            rows.append((f"{label}, {TONGUES[number] or 'another'}", *cells(found)))
    if rows:
        yield ""
        yield from table(("by language", *HEADINGS, *LOOK_HEADINGS, f"at {share(base_rate)}"), rows)


def _groups(exam: Exam) -> Iterator[str]:
    rows = []
    for label in exam.labels:
        column = exam.columns[label, CHECKS]
        for number, group in enumerate(GROUPS):
            found = nuanced(column, number)
            if found.innocent >= FEWEST and found.toxic >= FEWEST:
                areas = decimal(found.subgroup), decimal(found.bpsn), decimal(found.bnsp)
                numbers = count(found.innocent), count(found.toxic)
                rows.append((f"{label}, {group}", *numbers, *areas, share(found.false_alarms)))
    if rows:
        yield ""
        yield from table(
            ("by group named", "innocent", "judged so", "AUC within", "BPSN", "BNSP", "false alarms"), rows
        )


def _mistakes(exam: Exam) -> Iterator[str]:
    for label in exam.labels:
        mistakes = exam.worst.of(label)
        if mistakes:
            yield ""
            yield f"{label}, furthest from what people judged:"
        for mistake in mistakes:
            judged = "missed" if mistake.judged else "false alarm"
            yield f"  {mistake.score:.2f} {judged}, line {mistake.line}: {mistake.text}"
