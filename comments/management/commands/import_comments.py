from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from comments.importing.importer import Broken, Importer
from comments.importing.numbered_lines import opened
from comments.importing.past import Reader
from comments.importing.report import BAD_LINES_SHOWN, Progress, Report
from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import Comment, Guideline, PastPage

LONGEST_SOURCE: int = Comment._meta.get_field("source").max_length  # type: ignore[assignment]
MOST_LINES_A_BATCH = 1000
SOME_BAD, STOPPED, INTERRUPTED = 1, 2, 130  # exit codes, as docs/importing.md tells them


class Command(PlainSpokenCommand):
    help = "Import comments from JSON lines (plain, gzipped, or - for standard input). Run it again to go on."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")
        parser.add_argument("--source", help="what the file came from; its name without endings if left out")
        parser.add_argument("--page-url", default="/", help="for lines that name no page")
        parser.add_argument("--page-title", default="", help="for lines that name no page")
        parser.add_argument(
            "--page-language", default=settings.LANGUAGE_CODE, help="where a line names no language"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report; import nothing")
        parser.add_argument(
            "--batch", type=_positive, default=200, help="lines in a transaction: %(default)s"
        )
        parser.add_argument(
            "--bad-lines", type=Path, help="write the number and fault of every bad line here"
        )

    def handle(self, *args, file: str, bad_lines: Path | None, **options) -> None:
        source = _source(options["source"], file)
        progress = Progress(sys.stderr)
        with bad_lines.open("w", encoding="utf-8") if bad_lines else nullcontext() as all_bad:
            report = Report(bad_lines=all_bad)
            importer = Importer(
                source=source,
                reader=_reader(source, options),
                report=report,
                batch=options["batch"],
                is_rehearsal=options["dry_run"],
                after_batch=progress.tell,
            )
            try:
                with _explained(), opened(file) as lines:
                    importer.run(lines)
            finally:
                progress.end()
                self._tell(report, progress, is_rehearsal=options["dry_run"])
        if report.bad:
            raise CommandError(f"{report.bad:,} lines could not be imported.", returncode=SOME_BAD)

    def _tell(self, report: Report, progress: Progress, *, is_rehearsal: bool) -> None:
        imported = "would be imported" if is_rehearsal else "imported"
        self.stdout.write(
            f"{report.imported:,} {imported}, {report.there_already:,} there already, {report.bad:,} bad; "
            f"{report.lines:,} lines in {progress.seconds:,.1f} s, {progress.rate(report):,.0f} a second."
        )
        for number, reason in report.first_bad:
            self.stdout.write(f"  line {number}: {reason}")
        if report.bad > BAD_LINES_SHOWN:
            self.stdout.write(f"  and {report.bad - BAD_LINES_SHOWN:,} more; --bad-lines FILE lists them all")


def _reader(source: str, options: dict) -> Reader:
    page = PastPage(
        key=f"import:{source}",
        url=options["page_url"],
        title=options["page_title"] or source,
        language=options["page_language"],
    )
    return Reader(page=page, guidelines=frozenset(Guideline.objects.values_list("code", flat=True)))


def _source(named: str | None, file: str) -> str:
    """What keys belong to. It must be the same at every run, or everything comes in twice."""
    if named is None and file == "-":
        raise CommandError("Standard input has no name: say --source NAME, the same every time.")
    source = Path(file).name.split(".")[0] if named is None else named
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise CommandError(f"The source needs a name of at most {LONGEST_SOURCE} characters: --source NAME.")
    return source


def _positive(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) <= MOST_LINES_A_BATCH:
        raise ArgumentTypeError(f"must be a whole number from 1 to {MOST_LINES_A_BATCH}")
    return int(value)


@contextmanager
def _explained() -> Iterator[None]:
    """What stops an import half-way, as one line. Whatever was imported stays."""
    try:
        yield
    except (Broken, OSError) as error:
        raise CommandError(str(error), returncode=STOPPED) from error
    except DatabaseError as error:
        raise CommandError(
            f"The database stopped it: {error}. Run it again to go on.", returncode=STOPPED
        ) from error
    except KeyboardInterrupt as error:
        raise CommandError("Interrupted. Run it again to go on.", returncode=INTERRUPTED) from error
