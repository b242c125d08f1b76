"""What a model trained on labelled comments makes of a text that no list or rule names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from comments.checks.features import Token, is_group, tokens
from comments.checks.folding import Folded, fold
from comments.checks.language import guess_language
from comments.checks.model import Floats, Model
from comments.checks.model_file import MODELS, BadModel, path_of
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations

LANGUAGES = ("ar", "en", "tr")
UNREADABLE = "The model for the language of this comment could not be read."
OVERALL = "toxicity"
GUIDELINES = {
    "insult": "personal_attacks",
    "profanity": "profanity",
    "identity": "abuse",
    "threat": "threats",
}
# Where an overall score goes that no label explains: most of what people call toxic is aimed at somebody.
UNEXPLAINED = "personal_attacks"
REASONS = {
    "personal_attacks": "Reads like comments that people judged insulting; these words weighed most.",
    "profanity": "Reads like comments that people judged obscene; these words weighed most.",
    "abuse": "Reads like comments that people judged hateful to a group; these words weighed most.",
    "threats": "Reads like comments that people judged threatening; these words weighed most.",
}
SHOWN_FROM = 0.3  # below this, pointing at words would only distract
FLOOR = -4.0  # the log odds of a comment in which nothing speaks for a label
CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
MOST_TRIED = 10
MOST_SHOWN = 3
CARRIES = 0.15  # the share of a score that a word must carry to be shown


@dataclass(frozen=True, slots=True)
class Carrier:
    """A word without which the score would fall, and by what share of it."""

    token: int
    share: float


class LearnedCheck:
    """Scores a comment by the model of its language. Where there is none, the rules read alone."""

    guidelines: tuple[str, ...] = ("personal_attacks", "profanity", "abuse", "threats")

    def __init__(self, languages: Iterable[str] = LANGUAGES, folder: Path | str = MODELS) -> None:
        self._models: dict[str, Model] = {}
        self._broken: dict[str, str] = {}
        for language in languages:
            try:
                self._models[language] = Model.load(path_of(language, Path(folder)))
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
            return Reading(scores=dict.fromkeys(self.guidelines, 0.0))
        folded = fold(submission.text)
        words = tokens(folded)
        labels = model.score(words)
        quoted = self._quoted(submission, folded, words, labels)
        if quoted:
            labels = model.score([word for number, word in enumerate(words) if number not in quoted])
        findings = self._findings(model, folded, words, labels, quoted)
        return Reading(scores=by_guideline(model.labels, labels), findings=findings)

    def _quoted(
        self, submission: Submission, folded: Folded, words: Sequence[Token], labels: Floats
    ) -> frozenset[int]:
        """The words that are the page's or the parent's, not the reader's."""
        if float(labels.max()) < SHOWN_FROM or not (submission.page_text or submission.parent_text):
            return frozenset()
        quotations = Quotations(submission)
        return frozenset(
            number
            for number, word in enumerate(words)
            if quotations.covers_slice(*folded.slice_of_letters(word.start, word.end))
        )

    def _findings(
        self, model: Model, folded: Folded, words: Sequence[Token], labels: Floats, quoted: frozenset[int]
    ) -> list[Finding]:
        own = [number for number in range(len(words)) if number not in quoted]
        findings = []
        for guideline, label in strongest(model.labels, labels).items():
            if labels[label] < SHOWN_FROM:
                continue
            for carrier in carriers(model, [words[number] for number in own], label):
                word = words[own[carrier.token]]
                place = place_of(folded, word)
                findings.append(Finding(guideline, *place, REASONS[guideline]))
        return findings


def by_guideline(names: Sequence[str], labels: Floats) -> dict[str, float]:
    scores = dict.fromkeys(LearnedCheck.guidelines, 0.0)
    for guideline, label in strongest(names, labels).items():
        scores[guideline] = round(float(labels[label]), 4)
    return scores


def strongest(names: Sequence[str], labels: Floats) -> dict[str, int]:
    """For each guideline, the number of the label that speaks for it.

    The overall label speaks for the likeliest guideline: a comment that is surely one of them must not look
    harmless only because it is hard to say which.
    """
    speaks = {GUIDELINES[name]: number for number, name in enumerate(names) if name in GUIDELINES}
    if OVERALL in names:
        overall = names.index(OVERALL)
        likeliest = max(speaks, key=lambda guideline: labels[speaks[guideline]], default=UNEXPLAINED)
        if likeliest not in speaks or labels[overall] > labels[speaks[likeliest]]:
            speaks[likeliest] = overall
    return speaks


def carriers(model: Model, words: Sequence[Token], label: int) -> list[Carrier]:
    """The words that carried a score most: the comment is scored again without each, so this is no guess."""
    whole = _logit(float(model.score(words)[label]))
    heaviest = map(int, np.argsort(-model.weigh(words, label), kind="stable"))
    # The name of a group is never what is wrong with a comment.
    likely = [number for number in heaviest if not is_group(words[number])]
    found = []
    for number in sorted(likely[:MOST_TRIED]):
        without = [word for other, word in enumerate(words) if other != number]
        share = (whole - _logit(float(model.score(without)[label]))) / (whole - FLOOR)
        found.append(Carrier(number, share))
    found.sort(key=lambda carrier: (-carrier.share, carrier.token))
    # A word said twice carries nothing alone; then the foremost stands for both.
    kept = [carrier for carrier in found[:MOST_SHOWN] if carrier.share >= CARRIES] or found[:1]
    return sorted(kept, key=lambda carrier: carrier.token)


def place_of(folded: Folded, token: Token) -> tuple[int, int]:
    """Where a token stands in the text, without the punctuation around it."""
    found = CORE.search(token.written) if len(token.written) == token.end - token.start else None
    if found is None:
        return folded.slice_of_letters(token.start, token.end)
    return folded.slice_of_letters(token.start + found.start(), token.start + found.end())


def _logit(chance: float) -> float:
    chance = min(max(chance, 0.0005), 0.9995)
    return float(np.log(chance / (1 - chance)))
