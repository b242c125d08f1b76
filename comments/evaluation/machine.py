"""An exam as machines read it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from comments.evaluation.calibration import calibration
from comments.evaluation.exam import CHECKS, TONGUES, Exam
from comments.evaluation.figures import figures
from comments.evaluation.functions import FunctionsResult
from comments.evaluation.groups import GROUPS
from comments.evaluation.neutral import NeutralResult
from comments.evaluation.nuanced import nuanced
from comments.evaluation.pages import PagesResult
from comments.evaluation.respelt import RespeltResult


def as_json(exam: Exam, base_rate: float) -> dict[str, Any]:
    return {
        "name": exam.name,
        "rows": exam.rows,
        "left_out": exam.left_out,
        "unanswered": dict(exam.unanswered),
        "failed": [
            {"label": label, "guideline": guideline, "reason": reason, "rows": rows}
            for (label, guideline, reason), rows in exam.failed.most_common()
        ],
        "labels": {label: _label(exam, label, base_rate) for label in exam.labels},
    }


def _label(exam: Exam, label: str, base_rate: float) -> dict[str, Any]:
    column = exam.columns[label, CHECKS]
    calibrated = calibration(column.scores_of(1), column.scores_of(0), base_rate)
    groups = {group: nuanced(column, number) for number, group in enumerate(GROUPS)}
    return {
        "judges": {
            judge: asdict(figures(exam.columns[label, judge], base_rate)) for judge in exam.judges(label)
        },
        "looks": [
            {"judged": judged, "guideline": guideline, "comments": number}
            for (of, judged, guideline), number in sorted(exam.looks.items())
            if of == label
        ],
        "calibration": asdict(calibrated) if calibrated else None,
        "languages": {
            TONGUES[number]: asdict(figures(column, base_rate, column.written_in(number)))
            for number in sorted(set(column.languages))
        },
        "groups": {group: asdict(found) for group, found in groups.items() if found.innocent or found.toxic},
        "worst": [asdict(mistake) for mistake in exam.worst.of(label)],
    }


def neutral_as_json(result: NeutralResult) -> dict[str, Any]:
    language, group = result.worst
    return {
        "false_alarms": result.everything.share,
        "worst": {"language": language, "group": group, "false_alarms": result.by_group[result.worst].share},
        "by_group": [
            {"language": language, "group": group, "read": alarms.read, "looked_at": alarms.looked_at}
            for (language, group), alarms in result.by_group.items()
        ],
        "by_manner": [
            {"language": language, "manner": manner, "read": alarms.read, "looked_at": alarms.looked_at}
            for (language, manner), alarms in result.by_manner.items()
        ],
    }


def functions_as_json(result: FunctionsResult) -> dict[str, Any]:
    return {
        "macro_f1": result.macro_f1(result.languages),
        "macro_f1_by_language": {language: result.macro_f1([language]) for language in result.languages},
        "innocent_accuracy": result.innocent(result.languages).accuracy,
        "harmful_accuracy": result.harmful(result.languages).accuracy,
        "functionalities": [
            {
                "language": language,
                "functionality": functionality,
                "expected": sorted(result.expects[functionality]),
                **asdict(tally),
            }
            for (language, functionality), tally in result.tallies.items()
        ],
    }


def respelt_as_json(result: RespeltResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "label": result.label,
        "threshold": result.threshold,
        "tried": result.tried,
        "as_written": {"look": result.clean.look, "score": result.clean.score},
        "kept": {name: {"look": kept.look, "score": kept.score} for name, kept in result.kept.items()},
    }


def pages_as_json(result: PagesResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "read": result.read,
        "looked_at": result.looked_at,
        "by_guideline": dict(result.by_guideline),
    }
