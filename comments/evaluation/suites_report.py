"""What was measured with our own sentences, as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from comments.evaluation.answers import HARMS
from comments.evaluation.functions import FunctionsResult, Tally
from comments.evaluation.groups import GROUPS, GROUPS_IN
from comments.evaluation.neutral import Alarms, NeutralResult
from comments.evaluation.pages import PagesResult
from comments.evaluation.respelt import RespeltResult
from comments.evaluation.tables import DASH, count, decimal, share, table
from comments.screening import LOOK


def neutral_report(result: NeutralResult, errors: int) -> Iterator[str]:
    everything = result.everything
    language, worst = result.worst
    alarms = share(everything.share)
    yield f"innocent sentences that name a group: {count(everything.read)}, false alarms {alarms}"
    yield f"the worst group is {worst} in {language}: {share(result.by_group[language, worst].share)}"
    rows = [
        (
            group,
            *(_alarms(result.by_group, each, group) for each in GROUPS_IN),
            _share(result.of_group(group)),
        )
        for group in sorted(GROUPS, key=lambda group: -(result.of_group(group).share or 0.0))
    ]
    rows.append(("all", *(_share(result.of_language(each)) for each in GROUPS_IN), _share(result.everything)))
    yield from table(("false alarms", *GROUPS_IN, "all"), rows)
    yield ""
    manners = dict.fromkeys(manner for _, manner in result.by_manner)
    yield from table(
        ("by manner", *GROUPS_IN),
        [(manner, *(_alarms(result.by_manner, each, manner) for each in GROUPS_IN)) for manner in manners],
    )
    for sentence, guidelines in result.alarms[:errors]:
        yield f"  {', '.join(guidelines)}: {sentence.text}"


def functions_report(result: FunctionsResult, errors: int) -> Iterator[str]:
    every = result.languages
    yield "sentences of one purpose each, and how many were answered as they should be:"
    rows = [
        _row(name, expected, [result.tally(name, each) for each in _columns(every)])
        for name, expected in result.expects.items()
    ]
    harmful = [result.harmful(each) for each in _columns(every)]
    rows.append(_row("all to look at", frozenset(HARMS), harmful))
    named = [share(tally.named) for tally in harmful]
    rows.append(("… under the right guideline", LOOK, count(harmful[-1].read), *named))
    rows.append(_row("all innocent", frozenset(), [result.innocent(each) for each in _columns(every)]))
    scores = [decimal(result.macro_f1(each)) for each in _columns(every)]
    rows.append(("macro-F1", "", count(result.read), *scores))
    yield from table(("functionality", "wanted", "read", *every, "all"), rows)
    for case, looks in result.wrong[:errors]:
        yield f"  {case.functionality}, {', '.join(looks) or 'no look'}: {case.text}"


def respelt_report(result: RespeltResult) -> Iterator[str]:
    tried = count(result.tried)
    yield f"{result.name}, {result.label}, with the offending words respelt in {tried} comments:"
    at = "no threshold" if result.threshold is None else f"from {result.threshold:.2f}"
    rows = [
        (name, count(kept.looks), share(kept.look), count(kept.scores), share(kept.score))
        for name, kept in (("as written", result.clean), *result.kept.items())
    ]
    yield from table(("of those caught", "by look", "still", at, "still"), rows)


def pages_report(result: PagesResult) -> Iterator[str]:
    looks = share(result.share)
    yield f"{result.name}, paragraphs of the pages: {count(result.read)} read, a look at {looks}"
    for guideline, number in result.by_guideline.most_common():
        yield f"  {guideline} {share(number / result.read)}"


def _columns(languages: list[str]) -> list[list[str]]:
    return [*([language] for language in languages), languages]


def _row(name: str, expected: frozenset[str], tallies: list[Tally]) -> tuple[str, ...]:
    wanted = LOOK if expected else DASH
    return name, wanted, count(tallies[-1].read), *(share(tally.accuracy) for tally in tallies)


def _alarms(by: dict[tuple[str, str], Alarms], language: str, name: str) -> str:
    return _share(by[language, name]) if (language, name) in by else DASH


def _share(alarms: Alarms) -> str:
    return share(alarms.share)
