"""How much of the processors' time each part of a live site has had: what a busy machine cannot blur."""

from __future__ import annotations

import os
from pathlib import Path

from tests.live.site import Site

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_used(site: Site) -> dict[str, float]:
    """By process of the site, of its database server, and of ourselves."""
    stats = list(_stats())
    used = {
        name: sum(stat.own for stat in stats if stat.group == process.pid)
        for name, process in site.processes.items()
    }
    if cluster := site.database.cluster:
        server = cluster.pid
        # Its children that have ended count as its own.
        used["database"] = sum(
            stat.own + (stat.of_the_dead if stat.pid == server else 0)
            for stat in stats
            if server in (stat.pid, stat.parent)
        )
    return used | {"harness": sum(os.times()[:2])}


class Stat:
    """What /proc says of one process."""

    def __init__(self, text: str) -> None:
        name_ends = text.rindex(")")
        fields = text[name_ends + 2 :].split()
        self.pid, self.parent, self.group = int(text.split()[0]), int(fields[1]), int(fields[2])
        self.own = (int(fields[11]) + int(fields[12])) / TICKS
        self.of_the_dead = (int(fields[13]) + int(fields[14])) / TICKS


def _stats():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield Stat((folder / "stat").read_text())
        except OSError:  # it has just ended
            continue
