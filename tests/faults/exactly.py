"""Each act, killed at each of its steps."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.faults.acts import COUNT_ONLY, Act
from tests.faults.tally import Line, Tally
from tests.live.promises import broken
from tests.live.site import Site

TRIES_BETWEEN_LOOKS = 40  # at all of the record


def kill_at_each_step(
    site: Site, kinds: Sequence[type[Act]], tally: Tally, *, most: int | None = None
) -> None:
    """With `most`, at so many steps of each only."""
    site.hurry()
    for kind in kinds:
        if tally.is_over:
            break
        with tally.line(f"killed at each step: {kind.name}") as line:
            _kill_at_each_step(site, kind, line, tally, most)
    site.end()


def _kill_at_each_step(site: Site, kind: type[Act], line: Line, tally: Tally, most: int | None) -> None:
    steps = _count(site, kind, line)
    gaps = tries = 0
    for number in chosen(len(steps), most):
        if tally.is_over:
            break
        act = _try(site, kind, line, die_at=number)
        gaps += len(getattr(act, "in_gap", ()))
        tries += 1
        if tries % TRIES_BETWEEN_LOOKS == 0:
            line.broken += broken()
    line.broken += broken()
    line.notes.append(f"{tries} of {len(steps)} steps")
    if hasattr(kind, "in_gap"):
        line.notes.append(f"{gaps} between the mail server's 250 and the commit")


def chosen(count: int, most: int | None) -> Sequence[int]:
    """All, or at most so many in even distances; from where, is left to chance, so that rounds differ."""
    stride = max(-(-count // most), 1) if most else 1
    return range(random.randrange(stride) + 1, count + 1, stride)


def _count(site: Site, kind: type[Act], line: Line) -> list[str]:
    """The steps of the act where nobody dies."""
    act = kind(site)
    _serve(site, act)
    # The first act of a process also reads what the next ones have at hand; it dies in the next ones too.
    act.ready()
    site.steps_taken()
    act.do(COUNT_ONLY)
    line.broken += act.broken if act.is_done() else ["it is not done where nothing goes wrong"]
    return site.steps_taken()


def _try(site: Site, kind: type[Act], line: Line, *, die_at: int) -> Act:
    act = kind(site)
    _serve(site, act)
    act.ready()
    is_acknowledged = act.do(die_at)
    steps = site.steps_taken()
    where = steps[-1] if steps else "before the first step"
    was_done = act.is_done()
    act.must(was_done or not is_acknowledged, "it was acknowledged and is lost")
    if act.has_died:
        line.kills += 1
        line.was(was_done)
        if act.needs_web:
            site.kill("web")
    _serve(site, act)
    act.again(was_done=was_done)
    act.must(act.is_done(), "once more did not do it")
    act.look_afterwards()
    line.broken += [f"{sentence} (died at {where})" for sentence in act.broken]
    return act


def _serve(site: Site, act: Act) -> None:
    if act.needs_web and "web" not in site.processes:
        site.start_web()
