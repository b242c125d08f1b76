"""Words that tell who speaks, to whom and of what: kept beside the word lists, one file for each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from comments.checks.folding import fold_phrase
from comments.checks.inflection import JOINED
from comments.checks.lexicon import LISTS, BadLexicon, plain_words, read_lines

KNOWN = frozenset({"common", "you", "self", "paper", "thing", "saying", "denying", "fiction"})
# What a language may do without.
FINER = frozenset(
    {
        "speaker",
        "hearing",
        "naming",
        "persons",
        "holding",
        "opining",
        "subject",
        "being",
        "hedging",
        "governing",
        "infinitive",
        "urging",
        "others",
        "calling",
        "daring",
        "denied-after",
        "said-after",
        "writer",
    }
)


@cache
def cue_words(cue: str, languages: frozenset[str] | None = None) -> frozenset[str]:
    """The words of one cue, folded: of these languages, or of all."""
    return frozenset().union(
        *(
            cues.get(cue, frozenset())
            for language, cues in cues_by_language().items()
            if languages is None or language in languages
        )
    )


@cache
def cues_by_language() -> dict[str, dict[str, frozenset[str]]]:
    return {
        path.parent.name: _read(path, JOINED.get(path.parent.name, ()))
        for path in sorted(LISTS.glob("*/cues.txt"))
    }


@cache
def short_words() -> frozenset[str]:
    return plain_words(LISTS / "short_words.txt")


def _read(path: Path, joined: tuple[str, ...]) -> dict[str, frozenset[str]]:
    cues: dict[str, set[str]] = {}
    words: set[str] | None = None
    for number, raw in enumerate(read_lines(path), 1):
        line = raw.partition("#")[0].strip()
        if line.startswith("["):
            cue = line.strip("[]")
            if cue not in KNOWN | FINER:
                known = ", ".join(sorted(KNOWN | FINER))
                raise BadLexicon(f"{path}, line {number}: {cue!r} is not one of {known}.")
            words = cues.setdefault(cue, set())
        elif line and words is None:
            raise BadLexicon(f"{path}, line {number}: stands before any heading such as [you].")
        elif words is not None:
            folded = [fold_phrase(word) for word in line.split()]
            words.update(folded, (first + word for first in joined for word in folded))
    return {cue: frozenset(found) for cue, found in cues.items()}
