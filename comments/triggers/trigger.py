"""A trigger as we write it and as the database shows it."""

from __future__ import annotations

from dataclasses import dataclass

# What tells a trigger from any other: its name and its table. PostgreSQL takes one name on many tables.
Place = tuple[str, str]
# By this the database's own catalogue tells our triggers from others'.
PREFIX = "permanent_"


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    table: str
    sql: str  # makes it, in place of an older one of its name
    shown: str  # how the catalogue shows it; a trigger that shows otherwise is not this one

    @property
    def place(self) -> Place:
        return self.name, self.table
