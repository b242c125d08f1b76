"""The learned check: what a model trained on labelled comments says, and what becomes of a bad model file."""

from __future__ import annotations

import json
import shutil
import zipfile

import numpy as np
import pytest

from comments.checks.learned import LearnedCheck
from comments.checks.model_file import MODELS, BadModel, read_model, write_model
from comments.checks.protocol import Submission
from tests.checks.reading import looks, marked

CIVIL = "The council should have asked the people who live beside the bridge."
RUDE = "You people disgust me, go crawl back under your stinking rock."


@pytest.fixture(scope="module")
def check() -> LearnedCheck:
    return LearnedCheck()


def highest(check: LearnedCheck, text: str, **about: object) -> float:
    reading = check.read(Submission(text, **about))
    return max(opinion.chance(0.0) for opinion in [*reading.opinions.values(), reading.overall])


def test_a_rude_comment_scores_above_a_civil_one(check):
    assert highest(check, RUDE) > 0.5 > highest(check, CIVIL)


def test_the_words_that_carried_the_score_are_marked(check):
    assert set(marked(check, f"{CIVIL} You are a disgusting moron.")) & {"disgusting", "moron"}
    assert marked(check, CIVIL) == []


def test_repeating_the_page_or_the_parent_costs_nothing(check):
    assert highest(check, f'"{RUDE}" That is no way to talk.', parent_text=RUDE) < 0.3
    assert highest(check, f'"{RUDE}" That is no way to talk.') > 0.3


def test_a_language_without_a_model_is_left_to_the_rules(check):
    reading = check.read(Submission("Ev biryar ne rast e, divê ji nû ve bê dîtin.", language="kmr"))

    assert reading.unread == {}
    assert set(reading.left_to_others) == set(check.guidelines)


def test_each_model_has_a_version(check):
    versions = check.versions["models"]

    assert set(versions) == {"ar", "en", "tr"}
    assert all(len(version) == 16 for version in versions.values())


def altered(tmp_path, change):
    """A folder in which the English model was changed in some way; the others are whole."""
    shutil.copytree(MODELS, tmp_path / "models")
    path = tmp_path / "models" / "en.npz"
    change(path)
    return path


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1000])


def remove(path):
    path.unlink()


def fill_with_words(path):
    path.write_text("not a model")


def empty(path):
    path.write_bytes(b"")


def flip_a_byte(path):
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    path.write_bytes(bytes(whole))


def pickle_an_object(path):
    np.savez(path, about=np.array([{"format": 1}], dtype=object))


def _rewrite(path, change_arrays, change_about):
    file = read_model(path)
    arrays, about = dict(file.arrays), dict(file.about)
    change_arrays(arrays)
    change_about(about)
    write_model(path, about, arrays)


def leave_out_an_array(path):
    _rewrite(path, lambda arrays: arrays.pop("linear"), lambda about: None)


def break_a_number(path):
    def spoil(arrays):
        arrays["dense"] = np.full_like(arrays["dense"], np.nan)

    _rewrite(path, spoil, lambda about: None)


def cut_a_table(path):
    _rewrite(path, lambda arrays: arrays.update(linear=arrays["linear"][:-3]), lambda about: None)


def turn_a_layer(path):
    _rewrite(path, lambda arrays: arrays.update(near=arrays["near"].T), lambda about: None)


def add_a_label(path):
    _rewrite(path, lambda arrays: None, lambda about: about.update(labels=[*about["labels"], "more"]))


def add_an_axis(path):
    _rewrite(path, lambda arrays: arrays.update(linear=arrays["linear"][None]), lambda about: None)


def leave_out_the_labels(path):
    _rewrite(path, lambda arrays: None, lambda about: about.pop("labels"))


def be_of_another_language(path):
    _rewrite(path, lambda arrays: None, lambda about: about.update(language="tr"))


def lack_the_label_of_the_whole(path):
    def rename(about):
        about["labels"] = ["spite" if label == "toxicity" else label for label in about["labels"]]

    _rewrite(path, lambda arrays: None, rename)


