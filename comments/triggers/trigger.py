"""A trigger as we write it and as the database shows it."""

from __future__ import annotations

from dataclasses import dataclass

# By this the database's own catalogue tells our triggers from others'.
PREFIX = "permanent_"


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    table: str
    sql: str  # makes it, in place of an older one of its name
    shown: str  # how the catalogue shows it; a trigger that shows otherwise is not this one
