"""What a model trained on labelled comments makes of a text that no list or rule names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from comments.checks.features import Token, is_group, tokens
from comments.checks.folding import Folded, fold
from comments.checks.language import guess_language
from comments.checks.model import Floats, Model
from comments.checks.model_file import MODELS, BadModel, path_of
from comments.checks.opinion import LABELS, Opinion, log_odds_of_grade
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import MARKS, Quotations

LANGUAGES = ("ar", "en", "tr")
UNREADABLE = "The model for the language of this comment could not be read."
OVERALL = "toxicity"
REASONS = {
    "insult": "Reads like comments that people judged insulting; these words weighed most.",
    "profanity": "Reads like comments that people judged obscene; these words weighed most.",
    "identity": "Reads like comments that people judged hateful to a group; these words weighed most.",
    "threat": "Reads like comments that people judged threatening; these words weighed most.",
    OVERALL: "Reads like comments that people judged offensive; these words weighed most.",
}
SHOWN_FROM = -1.8  # log odds; below, no guideline's threshold is near, and pointing would be in vain
FLOOR = -4.0  # the log odds of a comment in which nothing speaks for a label
CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
MOST_TRIED = 6
STRETCH = 60  # words
MOST_SHOWN = 3
CARRIES = 0.15  # the share of a score that a word must carry to be shown


@dataclass(frozen=True, slots=True)
class Carrier:
    """A word without which the score would fall, and by what share of it."""

    token: int
    share: float


class Reader(Protocol):
    """What a trained model gives; `Model` is one."""

    labels: tuple[str, ...]
    version: str
    trust: Floats

    def log_odds(self, words: Sequence[Token], /) -> Floats: ...

    def weigh(self, words: Sequence[Token], label: int, /) -> Floats: ...

    def features(self, words: Sequence[Token], /) -> Floats: ...

    def undressed(self, written: str, /) -> str: ...

    def __hash__(self) -> int: ...


class LearnedCheck:
    """Scores a comment by the model of its language. Where there is none, the rules read alone."""

    guidelines: tuple[str, ...] = ("personal_attacks", "profanity", "abuse", "threats")
    reads_as_a_whole = True

    def __init__(self, languages: Iterable[str] = LANGUAGES, folder: Path | str = MODELS) -> None:
        self._models: dict[str, Reader] = {}
        self._broken: dict[str, str] = {}
        for language in languages:
            try:
                self._models[language] = _model_of(language, Path(folder))
            except BadModel as error:
                self._broken[language] = str(error)

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with the files of models, for whoever starts the site."""
        return tuple(self._broken.values())

    @property
    def versions(self) -> Mapping[str, Mapping[str, str]]:
        return {"models": {language: model.version for language, model in self._models.items()}}

    def read(self, submission: Submission) -> Reading:
        language = guess_language(submission.text, submission.language).language
        if language in self._broken:
            return Reading(unread=dict.fromkeys(self.guidelines, UNREADABLE))
        model = self._models.get(language)
        if model is None:
            return Reading(left_to_others=self.guidelines)
        folded = fold(submission.text)
        words = tokens(folded)
        log_odds = model.log_odds(words)
        quoted = self._quoted(submission, folded, words, log_odds)
        own = [word for number, word in enumerate(words) if number not in quoted]
        if quoted:
            log_odds = model.log_odds(own)
        speaks = speakers(model.labels)
        opinions = {code: _opinion(model, log_odds, label) for code, label in speaks.items()}
        likeliest = max(speaks, key=lambda code: log_odds[speaks[code]])
        return Reading(
            opinions=opinions,
            overall=_opinion(model, log_odds, model.labels.index(OVERALL)),
            likeliest=likeliest,
            findings=self._findings(model, folded, own, log_odds, likeliest),
            left_to_others=[code for code in self.guidelines if code not in speaks],
        )

    def _quoted(
        self, submission: Submission, folded: Folded, words: Sequence[Token], log_odds: Floats
    ) -> frozenset[int]:
        """The words that are the page's or the parent's, not the reader's."""
        if float(log_odds.max()) < SHOWN_FROM or not (submission.page_text or submission.parent_text):
            return frozenset()
        quotations = Quotations(submission)
        repeated = quotations.repeated()
        is_short = len(words) <= STRETCH and MARKS.search(submission.text) is not None

        def is_quoted(word: Token) -> bool:
            first, last = folded.words_between(word.start, word.end)
            if repeated.issuperset(range(first, last + 1)):
                return True
            # In quotation marks fewer words are a quotation too; to ask that of every word takes its time.
            return is_short and last < len(folded.words) and quotations.covers(first, last)

        return frozenset(number for number, word in enumerate(words) if is_quoted(word))

    def _findings(
        self, model: Reader, folded: Folded, words: Sequence[Token], log_odds: Floats, likeliest: str
    ) -> list[Finding]:
        """The words that carried each label; under the likeliest guideline, those that carried all."""
        shown = {
            code: label for code, label in speakers(model.labels).items() if log_odds[label] >= SHOWN_FROM
        }
        overall = model.labels.index(OVERALL)
        if likeliest not in shown and log_odds[overall] >= SHOWN_FROM:
            shown[likeliest] = overall
        return [
            Finding(code, *place_of(folded, words[carrier.token]), REASONS[model.labels[label]])
            for code, label in shown.items()
            for carrier in self._carriers(model, words, label)
        ]

    def _carriers(self, model: Reader, words: Sequence[Token], label: int) -> list[Carrier]:
        return carriers(model, words, label)


