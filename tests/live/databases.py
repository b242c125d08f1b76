"""A database of its own for a live site, as durable as in service where that can be told here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Cluster

# What was acknowledged has to be on disk when the server is killed; power cuts are not tried here.
DURABLE = {"synchronous_commit": "on", "full_page_writes": "on"}
# As in service: a session that lasts would keep plans that were made for empty tables.
HOUSEKEPING = {"autovacuum": "on"}
# On a small disk its journal is to be small as well.
SMALL = {"min_wal_size": "32MB", "max_wal_size": "64MB"}


@dataclass(frozen=True, slots=True)
class LiveDatabase:
    vendor: str
    url: str
    cluster: Cluster | None = None


@contextmanager
def live_database(vendor: str, folder: Path) -> Iterator[LiveDatabase]:
    """Raises Missing where there is no PostgreSQL."""
    if vendor == "sqlite":
        yield LiveDatabase(vendor, f"sqlite:///{folder}/live.sqlite3")
        return
    small = {"under": folder} | SMALL if os.path.ismount(folder) else {}
    cluster = Cluster.started(**DURABLE, **HOUSEKEPING, **small)
    try:
        yield LiveDatabase(vendor, cluster.make_database("live"), cluster)
    finally:
        cluster.stop()
