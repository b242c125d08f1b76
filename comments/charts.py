"""Where the bars of a chart stand. The numbers themselves are in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

WIDTH, HEIGHT = 480, 120  # of columns, in the units of the drawing
HEAD = 18  # above the columns, for what the highest one means
FOOT = 18  # below the columns, for their labels
GAP = 0.25  # of a column's room
WIDEST = WIDTH / 8  # a column's room where there are few of them: a month alone is no wall
ROW, ABOVE, THICK = 34, 17, 12  # of bars lying down, each under its label
LONGEST_LABEL = 52  # fits above a bar on the narrowest screen; the table has the whole of it


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, the label that belongs to it, and what it shows in words."""

    x: float
    y: float
    width: float
    height: float
    label: str
    says: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def baseline(self) -> float:
        """Of a label above."""
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is columns or bars; `top` is what a column of the full height means."""

    kind: str
    title: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    top: str = ""


def columns(
    title: str, values: Sequence[float], labels: Sequence[str], says: Sequence[str], top: str
) -> Chart:
    """Standing next to each other; the highest fills the height, and `top` says what it is."""
    room = min(WIDTH / max(1, len(values)), WIDEST)
    highest = max(values, default=0) or 1
    bars = tuple(
        Bar(
            x=round(number * room + room * GAP / 2, 2),
            y=round(HEAD + HEIGHT - HEIGHT * value / highest, 2),
            width=round(room * (1 - GAP), 2),
            height=round(HEIGHT * value / highest, 2),
            label=label,
            says=say,
        )
        for number, (value, label, say) in enumerate(zip(values, labels, says, strict=True))
    )
    return Chart("columns", title, bars, WIDTH, HEAD + HEIGHT + FOOT, top)


def shares(title: str, values: Sequence[float | None], labels: Sequence[str], says: Sequence[str]) -> Chart:
    """Lying below each other; the whole width is 100 %. Nothing is drawn where there is no share."""
    bars = tuple(
        Bar(
            x=0,
            y=number * ROW + ABOVE,
            width=round(WIDTH * (value or 0), 2),
            height=THICK,
            label=Truncator(label).chars(LONGEST_LABEL),
            says=say,
        )
        for number, (value, label, say) in enumerate(zip(values, labels, says, strict=True))
    )
    return Chart("bars", title, bars, WIDTH, ROW * len(bars))
