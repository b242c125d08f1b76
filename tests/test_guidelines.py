"""The published rules and their wordings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.guidelines import CODES, DEFAULT_WORDINGS
from comments.models import Guideline, GuidelineWording

pytestmark = pytest.mark.django_db


def test_the_seven_guidelines_are_there_in_the_published_order():
    assert tuple(Guideline.objects.in_order().values_list("code", flat=True)) == CODES


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_each_is_worded_in_each_language(language):
    for guideline in Guideline.objects.all():
        wording = guideline.wording(language)

        assert (wording.title, wording.text) == DEFAULT_WORDINGS[language][guideline.code]


def test_a_language_without_wording_falls_back_to_english():
    assert Guideline.objects.get(code="threats").wording("fr").language == "en"


def test_a_regional_language_uses_its_language():
    assert Guideline.objects.get(code="threats").wording("tr-cy").language == "tr"


def test_an_old_decision_still_shows_the_words_it_was_made_under():
    guideline = Guideline.objects.get(code="threats")
    before = guideline.wording("en")
    now = timezone.now()
    GuidelineWording.objects.create(
        guideline=guideline,
        language="en",
        version=2,
        title="No threats",
        text="New.",
        worded_at=now + timedelta(hours=1),
    )

    assert guideline.wording("en", at=now) == before
    assert guideline.wording("en", at=now + timedelta(hours=2)).version == 2
    assert guideline.wording("en", at=now - timedelta(days=900)) == before


def test_a_new_wording_is_in_force_at_once():
    guideline = Guideline.objects.get(code="threats")
    GuidelineWording.objects.create(guideline=guideline, language="en", version=2, title="New", text="New.")

    assert guideline.wording("en").version == 2
    assert guideline.wording("tr").version == 1
