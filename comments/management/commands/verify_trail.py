"""manage.py verify_trail: whether the record is what was sealed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError
from django.db import Error, connection

from comments.conf import setting
from comments.management.plain_spoken import PlainSpokenCommand, advice_on
from comments.models import Seal, Verification
from comments.sealing.kept_apart import is_gone
from comments.sealing.problem import Problem
from comments.sealing.published import PublishedRefused, published, rows_published
from comments.sealing.signing import KeyRefused, PublicKey, SealKey
from comments.sealing.unreadable import reason_of
from comments.sealing.verifying import problems

MOST_NAMED = 20
PROGRESS_EVERY = 50_000
GONE = (
    "{file}, which SEALS_FILE names, is gone: whether an older backup was restored, or the end was cut off, "
    "could not be told."
)
NOT_AS_SEALED, NOT_VERIFIED, OLDER = 1, 2, 3


class Command(PlainSpokenCommand):
    help = (
        "Work out every seal again. Ends with 0 where the record is what was sealed, 1 where it is not, "
        "2 where that could not be told, 3 where seals were published that are newer than this database."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--against",
            metavar="FILE",
            help="an export, or lines like `seal 12 9f86d0…`; else the file that SEALS_FILE names",
        )
        parser.add_argument(
            "--key", action="append", default=[], metavar="FILE", help="public key; more than one is tried"
        )
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        parser.add_argument(
            "--record",
            action="store_true",
            help="keep what came of it, for the checks and health pages to tell",
        )

    def handle(self, *args, key: list[str], against: str | None, **options) -> None:
        try:
            keys = _keys(key)
            digests = _digests(against)
        except (KeyRefused, PublishedRefused) as refusal:
            raise CommandError(f"{refusal} Nothing was verified.", returncode=NOT_VERIFIED) from refusal
        found = Found(self.stderr.write if options["verbosity"] else None)
        is_alone, broke_off = False, ""
        try:
            found.look(
                problems(
                    keys=keys,
                    published=digests,
                    rows_published=partial(rows_published, Path(against)) if against else lambda seal: (),
                    progress=found.has_verified,
                )
            )
            is_alone = against is None and is_gone()
        except Error as error:
            broke_off = f"The database gave no answer: {reason_of(error)}."
            if not found.count:
                sentence = f"{broke_off} What was sealed could not be verified.{advice_on(error)}"
                raise CommandError(sentence, returncode=NOT_VERIFIED) from error
        self._say(found, signed=bool(keys), as_json=options["json"], is_alone=is_alone)
        if broke_off:
            self.stderr.write(f"{broke_off} What comes after was not verified.")
            connection.close_if_unusable_or_obsolete()  # it may be back already, for a new connection
        if options["record"]:
            self._record(found, in_any_case=not broke_off)
        if found.count:
            sys.exit(OLDER if found.is_older else NOT_AS_SEALED)
        if is_alone:
            sys.exit(NOT_VERIFIED)

    def _record(self, found: Found, *, in_any_case: bool) -> None:
        """Of a database that broke off it may be too much to ask: what it found is said all the same."""
        try:
            _keep(found)
        except CommandError as refusal:
            if in_any_case:
                raise
            self.stderr.write(str(refusal))

    def _say(self, found: Found, *, signed: bool, as_json: bool, is_alone: bool) -> None:
        if as_json:
            said = _as_json(found, signed) | {"seals_file_is_gone": is_alone}
            self.stdout.write(json.dumps(said, indent=2))
        elif found.count:
            for problem in found.named:
                self.stdout.write(str(problem))
            self.stdout.write(f"Not as it was sealed: {found.count} found, the first on top.")
        else:
            rows, digest = (found.newest.last, found.newest) if found.newest else (0, "no seal yet")
            self.stdout.write(f"{rows:,} rows are as they were sealed. The newest: {digest}")
            if not signed:
                self.stdout.write("Signatures were not tried: no key was given.")
        if is_alone:
            self.stderr.write(GONE.format(file=setting("SEALS_FILE")))


class Found:
    """What verifying found, and up to which seal: what is sealed meanwhile was not looked at."""

    def __init__(self, tell: Callable[[str], None] | None) -> None:
        self.newest: Seal | None = None
        self.named: list[Problem] = []
        self.count = 0
        self.is_older = True
        self._tell = tell
        self._told = 0

    def look(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.count += 1
            self.is_older = self.is_older and problem.is_older
            self.named += [problem] if self.count <= MOST_NAMED else []

    def has_verified(self, seal: Seal) -> None:
        self.newest = seal
        if self._tell and seal.last - self._told >= PROGRESS_EVERY:
            self._told = seal.last
            self._tell(f"{seal.last:,} rows verified")


def _keep(found: Found) -> None:
    try:
        first = str(found.named[0]) if found.named else ""
        Verification.objects.keep(newest=found.newest, problems=found.count, first=first)
    except Error as error:
        raise CommandError(
            f"What came of it cannot be kept: {reason_of(error)}.{advice_on(error)}",
            returncode=NOT_VERIFIED,
        ) from error


def _digests(against: str | None) -> dict[int, str]:
    """Of the file that is named; of the one that is kept, where it is there: see `is_gone`."""
    kept = setting("SEALS_FILE")
    if against is None and (not kept or not Path(kept).exists()):
        return {}
    return published(Path(against or kept))


def _keys(files: list[str]) -> dict[str, PublicKey]:
    site = None if files else SealKey.of_site()
    keys = [PublicKey.read(Path(file)) for file in files] or ([site.public] if site else [])
    return {key.name: key for key in keys}


def _as_json(found: Found, signed: bool) -> dict:
    newest = found.newest
    return {
        "as_sealed": not found.count,
        "problems": found.count,
        "first": [
            {"sentence": each.sentence, "seal": each.seal, "row": each.row, "older": each.is_older}
            for each in found.named
        ],
        "newest": {"seal": newest.number, "digest": newest.digest, "rows": newest.last} if newest else None,
        "signatures_tried": signed,
    }
