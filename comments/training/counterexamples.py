"""Sentences of our own that teach what labelled comments do not: what a group's name does not mean.

Labelled comments name some groups mostly in anger, so that the name itself comes to look like an attack; they
quote hatred rarely and report violence hardly ever. Here each group stands in as many calm sentences as
hostile ones, and hostile words stand beside things, trades and one's own day, so that only what is said of
whom can tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

SLOT = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Kind:
    """Sentences that are all judged alike. A label that is not named is nobody's judgement."""

    judged: Mapping[str, int]
    templates: Sequence[str]
    share: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    judged: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sentences:
    """A language's templates, and what may stand in their slots; a filler may have slots of its own."""

    kinds: Sequence[Kind]
    slots: Mapping[str, Sequence[str]]


def examples(sentences: Sentences, *, seed: int, how_many: int) -> list[Example]:
    """So many sentences, each once, the same for the same seed."""
    random = Random(seed)
    kinds = [kind for kind in sentences.kinds for _ in range(kind.share)]
    calm = [kind for kind in kinds if kind.judged.get("toxicity") == 0]
    made: dict[str, Example] = {}
    # Not every draw is new: a kind with few sentences is soon exhausted.
    for _ in range(3 * how_many):
        kind = random.choice(kinds)
        text = fill(random.choice(kind.templates), sentences.slots, random)
        if kind in calm and random.random() < 0.2:
            text = f"{text} {fill(random.choice(random.choice(calm).templates), sentences.slots, random)}"
        text = _as_readers_write(text, random)
        made.setdefault(text, Example(text, kind.judged))
        if len(made) == how_many:
            break
    return list(made.values())


def fill(template: str, slots: Mapping[str, Sequence[str]], random: Random) -> str:
    while SLOT.search(template):
        template = SLOT.sub(lambda slot: random.choice(slots[slot[1]]), template)
    return template[:1].upper() + template[1:]


def _as_readers_write(text: str, random: Random) -> str:
    if random.random() < 0.3:
        text = text.lower()
    if random.random() < 0.3:
        text = text.rstrip(".!?")
    return text
