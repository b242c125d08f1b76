"""manage.py erase_comments: single comments, everything of a person, or what was erased before a restore."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from comments.conf import setting
from comments.erasing.again import Again, erase_again
from comments.management import persons
from comments.models import Comment, Erasure, Person
from comments.refusals import Refusal

HELP = """Erase on a legal request: words and personal data go, the fact and the decisions stay.
Name comments, or a person by --account, --email or --receipt, or a list by --again."""


class Command(persons.PersonCommand):
    help = HELP

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "comments", nargs="*", type=int, metavar="ID", help="as in #comment-ID on the page", default=[]
        )
        persons.add_arguments(parser)
        parser.add_argument("--again", metavar="FILE", help="what list_erasures wrote, after a restore")
        parser.add_argument("--by", required=True, metavar="USER", help="an editor's user name")
        parser.add_argument("--request", default="", help="its file number: no personal data")
        parser.add_argument("--leave-held", action="store_true", help="erase what no legal hold keeps")
        parser.add_argument("--close", action="store_true", help="close the person's accounts too")
        parser.add_argument("--look", action="store_true", help="say what would be erased, and erase nothing")

    def handle(self, *args, comments: list[int], by: str, request: str, **options) -> None:
        editor = persons.editor_of(by)
        try:
            person = persons.person_of(options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was erased.") from refusal
        ways = [bool(comments), person is not None, options["again"] is not None]
        if sum(ways) != 1:
            raise CommandError("Name comments, or a person, or --again: one of these. Nothing was erased.")
        if options["again"] is not None:
            self._again(options["again"], editor)
            return
        if not request.strip() and not options["look"]:
            raise CommandError("Name the request: an erasure says under which one it was done.")
        try:
            if person is None:
                self._comments(comments, editor, request, look=options["look"])
            else:
                self._person(person, editor, request, options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was erased.") from refusal

    def _comments(self, keys: list[int], editor, request: str, *, look: bool) -> None:
        found = Comment.objects.in_bulk(keys)
        if missing := sorted(set(keys) - set(found)):
            raise CommandError(f"No such comment: {', '.join(map(str, missing))}. Nothing was erased.")
        if look:
            self.stdout.write(f"Would erase {len(found)}.")
            return
        Erasure.objects.erase_all(found, by=editor, request=request)
        self.stdout.write(f"Erased {len(found)}.")

    def _person(self, person: Person, editor, request: str, options) -> None:
        if person.is_nobody:
            raise CommandError("Nothing is kept about such a person. Nothing was erased.")
        if options["look"]:
            self._look(person)
            return
        if options["close"] and not setting("CLOSE_ACCOUNT"):
            raise CommandError("This site says of no way to close accounts. Nothing was erased.")
        erased = person.erase(
            by=editor, request=request, leaving_held=options["leave_held"], closing=options["close"]
        )
        self.stdout.write(
            f"Erased {erased.comments} comments, {erased.reports} reports and {erased.notes} notes."
        )
        if erased.closed:
            self.stdout.write(f"Closed {erased.closed} accounts.")
        if erased.open:
            self.stdout.write(f"Still there: {erased.open} accounts. --close closes them too.")
        if erased.held:
            self.stdout.write(f"Left under a legal hold: {', '.join(map(str, erased.held))}.")

    def _look(self, person: Person) -> None:
        for comment in person.comments.exclude(status=Comment.Status.ERASED).order_by("pk"):
            self.stdout.write(f"comment {comment.pk}, {comment.received_at:%Y-%m-%d}, {comment.status}")
        for report in person.reports.order_by("pk"):
            self.stdout.write(f"report of comment {report.comment_id}, {report.reported_at:%Y-%m-%d}")
        self.stdout.write(f"{person.notes.count()} notes about them")
        for account in person.accounts:
            self.stdout.write(f"account {account.get_username()}, with --close")
        for pk in person.held.order_by("pk").values_list("pk", flat=True):
            self.stdout.write(f"comment {pk} is under a legal hold")

    def _again(self, name: str, editor) -> None:
        try:
            again = erase_again(Path(name), by=editor)
        except OSError as error:
            raise CommandError(f"{name} cannot be read. Nothing was erased.", returncode=2) from error
        self.stdout.write(f"Erased {again.erased} again. {again.missing} came in after the backup.")
        if again.troubles:
            raise CommandError(_troubles(again))


def _troubles(again: Again) -> str:
    named = "\n".join(again.named)
    return f"{named}\nNot erased: {again.troubles.total()}. The rest was."
