from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comments.models import Comment
from comments.refusals import Refusal


class Command(BaseCommand):
    help = "Erase comments on a legal request: words and personal data go, the fact and the decisions stay."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "comments", nargs="+", type=int, metavar="ID", help="as in #comment-ID on the page"
        )
        parser.add_argument("--by", required=True, metavar="USER", help="an editor's user name")
        parser.add_argument("--request", required=True, help="its file number: no personal data")

    def handle(self, *args, comments: list[int], by: str, request: str, **options) -> None:
        editor = _editor(by)
        if not request.strip():
            raise CommandError("Name the request: an erasure says under which one it was done.")
        found = Comment.objects.in_bulk(comments)
        if missing := sorted(set(comments) - set(found)):
            raise CommandError(f"No such comment: {', '.join(map(str, missing))}. Nothing was erased.")
        try:
            with transaction.atomic():
                for comment in found.values():
                    comment.erase(by=editor, request=request)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was erased.") from refusal
        self.stdout.write(f"Erased {len(found)}.")


def _editor(name: str):
    User = get_user_model()
    try:
        user = User.objects.get_by_natural_key(name)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user {name!r}.") from error
    if not user.has_perm("comments.erase_comment"):
        raise CommandError(f"{name} may not erase comments: put them into the group Editors.")
    return user
