"""Whether two conditions are one: told by what the database itself makes of each, not by how it was spelled.

The server spells a condition its own way when it is asked for it, and not the same way in each version. So
what a table has and what a model wants are both given to it to be read anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from comments.triggers.rules import quoted

TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))|"(?:[^"]|"")*"|'(?:[^']|'')*'|`[^`]*`|\[[^]]*\]|\w+|.""",
    re.DOTALL,
)


def forms(cursor, vendor: str, table: str, conditions: Sequence[str]) -> Sequence[object]:
    """Of each condition over the table's columns what the database makes of it. No row is read."""
    if not conditions:
        return []
    if vendor == "sqlite":
        return [_program(cursor, table, condition) for condition in conditions]
    # Read once, a cast that goes without saying is spelled out; read twice, it is spelled out in both.
    return _outputs(cursor, table, _outputs(cursor, table, conditions))


def checks_of(sql: str) -> list[str]:
    """The conditions of every CHECK in what SQLite keeps of a table."""
    tokens = list(tokens_of(sql))
    return [
        "".join(_until_closed(tokens[index + 1 :]))
        for index, each in enumerate(tokens)
        if each == "(" and _word_before(tokens, index) == "CHECK"
    ]


def tokens_of(sql: str) -> Iterator[str]:
    """What stands in a comment is in force nowhere."""
    return (" " if match["comment"] else match[0] for match in TOKEN.finditer(sql))


def _word_before(tokens: list[str], index: int) -> str:
    return next((token.upper() for token in reversed(tokens[:index]) if not token.isspace()), "")


def _until_closed(tokens: list[str]) -> Iterator[str]:
    depth = 1
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth == 0:
            return
        yield token


def _program(cursor, table: str, condition: str) -> tuple:
    """The steps that it would be worked out in."""
    cursor.execute(f"EXPLAIN SELECT ({condition}) FROM {quoted(table)}")
    return tuple(row[1:7] for row in cursor.fetchall())


def _outputs(cursor, table: str, conditions: Sequence[str]) -> list[str]:
    listed = ", ".join(f"({condition})" for condition in conditions)
    cursor.execute(f"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT {listed} FROM {quoted(table)}")
    (plan,) = cursor.fetchone()
    read = json.loads(plan) if isinstance(plan, str) else plan
    return read[0]["Plan"]["Output"]
