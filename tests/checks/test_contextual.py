"""The model that reads every word beside the others, where onnxruntime is installed."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from comments.checks.contextual import BothModels, ContextualCheck
from comments.checks.contextual_model import ContextualModel, contextual_path, read_weights, weights_path
from comments.checks.features import tokens
from comments.checks.folding import fold
from comments.checks.learned import LearnedCheck
from comments.checks.model import Model
from comments.checks.model_file import MODELS, BadModel, path_of
from comments.checks.protocol import Submission
from comments.screening import configuration_errors, load_checks, screen

CALM = "The ferry was late again this morning and nobody told us why. "


@pytest.fixture(scope="module")
def check():
    return ContextualCheck()


@pytest.fixture(scope="module")
def both():
    contextual = ContextualModel.load(contextual_path("en"))
    weights = read_weights(weights_path(contextual_path("en")), contextual.labels)
    return BothModels(Model.load(path_of("en")), contextual, weights)


@pytest.fixture
def fresh_checks(settings):
    load_checks.cache_clear()
    yield settings
    load_checks.cache_clear()


@pytest.fixture
def folder(tmp_path):
    """The models, to be damaged."""
    for path in MODELS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def offence(check, text: str) -> float:
    return check.read(Submission(text, language="en")).overall.chance(0.0)


@pytest.mark.parametrize(
    ("hostile", "calm"),
    [
        ("You would not know the truth if it bit you.", "You would not know it, but the bakery is back."),
        ("Nobody will miss you when you are gone.", "Nobody will miss the old bus station when it is gone."),
        ("They breed like rats, those people.", "The rats breed in the cellar of those people's shop."),
    ],
)
def test_what_is_meant_is_heard_where_no_word_is_rude(check, hostile, calm):
    assert offence(check, hostile) > 3 * offence(check, calm)


def test_findings_point_at_the_readers_words(check):
    text = "Well… ＹＯＵ are a pa\u200bthetic little liar, and I said so."
    findings = check.read(Submission(text, language="en")).findings
    assert any("pa\u200bthetic" in text[finding.start : finding.end] for finding in findings)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)


def test_the_name_of_a_group_is_never_what_is_marked(check):
    text = "Muslims are filthy animals."
    found = [text[f.start : f.end] for f in check.read(Submission(text, language="en")).findings]
    assert found
    assert "Muslims" not in found


def test_the_parts_of_all_words_add_up_to_the_whole(both):
    words = tokens(fold("Go back to where you came from, you are not wanted here!"))
    whole = both._parts(words)
    for label in range(len(both.labels)):
        parts = both.weigh(words, label).sum() + whole.rest[label]
        assert np.isclose(parts, whole.log_odds[label], atol=1e-4)


def test_a_long_comment_is_read_where_it_is_worst(check):
    hidden = CALM * 12 + "You are a disgusting, worthless idiot. " + CALM * 12
    assert offence(check, hidden) > 5 * offence(check, CALM * 24)


@pytest.mark.parametrize(
    "respelt", ["1d1ot", "id-iot", "i.d.i.o.t", "idi0t", "idiooot", "id*ot", "idi\u03bft"]
)
def test_a_respelt_word_is_read_as_the_word_it_hides(both, respelt):
    plain, dressed = (
        both._parts(tokens(fold(f"You are an {word}."))).log_odds for word in ("idiot", respelt)
    )
    assert dressed[0] > plain[0] - 2


@pytest.mark.parametrize("written", ["he'll", "you're", "stop!", "$5", "class", "B2B", "1.", "C++", "idiot"])
def test_what_hides_nothing_is_read_as_it_is_written(both, written):
    assert both._plain(tokens(fold(written))) == [fold(written).letters]


def test_other_languages_are_read_as_without_it(check):
    for text, language in (("يا حيوان يا ابن الكلب", "ar"), ("Sen tam bir aptalsın", "tr")):
        submission = Submission(text, language=language)
        assert check.read(submission) == LearnedCheck().read(submission)


def test_nothing_is_made_of_no_words(check):
    assert offence(check, "!?") < 0.05


@pytest.mark.parametrize("damage", ["missing", "empty", "cut short", "another file"])
def test_a_damaged_file_fails_english_alone_and_is_named(folder, damage):
    path = contextual_path("en", folder)
    whole = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"empty": b"", "cut short": whole[:-5000], "another file": b"{}"}[damage])
    check = ContextualCheck(folder=folder)
    assert [str(path) in error for error in check.errors] == [True]
    assert set(check.read(Submission("A calm word about trams.", language="en")).unread) == {
        *check.guidelines
    }
    assert not check.read(Submission("Bu yazı çok güzel olmuş.", language="tr")).unread


@pytest.mark.parametrize(
    "stored", [None, "", "[]", "{}", '{"toxicity": [1, 2]}', "NaN", '{"toxicity": ["a", 1, 1, 1]}']
)
def test_weights_that_cannot_be_used_are_named(folder, stored):
    path = weights_path(contextual_path("en", folder))
    path.unlink()
    if stored is not None:
        path.write_text(stored)
    check = ContextualCheck(folder=folder)
    assert [str(path) in error for error in check.errors] == [True]
    assert check.read(Submission("A calm word about trams.", language="en")).unread


def test_a_model_of_other_labels_is_not_joined():
    contextual = ContextualModel.load(contextual_path("en"))
    contextual.labels = ("toxicity",)
    with pytest.raises(BadModel, match="same labels"):
        BothModels(Model.load(path_of("en")), contextual, np.ones((1, 4), np.float32))


def test_it_is_in_use_where_onnxruntime_is_installed(fresh_checks):
    assert [check for check in load_checks() if isinstance(check, ContextualCheck)]
    english, _, contextual = screen(Submission("Hello")).versions["models"]["en"].partition("+")
    assert english == Model.load(path_of("en")).version
    assert contextual == ContextualModel.load(contextual_path("en")).version


def test_a_site_may_do_without_it(fresh_checks):
    fresh_checks.COMMENTS = {**fresh_checks.COMMENTS, "CONTEXTUAL_CHECK": False}
    assert [type(check) for check in load_checks() if isinstance(check, LearnedCheck)] == [LearnedCheck]


def test_a_site_that_asks_for_it_is_told_what_is_missing(fresh_checks, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    fresh_checks.COMMENTS = {**fresh_checks.COMMENTS, "CONTEXTUAL_CHECK": True}
    assert any("onnxruntime" in error for error in configuration_errors())
    verdicts = {
        each.guideline: each for each in screen(Submission("You are a fool.", language="en")).verdicts
    }
    assert verdicts["personal_attacks"].verdict == "look"  # the rules still read
    assert verdicts["abuse"].verdict == "failed"
