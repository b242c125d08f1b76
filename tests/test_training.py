"""`manage.py train_checks`: from judged comments to a model file that a site reads."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from comments.checks.features import tokens
from comments.checks.folding import fold
from comments.checks.groups import GROUPS
from comments.checks.learned import LearnedCheck
from comments.checks.model import Model
from comments.checks.protocol import Submission
from comments.training import labelled
from comments.training.batches import Pieces
from comments.training.calibrate import to_bytes
from comments.training.counterexamples import examples
from comments.training.labelled import RECIPES, TEST, part_of, read_file
from comments.training.network import Network
from comments.training.respelling import RESPELLINGS
from tests.production import ROOT

# Words of no language, so that only what is taught here can tell them apart.
KIND = ("lumora", "pelinta", "sovari", "tamelu", "wirano", "belosi")
RUDE = ("grakzul", "vokdrun", "zhurgat", "krunvok", "drozgut", "brukzan")
PLAIN = tuple(f"mira{number}lo" for number in range(60))


def rows(count=400, *, seed=1):
    random = Random(seed)
    for number in range(count):
        is_rude = number % 2
        words = random.sample(PLAIN, 5) + random.sample(RUDE if is_rude else KIND, 2)
        random.shuffle(words)
        yield {"text": " ".join(words), "labels": {"toxicity": is_rude}}


def write(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


@pytest.fixture
def small(monkeypatch):
    """The Turkish recipe, small enough for a test."""
    monkeypatch.setitem(RECIPES, "tr", replace(RECIPES["tr"], how_many=300, bits=10, width=8, filters=8))
    monkeypatch.setattr("comments.training.linear.BITS", 12)
    return RECIPES["tr"]


def trained(tmp_path, *, out="models", seed=3):
    printed = io.StringIO()
    folder = tmp_path / out
    call_command("train_checks", "tr", data=tmp_path, seed=seed, out=folder, stdout=printed)
    return folder / "tr.npz", printed.getvalue()


def test_a_model_learns_and_is_the_same_for_the_same_seed(tmp_path, small):
    write(tmp_path / "tr_offenseval.jsonl.gz", rows())

    path, printed = trained(tmp_path)
    again, _ = trained(tmp_path, out="again")
    other, _ = trained(tmp_path, out="other", seed=4)

    assert path.read_bytes() == again.read_bytes()
    assert path.read_bytes() != other.read_bytes()
    line = next(line.split() for line in printed.splitlines() if line.startswith("tr_offenseval"))
    assert line[1] == "toxicity"
    assert float(line[4]) > 0.95

    model = Model.load(path)
    overall = model.labels.index("toxicity")
    rude, kind = (model.log_odds(tokens(fold(" ".join(words)))) for words in (RUDE[:3], KIND[:3]))
    assert rude[overall] > kind[overall]
    assert model.features(tokens(fold(" ".join(RUDE)))).shape == (64 + len(model.labels),)


def test_the_trained_model_can_be_put_to_use(tmp_path, small):
    write(tmp_path / "tr_offenseval.jsonl.gz", rows())
    path, _ = trained(tmp_path)

    check = LearnedCheck(["tr"], path.parent)
    reading = check.read(Submission("grakzul vokdrun zhurgat krunvok", language="tr"))

    assert check.errors == ()
    assert check.versions["models"]["tr"] == Model.load(path).version
    assert reading.overall.chance(0.0) > 0.5
    assert set(reading.left_to_others) == {"profanity"}


def test_a_file_of_ones_own_is_learned_from_too(tmp_path, small):
    write(tmp_path / "tr_offenseval.jsonl.gz", rows())
    mine = tmp_path / "ours.jsonl"
    mine.write_text("".join(json.dumps(row) + "\n" for row in rows(200, seed=2)))
    printed = io.StringIO()

    call_command("train_checks", "tr", data=tmp_path, also=[mine], out=tmp_path / "m", stdout=printed)

    assert any(line.startswith("ours ") for line in printed.getvalue().splitlines())


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ([], "both to learn from and to calibrate by"),
        ([row | {"labels": {"toxicity": 0}} for row in rows(100)], "comments judged otherwise"),
        (["{"], "line 1: must be an object"),
        (["[]"], "line 1: must be an object"),
        ([{"comment": "a", "labels": {}}], "line 1: must be an object"),
        ([{"text": "a"}], "line 1: must be an object"),
        ([{"text": "a", "labels": [1]}], "line 1: must be an object"),
        ([{"text": 7, "labels": {"toxicity": 1}}], "must be"),
        ([{"text": "a", "labels": {"toxicity": 2}}], "a label is 1, 0 or null"),
        ([{"text": "a", "labels": {"toxicity": "yes"}}], "a label is 1, 0 or null"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_with_a_sentence(tmp_path, monkeypatch, content, error):
    monkeypatch.setitem(RECIPES, "tr", replace(RECIPES["tr"], sentences=None))
    write(tmp_path / "tr_offenseval.jsonl.gz", content)

    with pytest.raises(CommandError, match=error):
        trained(tmp_path)

    assert not (tmp_path / "models" / "tr.npz").exists()


def test_a_missing_or_broken_collection_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"tr_offenseval.jsonl.gz: there is no such file"):
        trained(tmp_path)
    (tmp_path / "tr_offenseval.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(CommandError, match=r"tr_offenseval.jsonl.gz: cannot be read"):
        trained(tmp_path)


def test_a_language_without_a_recipe_is_named(tmp_path):
    with pytest.raises(CommandError, match="no recipe for xx; there are"):
        call_command("train_checks", "xx", data=tmp_path, stdout=io.StringIO())


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("comments.management.commands.train_checks.find_spec", lambda name: None)

    with pytest.raises(CommandError, match=r"newsroom-comments\[training\]"):
        trained(tmp_path)


def test_it_needs_no_settings(tmp_path):
    run = subprocess.run(
        [sys.executable, "manage.py", "train_checks", "tr", "--data", str(tmp_path), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
    )

    assert run.returncode == 1
    assert "there is no such file" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_text_is_always_in_the_same_part_and_about_two_in_ten_are_kept_to_test():
    parts = [part_of(f"text {number}") for number in range(2000)]

    assert parts == [part_of(f"text {number}") for number in range(2000)]
    assert 0.15 < parts.count(TEST) / 2000 < 0.25


def test_a_label_that_nobody_judged_is_none_where_a_comment_offends_nobody(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a", "labels": {"toxicity": 0}}\n{"text": "b", "labels": {"toxicity": 1}}\n')

    civil, rude = read_file(path, "tr_offenseval", RECIPES["tr"])

    assert civil.judged == (0, 0, 0)
    assert rude.judged == (1, -1, -1)


@pytest.mark.parametrize("language", RECIPES)
def test_our_own_sentences_name_groups_as_often_calmly_as_in_hatred(language):
    made = examples(RECIPES[language].sentences, seed=5, how_many=3000)
    named = [example for example in made if any(word in GROUPS for word in fold(example.text).words)]
    hateful = [example for example in named if example.judged.get("identity")]

    assert len({example.text for example in made}) == 3000
    assert 0.3 < len(hateful) / len(named) < 0.6
    assert not any("{" in example.text for example in made)


def test_our_own_sentences_are_nothing_to_test_on():
    parts = {row.part for row in labelled.own_sentences(RECIPES["en"], 1)}

    assert TEST not in parts


def test_the_network_knows_how_its_loss_changes():
    random = np.random.default_rng(0)
    pieces = Pieces([random.integers(0, 64, random.integers(1, 6)).astype(np.uint32) for _ in range(30)], 6)
    network = Network(bits=6, width=4, filters=5, sources=2, labels=3, random=random)
    network.table *= 5
    batch = pieces.lay_out([random.integers(0, 30, count).astype(np.int32) for count in (0, 1, 3, 7, 2)])
    sources = np.array([0, 1, 0, 1, 1])
    truth, weights = (
        random.integers(0, 2, (5, 3)).astype(np.float32),
        random.random((5, 3)).astype(np.float32),
    )

    def learn():
        return network.learn(batch, sources, truth, weights, np.random.default_rng(3))

    def measured(values, place):
        before, losses = values[place], []
        for step in (0.01, -0.01):
            values[place] = before + step
            losses.append(learn()[0])
        values[place] = before
        return (losses[0] - losses[1]) / 0.02

    _, changes, rows_changed = learn()
    for name, layer in network.layers.items():
        place = np.unravel_index(np.abs(changes[name]).argmax(), layer.shape)
        assert changes[name][place] == pytest.approx(measured(layer, place), rel=0.05, abs=5e-4), name
    row, column = np.unravel_index(np.abs(rows_changed).argmax(), rows_changed.shape)
    assert rows_changed[row, column] == pytest.approx(
        measured(network.table, (batch.rows[row], column)), rel=0.05
    )


def test_the_file_scores_as_the_network_did(tmp_path, small, monkeypatch):
    """Training reads batches, a site one comment at a time and in whole numbers: both must see the same."""
    seen = {}
    monkeypatch.setattr(
        "comments.training.train.logits_of",
        lambda network, bags, comments: _keep(seen, network, bags, comments),
    )
    write(tmp_path / "tr_offenseval.jsonl.gz", rows())
    path, _ = trained(tmp_path)
    model = Model.load(path)

    text = next(row["text"] for row in rows())
    words = [model._word(token.written) for token in tokens(fold(text))]
    by_site = model._inner(words) @ model._layers["output"] + model._layers["output_bias"]

    assert np.allclose(by_site, seen["logits"][0], atol=0.1)


def _keep(seen, network, bags, comments):
    from comments.training.learning import logits_of

    seen["logits"] = logits_of(network, bags, comments)
    return seen["logits"]


@pytest.mark.parametrize("kind", RESPELLINGS)
def test_every_respelling_of_a_word_is_another_and_holds_for_short_ones(kind):
    random = Random(2)
    respelt = {RESPELLINGS[kind]("grakzulest", random) for _ in range(10)}

    assert respelt - {"grakzulest"}
    assert all(RESPELLINGS[kind](word, random) for word in ("a", "ab", "abc"))


def test_a_table_in_whole_numbers_is_nearly_the_table():
    table = np.random.default_rng(1).normal(size=(500, 3)).astype(np.float32)

    whole, step = to_bytes(table, keep=0.999)

    assert whole.dtype == np.int8
    assert np.abs(whole * step - table).mean() < 0.02
