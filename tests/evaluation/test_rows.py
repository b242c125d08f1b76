"""Files of labelled comments: read line by line, and named with their line where they are wrong."""

from __future__ import annotations

import gzip
import json

import pytest

from comments.evaluation.rows import LONGEST_TEXT, BadRows, Collection
from tests.evaluation.labelled import labelled

GOOD = {"text": "A comment.", "labels": {"toxicity": 0}}


@pytest.mark.parametrize("name", ["judged.jsonl.gz", "judged.jsonl", "judged"])
def test_rows_are_read_whatever_the_file_is_called(tmp_path, name):
    path = labelled(tmp_path, GOOD, name=name)

    assert [row.text for row in Collection(path)] == ["A comment."]


def test_a_gzipped_file_need_not_be_called_so(tmp_path):
    path = tmp_path / "judged.jsonl"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode()))

    assert len(list(Collection(path))) == 1


def test_what_nobody_judged_is_left_out(tmp_path):
    path = labelled(tmp_path, {"text": "A", "labels": {"toxicity": 1, "threat": None, "insult": False}})

    (row,) = Collection(path)

    assert row.judged == {"toxicity": 1, "insult": 0}


def test_a_row_tells_where_it_was_written(tmp_path):
    about = {"language": "tr", "page_title": "T", "article": "A page.", "parent_text": "P"}
    path = labelled(tmp_path, {**GOOD, **about, "spans": [[0, 1, "Insult"], [5, 900], [0, 1]]})

    (row,) = Collection(path, language="en")

    submission = row.submission
    assert (submission.language, submission.page_title) == ("tr", "T")
    assert (submission.page_text, submission.parent_text) == ("A page.", "P")
    assert row.spans == ((0, 1),)


def test_every_nth_row_is_read_and_blank_lines_are_none(tmp_path):
    path = labelled(tmp_path, *("", *({**GOOD, "text": str(n)} for n in range(7))))

    assert [row.text for row in Collection(path, every=3)] == ["0", "3", "6"]


def test_a_text_that_is_no_comment_is_left_out_and_counted(tmp_path):
    path = labelled(tmp_path, GOOD, {**GOOD, "text": "a" * (LONGEST_TEXT + 1)})
    collection = Collection(path)

    assert len(list(collection)) == 1
    assert collection.left_out == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([], "line 2: must be an object"),
        ({"text": "a"}, "line 2: must be an object"),
        ({"comment": "a", "toxic": 1}, "line 2: must be an object"),
        ({"labels": {}}, "line 2: must be an object"),
        ({"text": 5, "labels": {}}, "line 2: must be an object"),
        ({"text": "a", "labels": {"toxicity": "yes"}}, "line 2: toxicity must be 1, 0 or null, not 'yes'"),
        ({"text": "a", "labels": {"toxicity": 0.4}}, "line 2: toxicity must be 1, 0 or null"),
        ({"text": "a", "labels": {"toxicity": [1]}}, "line 2: toxicity must be 1, 0 or null"),
        ({**GOOD, "page_text": 5}, "line 2: page_text must be a string, not int"),
        ({**GOOD, "spans": [["a", "b"]]}, "line 2: spans must be pairs of numbers"),
        ({**GOOD, "spans": 7}, "line 2: spans must be pairs of numbers"),
        ('{"text": "a", ', "line 2: not JSON"),
        ("[" * 100_000, "line 2: not JSON"),
        ("a" * 1_000_001, "line 2: is longer than 1,000,000 characters"),
    ],
)
def test_a_bad_row_is_named(tmp_path, row, message):
    with pytest.raises(BadRows, match=message):
        list(Collection(labelled(tmp_path, GOOD, row)))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl.gz", b'{"text": "a", "labels": {}}', "called .gz and is not gzipped"),
        ("a.jsonl.gz", gzip.compress(json.dumps(GOOD).encode() * 900, mtime=0)[:40], "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b"{}", mtime=0)[:10] + b"\xff" * 30, "cannot be read"),
        ("a.jsonl", b'{"text": "\xff"}', "not UTF-8 text"),
    ],
    ids=["plain", "cut short", "spoilt", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(BadRows, match=message):
        list(Collection(path))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadRows, match=r"none\.jsonl cannot be read"):
        list(Collection(tmp_path / "none.jsonl"))
