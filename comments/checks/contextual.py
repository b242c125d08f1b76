"""The learned check with a second model beside the first, which reads every word among all the others.

It is slower by some milliseconds and needs onnxruntime, so a site may do without it: then LearnedCheck reads
alone. What it adds is meaning that no word carries by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np

from comments.checks.contextual_model import (
    ContextualModel,
    Parts,
    contextual_path,
    read_weights,
    weights_path,
)
from comments.checks.features import Token, is_group
from comments.checks.learned import (
    CARRIES,
    LANGUAGES,
    MOST_SHOWN,
    OVERALL,
    SHOWN_FROM,
    Carrier,
    LearnedCheck,
    Reader,
    carriers,
)
from comments.checks.model import NOTHING, Floats
from comments.checks.model_file import MODELS, BadModel
from comments.checks.opinion import log_odds_of_grade

CONTEXTUAL_LANGUAGES = ("en",)


class ContextualCheck(LearnedCheck):
    """Raises ImportError without onnxruntime: pip install 'newsroom-comments[contextual]'."""

    def __init__(self, languages: Iterable[str] = LANGUAGES, folder: Path | str = MODELS) -> None:
        super().__init__(languages, folder)
        for language in CONTEXTUAL_LANGUAGES:
            if language not in self._models:
                continue
            try:
                path = contextual_path(language, Path(folder))
                contextual = ContextualModel.load(path)
                weights = read_weights(weights_path(path), contextual.labels)
                self._models[language] = BothModels(self._models[language], contextual, weights)
            except BadModel as error:
                del self._models[language]
                self._broken[language] = str(error)

    def _carriers(self, model: Reader, words: Sequence[Token], label: int) -> list[Carrier]:
        if isinstance(model, BothModels):
            return model.carriers(words, label)
        return super()._carriers(model, words, label)


class BothModels:
    """The learned and the contextual model of a language, weighed as they were found to agree with people."""

    def __init__(self, learned: Reader, contextual: ContextualModel, weights: Floats) -> None:
        if learned.labels != contextual.labels:
            raise BadModel("The learned and the contextual model do not have the same labels.")
        self.labels = learned.labels
        self.version = f"{learned.version}+{contextual.version}"
        self.trust: Floats = weights[:, 2]
        self._weights = weights
        self._learned, self._contextual = learned, contextual
        self._newest: tuple[str, Parts] | None = None

    def log_odds(self, words: Sequence[Token]) -> Floats:
        """For each label, at the base rate both were weighed for, where the rules find nothing."""
        if not words:
            return np.full(len(self.labels), NOTHING, np.float32)
        by_learned, by_context, grade, rest = self._weights.T
        together = by_learned * self._learned.log_odds(words) + by_context * self._parts(words).log_odds
        return np.asarray(together + grade * log_odds_of_grade(0.0) + rest, np.float32)

    def features(self, words: Sequence[Token]) -> Floats:
        """What another model may build on: that of the learned model, and each label's log odds by both."""
        learned = self._learned.features(words)
        return np.concatenate([learned[: -len(self.labels)], self.log_odds(words)])

    def undressed(self, written: str) -> str:
        return self._learned.undressed(written)

    def weigh(self, words: Sequence[Token], label: int) -> Floats:
        """For each word, the part of its pieces in the contextual log odds; all of them add up to it."""
        parts = self._parts(words)
        begins = [0, *accumulate(len(plain) + 1 for plain in self._plain(words))]
        weights = np.zeros(len(words), np.float32)
        for piece, part in zip(parts.pieces, parts.of_pieces[:, label], strict=True):
            weights[bisect_right(begins, piece.start) - 1] += part
        return weights

    def carriers(self, words: Sequence[Token], label: int) -> list[Carrier]:
        """Those of the learned model where it sees the harm too: it can say what it would be without a word.

        Else the words with the largest parts.
        """
        if self._learned.log_odds(words)[label] >= SHOWN_FROM:
            return carriers(self._learned, words, label)
        weights = self.weigh(words, label)
        for number, word in enumerate(words):
            # The name of a group is never what is wrong with a comment.
            if is_group(word):
                weights[number] = -np.inf
        order = [
            int(number) for number in np.argsort(-weights, kind="stable") if np.isfinite(weights[number])
        ]
        whole = max(float(weights[weights > 0].sum()), 1e-6)
        found = [Carrier(number, float(weights[number]) / whole) for number in order[:MOST_SHOWN]]
        kept = [carrier for carrier in found if carrier.share >= CARRIES] or found[:1]
        return sorted(kept, key=lambda carrier: carrier.token)

    def _parts(self, words: Sequence[Token]) -> Parts:
        plain = self._plain(words)
        letters = " ".join(plain)
        newest = self._newest
        # The same words are scored first and explained next.
        if newest is None or newest[0] != letters:
            newest = self._newest = letters, self._read(plain, words)
        return newest[1]

    def _plain(self, words: Sequence[Token]) -> list[str]:
        """As they are read: the encoder knows no respelling, so the learned model undresses them first."""
        return [self._learned.undressed(word.written) for word in words]

    def _read(self, plain: Sequence[str], words: Sequence[Token]) -> Parts:
        """The beginning, or of a longer comment what the learned model finds worst, if that is worse."""
        pieces, longest = self._contextual.pieces(" ".join(plain)), self._contextual.longest
        parts = self._contextual.read(pieces[:longest])
        if len(pieces) <= longest:
            return parts
        overall = self.labels.index(OVERALL)
        worst = int(np.argmax(self._learned.weigh(words, overall)))
        place = sum(len(each) + 1 for each in plain[:worst])
        middle = bisect_right([piece.start for piece in pieces], place)
        start = min(max(0, middle - longest // 2), len(pieces) - longest)
        elsewhere = self._contextual.read(pieces[start : start + longest])
        return max(parts, elsewhere, key=lambda each: float(each.log_odds[overall]))
