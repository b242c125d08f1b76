"""What measures the checks is never what they learned from."""

from __future__ import annotations

import re
from functools import cache

import pytest

from comments.evaluation.functions import cases
from comments.evaluation.neutral import neutral_sentences
from comments.management.commands.evaluate_checks import is_held_out
from comments.training.counterexamples import SLOT, Sentences
from comments.training.labelled import RECIPES, TEST, part_of


def unmarked(text: str) -> str:
    return " ".join(re.findall(r"\w+|{\w+}", text.lower()))


def all_that_can_be_said(sentences: Sentences) -> re.Pattern[str]:
    """Every sentence that a training makes from its templates, without case and marks."""

    @cache
    def filled(text: str) -> str:
        pieces = re.split(r"({\w+})", unmarked(text))
        return "".join(slot(piece[1:-1]) if SLOT.fullmatch(piece) else re.escape(piece) for piece in pieces)

    @cache
    def slot(name: str) -> str:
        fillers = {key.lower(): value for key, value in sentences.slots.items()}[name]
        return f"(?:{'|'.join(sorted({filled(filler) for filler in fillers}, key=len, reverse=True))})"

    templates = {filled(template) for kind in sentences.kinds for template in kind.templates}
    return re.compile("|".join(f"(?:{template})" for template in sorted(templates)))


@pytest.mark.parametrize("language", [code for code, recipe in RECIPES.items() if recipe.sentences])
def test_no_sentence_of_our_suites_can_be_learned_from(language):
    learned = all_that_can_be_said(RECIPES[language].sentences)
    neutral = [each.text for each in neutral_sentences() if each.language == language]
    suite = [case.text for case in cases() if case.language == language]

    assert neutral
    assert suite
    assert [text for text in neutral + suite if learned.fullmatch(unmarked(text))] == []


def test_a_sentence_that_is_learned_would_be_noticed():
    sentences = RECIPES["en"].sentences
    learned = all_that_can_be_said(sentences)
    template = next(
        template for kind in sentences.kinds for template in kind.templates if SLOT.search(template)
    )
    said = template
    while SLOT.search(said):
        said = SLOT.sub(lambda slot: sentences.slots[slot[1]][-1], said)

    assert learned.fullmatch(unmarked(said))


def test_the_held_out_texts_are_those_that_the_training_holds_out():
    texts = [f"A comment, the {number}th." for number in range(200)]

    held_out = [text for text in texts if is_held_out(text)]

    assert 20 < len(held_out) < 60
    assert all(part_of(text) == TEST for text in held_out)
