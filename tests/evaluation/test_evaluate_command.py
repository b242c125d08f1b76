"""`manage.py evaluate_checks`, as whoever sits the exam sees it."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from comments.evaluation.comparators import better_profanity, word_list
from comments.management.commands.evaluate_checks import is_held_out
from tests.evaluation.labelled import labelled

RUDE = "You are a fucking idiot."
CIVIL = "You make a good point about the bridge."
ROWS = [
    {"text": RUDE, "labels": {"toxicity": 1, "insult": 1}},
    {"text": CIVIL, "labels": {"toxicity": 0, "insult": None}},
]


def evaluated(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command("evaluate_checks", *arguments, stdout=out, **options)
    return out.getvalue()


def figures_of(printed: str, label: str) -> list[str]:
    return next(line for line in printed.splitlines() if line.startswith(label)).split()[1:]


def test_each_label_has_its_line_of_figures(tmp_path):
    printed = evaluated(labelled(tmp_path, *ROWS))

    assert printed.startswith("judged: 2 comments\n")
    ranking = ["1.000", "1.000", "100.0%", "100.0%"]
    assert figures_of(printed, "toxicity") == ["1", "1", *ranking, "100.0%", "0.0%", "100.0%", "100.0%"]
    assert figures_of(printed, "insult") == ["1", "0", "–", "–", "–", "–", "100.0%", "–", "–", "–"]


def test_it_says_under_which_guidelines_is_looked(tmp_path):
    offer = {"text": "Buy cheap watches at www.cheap-watches.com", "labels": {"toxicity": 0}}

    printed = evaluated(labelled(tmp_path, *ROWS, offer))

    table = printed[printed.index("toxicity, look under") :]
    assert figures_of(table, "profanity") == ["100.0%", "0.0%"]
    assert figures_of(table, "promotion") == ["0.0%", "50.0%"]


def test_a_dash_says_why(tmp_path):
    printed = evaluated(labelled(tmp_path, *ROWS))

    assert "insult: nobody judged a comment otherwise, so figures that compare are –." in printed


def test_a_label_without_a_guideline_is_named(tmp_path):
    rows = [*ROWS, {"text": "A", "labels": {"toxicity": 0, "irony": 1}}]

    assert "irony: no guideline answers for this label (1 comments)." in evaluated(labelled(tmp_path, *rows))


def test_what_could_not_be_read_is_counted(tmp_path):
    rows = [{"text": "Ὦ ξεῖν', ἀγγέλλειν Λακεδαιμονίοις", "labels": {"profanity": 0}}]

    printed = evaluated(labelled(tmp_path, *rows))

    assert "profanity: profanity could not be read in 1 comments" in printed


def test_readers_words_are_printed_only_on_demand(tmp_path):
    wrong = [{"text": "A spotted\x1b[2J owl.", "labels": {"toxicity": 1}}, *ROWS]
    path = labelled(tmp_path, *wrong)

    assert "spotted" not in evaluated(path)
    assert "missed, line 1: A spotted [2J owl." in evaluated(path, errors=1)


def test_lone_surrogates_are_measured_and_printed(tmp_path):
    rows = [{"text": "half \ud800 a pair", "labels": {"toxicity": 1}}, ROWS[1]]

    printed = evaluated(labelled(tmp_path, *rows), errors=1)

    assert "half a pair" in printed
    printed.encode("utf-8")


def test_languages_are_told_apart(tmp_path):
    said = (
        (CIVIL, 0),
        (RUDE, 1),
        ("Bu köprü hakkında haklısınız.", 0),
        ("Sen bir salaksın ve öyle kalacaksın", 1),
    )
    rows = [
        {"text": f"{text} {number}", "labels": {"toxicity": judged}}
        for number in range(30)
        for text, judged in said
    ]

    printed = evaluated(labelled(tmp_path, *rows))

    assert figures_of(printed, "toxicity, en")[1:3] == ["30", "30"]
    assert figures_of(printed, "toxicity, tr")[1:3] == ["30", "30"]


def test_the_groups_named_are_told_apart(tmp_path):
    rows = [
        {"text": f"{text} {number}", "labels": {"toxicity": judged}}
        for number in range(10)
        for text, judged in (
            ("The Kurdish shop is open.", 0),
            ("Kurds, you fucking idiots.", 1),
            (CIVIL, 0),
            (RUDE, 1),
        )
    ]

    printed = evaluated(labelled(tmp_path, *rows))

    assert figures_of(printed, "toxicity, kurds")[1:] == ["10", "10", "1.000", "1.000", "1.000", "0.0%"]


def test_others_are_measured_beside(tmp_path):
    rows = [*ROWS, {"text": "What an egg, damn it.", "labels": {"toxicity": 0}}]

    printed = evaluated(labelled(tmp_path, *rows), beside=True)

    assert figures_of(printed, "  better-profanity")[:2] == ["1", "2"]
    assert figures_of(printed, "  plain word list")[:1] == ["word"]


def test_several_files_are_added_up(tmp_path):
    first = labelled(tmp_path, *ROWS, name="first.jsonl")
    second = labelled(tmp_path, *ROWS, name="second.jsonl")

    printed = evaluated(first, second)

    assert "all files: 4 comments" in printed


def test_two_processes_say_what_one_says(tmp_path):
    path = labelled(tmp_path, *ROWS * 200)

    assert evaluated(path, processes=2, errors=2) == evaluated(path, errors=2)


def test_machines_get_the_same_figures(tmp_path):
    found = json.loads(evaluated(labelled(tmp_path, *ROWS), "--json"))

    (collection,) = found["collections"]
    assert found["base_rate"] == 0.1
    assert (collection["name"], collection["rows"]) == ("judged", 2)
    checks = collection["labels"]["toxicity"]["judges"]["the checks"]
    assert (checks["so"], checks["otherwise"], checks["area"]) == (1, 1, 1.0)
    assert collection["labels"]["insult"]["judges"]["the checks"]["area"] is None
    assert collection["labels"]["toxicity"]["worst"] == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "holds no labelled comment"),
        (["", "  "], "holds no labelled comment"),
        (
            [{"text": "a", "labels": {"irony": 1}}],
            r"has no label that a guideline answers for \(its labels: irony\)",
        ),
        ([{"text": "a", "labels": {}}], r"\(its labels: none\)"),
        (["no JSON"], "line 1: not JSON"),
    ],
)
def test_a_file_that_measures_nothing_is_refused(tmp_path, rows, message):
    with pytest.raises(CommandError, match=message):
        evaluated(labelled(tmp_path, *rows))


@pytest.mark.parametrize(
    "arguments", [["--every", "0"], ["--processes", "none"], ["--base-rate", "1"], ["--base-rate", "all"]]
)
def test_an_option_out_of_range_is_refused(tmp_path, arguments):
    with pytest.raises(CommandError):
        evaluated(labelled(tmp_path, *ROWS), *arguments)


def test_better_profanity_answers_as_its_own_code_does():
    from better_profanity import profanity

    texts = [
        RUDE,
        CIVIL,
        "sh1t happens",
        "hand_job",
        "b*tch",
        "",
        "a",
        "ass",
        "assess",
        "f u c k",
        "🇹🇷 kurva",
    ]

    assert [better_profanity()(text) for text in texts] == [
        profanity.contains_profanity(text) for text in texts
    ]


def test_the_plain_list_finds_whole_words_and_nothing_else():
    assert [word_list()(text) for text in (RUDE, CIVIL, "assess", "f u c k", "FUCK")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_only_texts_that_no_model_has_learned_from_can_be_asked_for(tmp_path):
    rows = [{"text": f"{CIVIL} {number}", "labels": {"toxicity": 0}} for number in range(50)]
    held_out = sum(is_held_out(row["text"]) for row in rows)

    printed = evaluated(labelled(tmp_path, *rows), test_split=True)

    assert printed.startswith(f"judged: {held_out} comments")
