"""What is not as it was sealed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence, and where: a seal, a row of the record (`decision 12`), or neither."""

    sentence: str
    seal: int | None = None
    row: str = ""
    is_older: bool = False  # what was published is newer than what is here

    def __str__(self) -> str:
        where = [f"seal {self.seal}"] if self.seal else []
        where += [self.row] if self.row else []
        return f"{', '.join(where)}: {self.sentence}" if where else self.sentence
