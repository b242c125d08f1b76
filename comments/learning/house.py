"""Learns from the newsroom's decisions, and keeps what it learned only if that is no worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comments.checks.house import OVERALL, House
from comments.learning.decisions import decided, examples
from comments.learning.example import Example
from comments.learning.figures import Figures, measure
from comments.learning.report import table
from comments.learning.teaching import Lessons, Taught, lessons, teach
from comments.models import HouseModel, HouseModelUse
from comments.screening import made_for

NEWEST = 20_000
FEWEST_COMPARED = 10  # rejections under a guideline, below which a difference is chance


@dataclass(frozen=True, slots=True)
class Examined:
    """The figures of the shipped checks, of what is in use, and of what was learned, on the same comments."""

    shipped: Mapping[str, Figures]
    in_use: Mapping[str, Figures]
    learned: Mapping[str, Figures]


def learn(*, by=None, newest: int = NEWEST, seed: int = 0, say: Callable[[str], object]) -> HouseModel | None:
    """The new model, in use; None where what is in use did better. Raises TooLittle."""
    found = list(examples(decided(newest)))
    parted = lessons(found)
    hidden = sum(example.is_evidence_hidden for example in parted.learned)
    say(
        f"Learning from {len(parted.learned)} decisions ({hidden} of them made with evidence hidden), "
        f"adjusting by {len(parted.adjusted)}, examining on the newest {len(parted.examined)}."
    )
    in_use = house_in_use(made_for(found[-1].screened.versions))
    taught = teach(parted, made_for=made_for(found[-1].screened.versions), seed=seed)
    taught, examined = _without_what_is_worse(taught, parted.examined, in_use)
    for line in _reported(parted, examined, in_use, taught):
        say(line)
    if not _is_better(examined):
        say("What is in use does better on the newest decisions, so it stays.")
        return None
    figures = {name: figure.as_json() for name, figure in examined.learned.items()}
    return HouseModel.objects.add(stored=taught.stored, decisions=len(parted.learned), figures=figures, by=by)


def house_in_use(versions: object) -> House | None:
    """The model that would read a comment now; None for the shipped checks alone."""
    read = HouseModelUse.objects.current()
    return read.model if read and read.model and read.model.made_for == versions else None


def _without_what_is_worse(
    taught: Taught, newest: Sequence[Example], in_use: House | None
) -> tuple[Taught, Examined]:
    """A guideline of which the decisions have taught the wrong thing is left to the checks themselves."""
    examined = _examined(taught, newest, in_use)
    if worse := _worse(examined):
        taught = taught.without(worse)
        examined = _examined(taught, newest, in_use)
    return taught, examined


def _examined(taught: Taught, newest: Sequence[Example], in_use: House | None) -> Examined:
    guidelines = sorted({code for example in newest for code in example.scores})
    return Examined(
        shipped=measure(newest, None, guidelines),
        in_use=measure(newest, in_use, guidelines),
        learned=measure(newest, House.load(taught.stored), guidelines),
    )


def _worse(examined: Examined) -> list[str]:
    return [
        name
        for name, learned in examined.learned.items()
        if _is_known(name, learned) and (learned.area or 0) < (examined.in_use[name].area or 0)
    ]


def _is_better(examined: Examined) -> bool:
    """Nowhere worse, and somewhere better."""
    return not _worse(examined) and any(
        (learned.area or 0) > (examined.in_use[name].area or 0)
        for name, learned in examined.learned.items()
        if _is_known(name, learned)
    )


def _is_known(name: str, figures: Figures) -> bool:
    return name == OVERALL or figures.rejected >= FEWEST_COMPARED


def _reported(parted: Lessons, examined: Examined, in_use: House | None, taught: Taught) -> list[str]:
    lines = ["", f"The newest {len(parted.examined)} decisions:", *table(examined)]
    hidden = [example for example in parted.examined if example.is_evidence_hidden]
    if hidden:
        lines += ["", f"Of these, the {len(hidden)} made with evidence hidden:"]
        lines += table(_examined(taught, hidden, in_use))
    else:
        lines += ["", "None of these was made with evidence hidden, so there is no sample to report apart."]
    return [*lines, ""]
