"""The logs hold nothing to know a reader by: not what staff looked for, nor a row that was refused."""

from __future__ import annotations

import io
import logging
from urllib.parse import unquote

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.urls import reverse

from comments.models import Comment
from newsroom.logging import logging_settings
from tests.factories import make_comment, make_editor

pytestmark = pytest.mark.django_db
EMAIL, WORD = "leyla@example.org", "zwrqxfish"


@pytest.fixture
def written():
    """What goes to standard error in service."""
    made = logging_settings(level_of_requests="INFO")["formatters"]["json"]
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(made.pop("()")(**made))
    loggers = [logging.getLogger(name) for name in ("django_structlog", "tests.logs")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: unquote(handler.stream.getvalue())
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_what_staff_look_for_is_in_no_line(client, written):
    client.force_login(make_editor())
    address = reverse("admin:comments_desk_search")

    client.get(address, {"by": "email", "author": EMAIL, "words": WORD})

    assert f"GET {address}?" in written()
    assert EMAIL not in written()
    assert WORD not in written()


def test_a_row_that_was_refused_is_in_no_line(written):
    facts = Comment.objects.filter(pk=make_comment(WORD, name=WORD, email=EMAIL).pk).values().get()
    again = Comment(**{name: value for name, value in facts.items() if name != "id"})
    again.text = ""  # which has to be erased, and is not

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        again.save()
    assert (EMAIL in str(refused.value)) == (connection.vendor == "postgresql")
    logging.getLogger("tests.logs").error("Not kept: %s", refused.value, exc_info=refused.value)

    assert "comment_has_words_until_erased" in written()
    assert EMAIL not in written()
    assert WORD not in written()


SAID = f"""the row is refused
DETAIL:  Failing row contains (1, {EMAIL}, My street:
Mill Lane, {WORD})
CONTEXT:  a function"""
PARAMETERS = f"""it is too long
CONTEXT:  unnamed portal with parameters: $1 = '{WORD}', $2 = '{EMAIL}'"""
HINT_OF_A_READER = f"""the row is refused
DETAIL:  Failing row contains (1, I live in
HINT: {WORD}

The above is {EMAIL})"""


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (SAID, "the row is refused\\nDETAIL: \\u2026"),
        (PARAMETERS, "it is too long\\nCONTEXT: \\u2026"),
        (HINT_OF_A_READER, "the row is refused\\nDETAIL: \\u2026"),
        (
            f'invalid input syntax for type integer: "{WORD}"\nof mine',
            "invalid input syntax for type integer: \\u2026",
        ),
        (f'invalid input value for enum kind: "{WORD}"', "invalid input value for enum kind: \\u2026"),
        (f'malformed array literal: "{WORD}"', "malformed array literal: \\u2026"),
        (f'date/time field value out of range: "{WORD}"', "field value out of range: \\u2026"),
        (f"a type is wrong: \"x\"\nLINE 1: …VALUES ('{WORD}'\n                 ^", "a type is wrong"),
        (f"a key is there\nDETAIL:  Key (form_key)=({WORD}) already exists.", "a key is there"),
    ],
    ids=[
        "over lines",
        "parameters",
        "a reader's hint",
        "no number",
        "none of some",
        "no list",
        "no time",
        "a statement",
        "at the end",
    ],
)
def test_what_postgresql_adds_is_left_out_and_the_rest_is_said(written, said, left):
    try:
        try:
            raise ValueError(said)
        except ValueError as error:
            raise RuntimeError(said) from error
    except RuntimeError:
        logging.getLogger("tests.logs").exception("Not kept")

    assert written().count("The above exception") == 1
    assert left in written()
    assert WORD not in written()
    assert EMAIL not in written()


@pytest.mark.parametrize("asked", ["SELECT CAST(%s AS integer)", "SELECT CAST(%s AS timestamp)"])
def test_a_value_that_is_refused_is_in_no_line(written, asked):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes it for 0")
    with pytest.raises(DataError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked, [WORD])
    assert WORD in str(refused.value)

    logging.getLogger("tests.logs").error("Not found: %s", refused.value, exc_info=refused.value)

    assert "invalid input syntax for type" in written()
    assert WORD not in written()