def claim_another_version(path):
    with zipfile.ZipFile(path) as stored:
        files = {name: stored.read(name) for name in stored.namelist()}
    about = json.loads(np.load(path)["about"].tobytes()) | {"version": "0" * 16}
    np.savez(path, about=np.frombuffer(json.dumps(about).encode(), np.uint8))
    with zipfile.ZipFile(path, "a") as stored:
        for name, content in files.items():
            if name != "about.npy":
                stored.writestr(name, content)


SPOILT = [
    truncate,
    remove,
    fill_with_words,
    empty,
    flip_a_byte,
    pickle_an_object,
    leave_out_an_array,
    add_an_axis,
    break_a_number,
    cut_a_table,
    turn_a_layer,
    add_a_label,
    leave_out_the_labels,
    claim_another_version,
    be_of_another_language,
    lack_the_label_of_the_whole,
]


@pytest.mark.parametrize("change", SPOILT)
def test_a_spoilt_file_is_named_and_its_language_unread(tmp_path, change):
    path = altered(tmp_path, change)

    check = LearnedCheck(folder=path.parent)

    (error,) = check.errors
    assert str(path) in error
    assert set(check.read(Submission(CIVIL)).unread) == set(check.guidelines)
    assert check.read(Submission("Bence bu karar çok yanlış.")).unread == {}
    assert "en" not in check.versions["models"]


def test_a_bad_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(BadModel, match=r"there is no such file"):
        read_model(tmp_path / "en.npz")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\ud800",
        "\0" * 50,
        "a" * 3000,
        "a " * 1500,
        "> " * 1500,
        '"' * 3000,
        "aб" * 1500,
        "😀" * 3000,
    ],
)
def test_any_text_is_read(check, text):
    reading = check.read(Submission(text))

    assert all(0 <= opinion.chance(0.0) <= 1 for opinion in reading.opinions.values())
    assert all(0 <= finding.start < finding.end <= len(text) for finding in reading.findings)


INNOCENT = [
    "Kill the lights, please",
    "Trains are garbage today",
    "The soup was disgusting and the waiter agreed.",
    "Gunmen killed nine Yazidis near the lake, the ministry said.",
    "My aunt married a Syrian dentist last spring.",
    "Our new mayor is a lesbian and a keen gardener.",
    "Muslims and Jews shared the hall for the funeral.",
    "Nobody has the right to say that Kurds are inferior.",
    "I do not despise Mexicans, whatever he claims.",
    "Black people and white people queued for the same bus.",
    "The minister should explain this foolish budget.",
    "This newspaper gets worse every year.",
    "Kürt bir komşumuz var, çok severiz.",
    "Mahkeme katile on iki yıl hapis cezası verdi.",
    "جارتنا كردية وتدرس في الجامعة.",
    "قالت الشرطة إن مسلحين قتلوا سبعة جنود قرب الحدود.",
]
HOSTILE = [
    "Yazidis are nothing but vermin.",
    "I despise Mexicans, every last one of them.",
    "You pathetic moron, go back to your cave.",
    "We should burn every Kurd in this town.",
    "These immigrants breed like rats.",
    "Suriyeliler pislik, hepsini ülkeden atın.",
    "كل اللاجئين حثالة وأوساخ.",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_a_harmless_sentence_of_the_same_words_is_left_alone(check, text):
    assert not looks(check, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostility_that_no_word_carries_alone_is_seen(check, text):
    assert looks(check, text)


@pytest.mark.parametrize("group", ["gay", "Muslim", "black", "Jewish", "Kurdish", "disabled", "transgender"])
def test_the_name_of_a_group_alone_changes_nothing(check, group):
    about = [f"The {each} baker on our street makes the best bread." for each in (group, "Dutch")]

    assert highest(check, about[0]) < 0.15
    assert highest(check, about[0]) == pytest.approx(highest(check, about[1]), abs=0.15)


def test_the_name_of_a_group_is_never_what_is_marked(check):
    assert "Yazidis" not in marked(check, "Yazidis are nothing but vermin.")
