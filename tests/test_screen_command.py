"""`manage.py screen`, as whoever pipes lines through it sees it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from comments.management.commands.screen import answers


def answered(*lines: object) -> list[dict]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(answers(io.BytesIO(b"\n".join(raw) + b"\n")))


def test_a_line_is_answered_with_verdicts_and_its_id():
    (answer,) = answered({"id": [7], "text": "What the fuck.", "page_text": "A page."})

    assert list(answer) == ["id", "score", "verdicts"]
    assert answer["id"] == [7]
    assert answer["score"] > 0.5
    assert answer["verdicts"]["profanity"] == {
        "verdict": "look",
        "score": pytest.approx(1.0, abs=0.06),
        "findings": [{"start": 9, "end": 13, "reason": "Uses an obscene word."}],
    }
    assert answer["verdicts"]["threats"]["verdict"] == "clear"
    assert answer["verdicts"]["threats"]["findings"] == []


def test_kind_and_quotation_are_told_where_they_are():
    (answer,) = answered(
        {"text": '"All Muslims are terrorists", you say?', "parent_text": "All Muslims are terrorists."}
    )

    (finding,) = answer["verdicts"]["abuse"]["findings"]
    assert finding["kind"] == "islamophobia"
    assert finding["is_quotation"] is True
    assert answer["verdicts"]["abuse"]["verdict"] == "clear"


def test_a_check_that_cannot_read_says_why():
    (answer,) = answered({"text": "Hello there."})

    assert answer["verdicts"]["relevance"]["verdict"] == "failed"
    assert answer["verdicts"]["relevance"]["reason"] == "The text of the page is not known."


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "not JSON"),
        (b'{"text": "half', "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "must be an object"),
        (b"null", "must be an object"),
        (b"{}", "has no text"),
        (b'{"text": null}', "text must be a string"),
        (b'{"text": 5}', "text must be a string, not int"),
        (b'{"text": "a", "language": ["en"]}', "language must be a string"),
        (b'{"text": "a", "parent_text": {}}', "parent_text must be a string"),
        (b'{"text": "\\ud800"}', "half a surrogate pair"),
        (b'{"text": "a", "page_title": "\\udfff"}', "page_title holds half"),
        (b'{"text": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_a_bad_line_is_answered_and_the_next_one_read(line, error):
    first, bad, last = answered({"id": 1, "text": "One."}, line, {"id": 2, "text": "Two."})

    assert (first["id"], last["id"]) == (1, 2)
    assert list(bad) == ["error", "line"]
    assert error in bad["error"]
    assert bad["line"] == 2


def test_blank_lines_are_passed_over_and_counted():
    assert answered(b"", b"  ", b"no")[0]["line"] == 3


@pytest.mark.parametrize(
    "text", ["", " ", "\0\1\2", "😀" * 50, "\u202e\u200b", "a " * 5000, "<script>", "x" * 3001]
)
def test_any_text_is_screened(text):
    (answer,) = answered({"text": text})

    assert len(answer["verdicts"]) == 7


def test_lines_are_answered_one_by_one():
    asked = []

    def lines():
        for number in range(3):
            asked.append(number)
            yield json.dumps({"text": "One."}).encode()

    stream = answers(lines())
    next(stream)

    assert asked == [0]


def _screen(**environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "screen"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.mark.parametrize("environment", [{}, {"DATABASE_URL": "sqlite:////nonexistent/nowhere.sqlite3"}])
def test_the_command_needs_no_database_and_no_settings(environment):
    out, err = _screen(**environment).communicate(
        b'{"id": 1, "text": "Hello."}\nno\n{"id": 2, "text": "Bye."}\n', timeout=60
    )

    assert err == b""
    assert [json.loads(line).get("id", "bad") for line in out.splitlines()] == [1, "bad", 2]


def test_a_reader_who_leaves_is_no_error():
    process = _screen()
    process.stdout.close()
    process.stdout = None

    _, err = process.communicate(b'{"text": "Hello."}\n' * 5000, timeout=60)

    assert err == b""
