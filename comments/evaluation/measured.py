"""Everything that one run measured, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comments.evaluation import machine
from comments.evaluation.exam import Exam
from comments.evaluation.functions import FunctionsResult
from comments.evaluation.neutral import NeutralResult
from comments.evaluation.pages import PagesResult
from comments.evaluation.report import legend, report
from comments.evaluation.respelt import RespeltResult
from comments.evaluation.suites_report import functions_report, neutral_report, pages_report, respelt_report


@dataclass(slots=True)
class Measured:
    base_rate: float
    exams: list[Exam] = field(default_factory=list)
    respelt: list[RespeltResult] = field(default_factory=list)
    pages: list[PagesResult] = field(default_factory=list)
    neutral: NeutralResult | None = None
    functions: FunctionsResult | None = None

    def as_text(self, errors: int) -> Iterator[str]:
        for exam in self.exams:
            yield from report(exam, self.base_rate)
            yield ""
        for result in self.respelt:
            yield from respelt_report(result)
            yield ""
        for pages in self.pages:
            yield from pages_report(pages)
            yield ""
        if self.exams:
            yield from legend(self.base_rate)
        if self.neutral:
            yield from neutral_report(self.neutral, errors)
        if self.functions:
            yield from functions_report(self.functions, errors)

    def as_json(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "base_rate": self.base_rate,
            "collections": [machine.as_json(exam, self.base_rate) for exam in self.exams],
        }
        if self.respelt:
            document["respelt"] = [machine.respelt_as_json(result) for result in self.respelt]
        if self.pages:
            document["pages"] = [machine.pages_as_json(pages) for pages in self.pages]
        if self.neutral:
            document["groups"] = machine.neutral_as_json(self.neutral)
        if self.functions:
            document["functions"] = machine.functions_as_json(self.functions)
        return document
