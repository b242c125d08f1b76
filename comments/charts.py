"""Where the bars of a chart stand. The numbers themselves are in the table beside it.

Across, all is in percents of the drawing; up and down, in the height of its letters. So a drawing fills
whatever room it is given, while what is written in it stays as large as the reader has letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = 1.75  # above the columns, for what the highest one means
HEIGHT = 11
FOOT = 1.75  # below the columns, for their labels
LETTERS = 0.5  # from a line up to the letters on it
GAP = 0.25  # of a column's room
FEW = 8  # columns: fewer take no more room than these would, as a month alone is no wall


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, the label that belongs to it, and what it shows: by itself, and in full."""

    x: float
    y: float
    width: float
    height: float
    label: str
    said: str
    says: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is columns or bars; `top` is what a column of the full height means."""

    kind: str
    title: str
    bars: tuple[Bar, ...]
    top: str = ""

    ceiling = HEAD
    floor = HEAD + HEIGHT
    height = HEAD + HEIGHT + FOOT
    top_line = HEAD - LETTERS
    label_line = HEAD + HEIGHT + FOOT - LETTERS

    @property
    def is_dense(self) -> bool:
        """Whether the labels stand so close that a narrow screen has room for some of them only."""
        return sum(bool(bar.label) for bar in self.bars) > FEW


def columns(
    title: str, values: Sequence[float], labels: Sequence[str], says: Sequence[str], top: str
) -> Chart:
    """Standing next to each other; the highest fills the height, and `top` says what it is."""
    room = 100 / max(FEW, len(values))
    highest = max(values, default=0) or 1
    bars = tuple(
        Bar(
            x=round(number * room + room * GAP / 2, 3),
            y=round(HEAD + HEIGHT - HEIGHT * value / highest, 3),
            width=round(room * (1 - GAP), 3),
            height=round(HEIGHT * value / highest, 3),
            label=label,
            said="",
            says=say,
        )
        for number, (value, label, say) in enumerate(zip(values, labels, says, strict=True))
    )
    return Chart("columns", title, bars, top)


def shares(title: str, values: Sequence[float | None], labels: Sequence[str], said: Sequence[str]) -> Chart:
    """Lying below each other; the whole width is 100 %. Nothing is drawn where there is no share."""
    bars = tuple(
        Bar(
            x=0,
            y=0,
            width=round(100 * (value or 0), 3),
            height=1,
            label=label,
            said=part,
            says=f"{label}: {part}",
        )
        for value, label, part in zip(values, labels, said, strict=True)
    )
    return Chart("bars", title, bars)
