"""Which words people would dress up, which are spelt as meant, and comments as they would be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from comments.checks.folding import fold
from comments.checks.groups import GROUPS
from comments.checks.vocabulary import Vocabulary, number_of
from comments.training import linear
from comments.training.batches import Floats, Words
from comments.training.corpus import Corpus
from comments.training.labelled import UNJUDGED
from comments.training.learning import Respell
from comments.training.respelling import RESPELLINGS

ARABIC = ("stretched", "dots", "hyphen inside", "swapped")
LATIN = tuple(kind for kind in RESPELLINGS if kind != "spaces")
VARIANTS = 4
MOST_SOUGHT = 700
WORST = 0.97  # the share of words that are better than those one would dress up


def variants_of(corpus: Corpus, random: Random) -> dict[int, list[int]]:
    """For words met more than once, the numbers of some ways to dress them up."""
    kinds = ARABIC if corpus.recipe.script == "Arabic" else LATIN
    variants: dict[int, list[int]] = {}
    for word, number in list(corpus.words.items()):
        if corpus.counts[number] >= 2 and word.isalpha() and 3 <= len(word) <= 14:
            spelt = [RESPELLINGS[random.choice(kinds)](word, random) for _ in range(VARIANTS)]
            variants[number] = [corpus.number(fold(each).letters) for each in spelt]
    return variants


def vocabulary_of(corpus: Corpus, scores: Floats) -> tuple[list[int], list[str]]:
    """The words that are spelt as meant, and the worst of them, which are sought behind odd spellings."""
    _, names = corpus.read_words(Vocabulary())
    written = list(corpus.words)
    counts: Counter[str] = Counter()
    best: dict[str, float] = {}
    for number, count in enumerate(corpus.counts):
        counts[names[number]] += int(count)
        if names[number] == written[number]:
            best[names[number]] = float(scores[number])
    met = [word for word, count in counts.items() if count >= 4 and word.isalpha() and word in best]
    ranked = sorted((word for word in met if counts[word] >= 8), key=lambda word: (-best[word], word))
    sought = [word for word in ranked[:MOST_SOUGHT] if _is_sought(word)]
    # A rare word that is as bad as these is more likely one of their respellings than a word of its own.
    limit = best[ranked[min(2000, len(ranked) - 1)]] if ranked else 0.0
    known = [word for word in met if counts[word] >= 40 or best[word] <= limit]
    return sorted(number_of(word) for word in known), sought


def score_words(corpus: Corpus) -> Floats:
    """How much each word that readers wrote says of the overall label, by a first linear fit."""
    pieces, names = corpus.read_words(Vocabulary())
    chosen = corpus.to_train & (corpus.judged[:, 0] != UNJUDGED)
    comments = [corpus.comments[number].tolist() for number in np.flatnonzero(chosen)]
    first = linear.fit(
        linear.rows_of(comments, pieces, names),
        corpus.judged[chosen, 0],
        corpus.weights[chosen, 0],
        corpus.sources[chosen],
    )
    mask = (1 << linear.BITS) - 1
    written = pieces[: len(corpus.counts)]
    return np.array([first[each & mask].sum() / np.sqrt(max(1, len(each))) for each in written], np.float32)


def worst_words(corpus: Corpus, scores: Floats) -> NDArray[np.bool_]:
    return scores > np.quantile(scores[corpus.counts >= 2], WORST)


def respeller(worst: NDArray[np.bool_], variants: Mapping[int, Sequence[int]], often: float) -> Respell:
    """Dresses up the worst words of a comment so often, and others now and then."""
    chances = np.where(worst, often, 0.03)

    def respell(words: Words, random: np.random.Generator) -> Words:
        places = np.flatnonzero(random.random(len(words)) < chances[words])
        if not len(places):
            return words
        words = words.copy()
        for place in places.tolist():
            if choices := variants.get(int(words[place])):
                words[place] = choices[int(random.integers(len(choices)))]
        return words

    return respell


def _is_sought(word: str) -> bool:
    return 3 <= len(word) <= 14 and word.isascii() and word not in GROUPS
