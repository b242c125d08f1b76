"""What is set wrongly is named before a page is served."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from comments.screening import load_checks


@pytest.fixture(autouse=True)
def checks_built_anew():
    yield
    load_checks.cache_clear()


def named(settings, **changes) -> set[str]:
    settings.COMMENTS = {**settings.COMMENTS, **changes}
    load_checks.cache_clear()
    return {message.id for message in run_checks()}


def test_our_own_settings_are_right():
    assert run_checks() == []


@pytest.mark.parametrize(
    ("changes", "identifier"),
    [
        ({"UNDO_SECOND": 30}, "comments.E001"),
        ({"UNDO_SECONDS": -1}, "comments.E002"),
        ({"UNDO_SECONDS": "30"}, "comments.E002"),
        ({"POSTING_LIMITS": {"browser": (0, 300)}}, "comments.E003"),
        ({"POSTING_LIMITS": {"village": (6, 300)}}, "comments.E003"),
        ({"POSTING_LIMITS": {"browser": "six"}}, "comments.E003"),
        ({"NETWORK_BLOCK_DAYS": "a week"}, "comments.E002"),
        ({"ESCALATION_GROUPS": "Legal"}, "comments.E005"),
        ({"ESCALATION_GROUPS": ("Legal", "")}, "comments.E005"),
        ({"ESCALATION_GROUPS": ("Legal", "Moderators")}, "comments.E006"),
        ({"OBJECTIONS_TO": None}, "comments.E007"),
        ({"FURTHER_REDRESS": None}, "comments.E030"),
        ({"FURTHER_REDRESS": ["The court."]}, "comments.E030"),
        ({"FURTHER_REDRESS": {"en": None}}, "comments.E030"),
        ({"FURTHER_REDRESS": {1: "The court."}}, "comments.E030"),
        ({"DISPUTE_BODY": None}, "comments.E030"),
        ({"DISPUTE_BODY": {"en": 7}}, "comments.E030"),
        ({"PUBLIC_LOG_NAMES": "yes"}, "comments.E031"),
        ({"FEED_TAG": "news.example"}, "comments.E018"),
        ({"FEED_TAG": "news.example,٢٠٢٦"}, "comments.E018"),
        ({"FEED_TAG": 2026}, "comments.E018"),
        ({"EXPORT_URL": None}, "comments.E032"),
        ({"EXPORT_URL": "javascript:alert(1)"}, "comments.E032"),
        ({"CHECKS": [{"NAME": "no.such.Check"}]}, "comments.E010"),
        ({"THRESHOLDS": {"threats": 7}}, "comments.E010"),
        ({"BASE_URL": ""}, "comments.W001"),
    ],
)
def test_a_wrong_setting_is_named(settings, changes, identifier):
    assert identifier in named(settings, **changes)


def test_the_desk_says_which_middleware_it_needs(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "htmx" not in name]

    assert "comments.E004" in named(settings)
