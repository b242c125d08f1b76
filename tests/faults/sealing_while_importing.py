"""python -m tests.faults.sealing_while_importing: seals, one after another, while a long file is imported.

Readers send and moderators decide meanwhile. In the end nothing may be lost, every row be sealed once, and
nobody have been told that the database is locked.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.live.databases import live_database
from tests.live.mail_server import MailServer
from tests.live.site import Site

SOURCE, LOCKED = "old-system", "database is locked"
COMMENTS_A_PAGE, DECIDED_EACH = 200, 3
READERS, MODERATORS, PACE = 2, 1, 0.2
SECONDS_BETWEEN_WORDS = 60


def main() -> int:
    given = _given()
    # Ended from outside, it ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    with contextlib.ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-sealing-")))
        database = ends.enter_context(live_database(given.database, folder))
        site = Site(folder, database, MailServer())
        ends.callback(site.end)
        site.begin()
        broken = _tried(site, given.comments)
    for sentence in broken:
        print(f"  broken: {sentence}")
    return 1 if broken else 0


def _tried(site: Site, comments: int) -> list[str]:
    # Only now, as they need Django to be set up.
    from tests.live.crowd import Crowd
    from tests.live.reckoning import reckon

    file = _written(site.folder / "comments.jsonl", comments)
    site.start_web()
    crowd = Crowd(site, readers=READERS, moderators=MODERATORS, pace=PACE)
    crowd.begin()
    begun = time.monotonic()
    importing = site.start_command("import_comments", str(file), "--source", SOURCE, called="import")
    statuses = list(_sealed_until_ended(site, importing, begun))
    took = time.monotonic() - begun
    crowd.stop()
    statuses.append(site.command("seal_trail"))
    print(
        f"{site.database.vendor}: {comments:,} comments imported in {took:.0f} s, "
        f"{len(statuses) - 1} times sealed meanwhile, {_seals()} seals in all\n"
        f"  of readers      {len(crowd.ledger.accepted)} accepted, the longest waited "
        f"{max(crowd.ledger.seconds, default=0):.1f} s",
        flush=True,
    )
    return [
        *([] if importing.wait() == 0 else [f"import_comments ended with {importing.wait()}"]),
        *(f"seal_trail ended with {status}" for status in statuses if status),
        *([] if len(statuses) > 1 else ["nothing was sealed while the import ran"]),
        *_lost(comments),
        *_not_sealed_once(),
        *reckon(crowd).all,
        *crowd.ledger.faults,
        *([f"“{LOCKED}”, {times} times"] if (times := site.log.count(LOCKED)) else []),
    ]


def _written(file: Path, comments: int) -> Path:
    with file.open("w") as out:
        for number in range(comments):
            address = f"/old/{number // COMMENTS_A_PAGE}/"
            page = {"url": address, "title": "The bridge", "language": "en"}
            line = {"id": number, "text": f"It floods every spring, {number}.", "page": page}
            if number % DECIDED_EACH == 0:
                line["decision"] = {"outcome": "approved"}
            out.write(f"{json.dumps(line)}\n")
    return file


def _sealed_until_ended(site: Site, importing, begun: float) -> Iterator[int]:
    """With which status each sealer ended."""
    from comments.models import Comment

    told = begun
    while importing.poll() is None:
        yield site.start_command("seal_trail", called="seal").wait()
        if time.monotonic() - told > SECONDS_BETWEEN_WORDS:
            told = time.monotonic()
            there = Comment.objects.filter(source=SOURCE).count()
            print(f"    {told - begun:.0f} s: {there:,} imported, {_seals()} seals", flush=True)


def _seals() -> int:
    from comments.models import Seal

    return Seal.objects.count()


def _lost(comments: int) -> list[str]:
    from comments.models import Comment, Decision

    brought = Comment.objects.filter(source=SOURCE)
    decided = Decision.objects.filter(comment__in=brought, by=None).count()  # the crowd's have a moderator
    expected = len(range(0, comments, DECIDED_EACH))
    return [
        *([] if brought.count() == comments else [f"{brought.count()} of {comments} comments came in"]),
        *([] if decided == expected else [f"{decided} of {expected} decisions came in"]),
    ]


def _not_sealed_once() -> list[str]:
    from comments.models import SealedRow, Unsealed
    from comments.sealing.documents import heads

    sentences = [f"{left} rows wait for a seal still"] if (left := Unsealed.objects.count()) else []
    for kind, model in heads().items():
        keys = SealedRow.objects.filter(kind=kind).values("key")
        rows, sealed, different = model._default_manager.count(), keys.count(), keys.distinct().count()
        if not rows == sealed == different:
            sentences.append(f"{kind}: {rows} rows, {sealed} sealed, {different} of them different")
    return sentences


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--comments", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
