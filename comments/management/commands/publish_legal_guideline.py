"""Publish the optional guideline *Legal*, worded in every language that the others are."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction

from comments.guidelines import LEGAL, OPTIONAL_WORDINGS
from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import Guideline
from comments.models.guideline import FALLBACK_LANGUAGE
from comments.refusals import Refusal


class Command(PlainSpokenCommand):
    help = "Add the guideline Legal, last in order. No check covers it: it is for moderators to judge."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--by", required=True, help="user name of the editor who publishes it")

    def handle(self, *, by: str, **options) -> None:
        user_model = get_user_model()
        try:
            editor = user_model.objects.get_by_natural_key(by)
        except user_model.DoesNotExist:
            raise CommandError(f"There is no user {by}.") from None
        if not editor.has_perm("comments.change_guideline"):
            raise CommandError(f"{by} may not publish guidelines.")
        try:
            self._publish(editor)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Published. Editors word, order and retire it like any other.")

    @transaction.atomic
    def _publish(self, editor) -> None:
        title, text = OPTIONAL_WORDINGS[FALLBACK_LANGUAGE][LEGAL]
        guideline = Guideline.objects.publish(
            by=editor, code=LEGAL, language=FALLBACK_LANGUAGE, title=title, text=text
        )
        for language in OPTIONAL_WORDINGS.keys() - {FALLBACK_LANGUAGE}:
            title, text = OPTIONAL_WORDINGS[language][LEGAL]
            guideline.word(by=editor, language=language, title=title, text=text, seen=0)
