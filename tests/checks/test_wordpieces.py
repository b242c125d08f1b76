"""Words as the pieces an encoder knows."""

from __future__ import annotations

import pytest

from comments.checks.wordpieces import LONGEST_WORD, WordPieces

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "read", "##er", "##s", "re", "!", "'", "a", "##a")
PIECES = WordPieces(VOCABULARY)


def written(letters: str, most: int = 99) -> list[str]:
    return [VOCABULARY[piece.number] for piece in PIECES.read(letters, most=most)]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("readers", ["read", "##er", "##s"]),
        ("re read", ["re", "read"]),
        ("reader's!", ["read", "##er", "'", "[UNK]", "!"]),
        ("a!!", ["a", "!", "!"]),
        ("reading", ["[UNK]"]),
        ("کتێب", ["[UNK]"]),
        ("", []),
        (" \n ", []),
        ("a" * LONGEST_WORD, ["a", *["##a"] * (LONGEST_WORD - 1)]),
        ("a" * (LONGEST_WORD + 1), ["[UNK]"]),
    ],
)
def test_a_word_is_read_as_its_longest_pieces(letters, expected):
    assert written(letters) == expected


def test_every_piece_says_where_it_stands():
    letters = "a readers!"
    assert [letters[piece.start : piece.end] for piece in PIECES.read(letters, most=99)] == [
        "a", "read", "er", "s", "!",
    ]  # fmt: skip


def test_no_more_pieces_are_read_than_asked_for():
    assert written("readers a readers", most=4) == ["read", "##er", "##s", "a"]
    assert written("readers", most=2) == ["read", "##er"]