def _model_of(language: str, folder: Path) -> Model:
    path = path_of(language, folder)
    model = Model.load(path)
    if model.about["language"] != language:
        raise BadModel(f"{path}: is a model of {model.about['language']!r}, not of {language!r}.")
    if OVERALL not in model.labels:
        raise BadModel(f"{path}: was not taught what offends, {OVERALL!r}.")
    return model


def speakers(labels: Sequence[str]) -> dict[str, int]:
    """For each guideline, the number of the label that speaks for it.

    Where nobody judged insults apart, the overall label speaks for them: most of what people call offensive
    is aimed at somebody.
    """
    known = {LABELS[label]: number for number, label in enumerate(labels) if label in LABELS}
    return {"personal_attacks": labels.index(OVERALL), **known}


def _opinion(model: Reader, log_odds: Floats, label: int) -> Opinion:
    trust = float(model.trust[label])
    return Opinion(float(log_odds[label]) - trust * log_odds_of_grade(0.0), trust)


def carriers(model: Reader, words: Sequence[Token], label: int) -> list[Carrier]:
    """The words that carried a score most: the comment is scored again without each, so this is no guess.

    Of a long comment only the stretch around the heaviest word is looked at.
    """
    weights = model.weigh(words, label)
    begin = max(0, min(int(weights.argmax()) - STRETCH // 2, len(words) - STRETCH))
    stretch = tuple(words[begin : begin + STRETCH])
    whole = float(_without(model, stretch, len(stretch))[label])
    heaviest = map(int, np.argsort(-weights[begin : begin + STRETCH], kind="stable"))
    # The name of a group is never what is wrong with a comment.
    likely = [number for number in heaviest if not is_group(stretch[number])]
    found = []
    for number in sorted(likely[:MOST_TRIED]):
        share = (whole - float(_without(model, stretch, number)[label])) / max(whole - FLOOR, 1.0)
        found.append(Carrier(begin + number, share))
    found.sort(key=lambda carrier: (-carrier.share, carrier.token))
    # A word said twice carries nothing alone; then the foremost stands for both.
    kept = [carrier for carrier in found[:MOST_SHOWN] if carrier.share >= CARRIES] or found[:1]
    return sorted(kept, key=lambda carrier: carrier.token)


# Every label asks for much the same words.
@lru_cache(maxsize=64)
def _without(model: Reader, words: tuple[Token, ...], number: int) -> Floats:
    return model.log_odds(words[:number] + words[number + 1 :])


def place_of(folded: Folded, token: Token) -> tuple[int, int]:
    """Where a token stands in the text, without the punctuation around it."""
    found = CORE.search(token.written) if len(token.written) == token.end - token.start else None
    if found is None:
        return folded.slice_of_letters(token.start, token.end)
    return folded.slice_of_letters(token.start + found.start(), token.start + found.end())
