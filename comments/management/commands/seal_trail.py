"""manage.py seal_trail: closes what came since the last seal."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import Error, connection

from comments.management.plain_spoken import PlainSpokenCommand, advice_on
from comments.models import Seal
from comments.privileges.owning import current_role, may_add
from comments.sealing.closing import seal_trail
from comments.sealing.kept_apart import OlderDatabase, go_on, lacks, refuse_older
from comments.sealing.line import Line
from comments.sealing.published import PublishedRefused
from comments.sealing.signing import KeyRefused, SealKey
from comments.sealing.unreadable import reason_of


class Command(PlainSpokenCommand):
    help = (
        "Seal what was added to the record since the last seal, and print each new seal for publishing. Ends "
        "with 0 where all was sealed, 1 where something waits that names no row of the record or cannot be "
        "read, or where SEALS_FILE could not be written, 2 where nothing could be sealed, 3 where this "
        "database is older than its seals."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--after-restore",
            action="store_true",
            help="go on from an older backup: what was sealed since is lost, and both record and file say so",
        )

    def handle(self, *args, after_restore: bool, **options) -> None:
        try:
            self._refuse_who_may_not()
            key = SealKey.of_site()
            if after_restore:
                self._go_on()
            self._seal(key)
        except (KeyRefused, PublishedRefused) as refusal:
            raise CommandError(f"{refusal} Nothing was sealed.", returncode=2) from refusal
        except Error as error:
            sentence = f"The database refused to go on sealing: {reason_of(error)}.{advice_on(error)}"
            raise CommandError(sentence, returncode=2) from error
        except OlderDatabase as older:
            advice = "After a restore that was meant, go on with --after-restore."
            raise CommandError(f"{older} Nothing was sealed. {advice}", returncode=3) from older

    def _refuse_who_may_not(self) -> None:
        if not may_add(connection, Seal):
            role = current_role(connection)
            sentence = f"The database role {role!r} may not seal: that is the worker's. Nothing was sealed."
            raise CommandError(sentence, returncode=2)

    def _seal(self, key: SealKey | None) -> None:
        # What another sealer makes meanwhile, it keeps itself.
        last, newest, line = Seal.objects.order_by("-number").first(), None, Line()
        for newest in seal_trail(key, line):
            self.stdout.write(str(newest))
        if newest is None:
            self.stdout.write("Nothing to seal.")
        complaints = [line.complaint, _not_kept(newest or last)]
        if complaint := " ".join(filter(None, complaints)):
            raise CommandError(complaint, returncode=1)

    def _go_on(self) -> None:
        try:
            refuse_older()
        except OlderDatabase:
            self._say_so()
        else:
            raise CommandError("No seal is missing here: there is nothing to go on from.", returncode=2)

    def _say_so(self) -> None:
        try:
            number = go_on()
        except OSError as error:
            raise CommandError("SEALS_FILE cannot be written. Nothing was sealed.", returncode=2) from error
        self.stdout.write(f"The record goes on from seal {number}.")


def _not_kept(seal: Seal | None) -> str:
    if seal is None or not lacks(seal.number):
        return ""
    return (
        f"SEALS_FILE lacks seal {seal.number}, which is made: it cannot be written, or is something else. "
        "Once it can, run this again."
    )
