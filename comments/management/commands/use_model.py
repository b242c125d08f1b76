"""`manage.py use_model [VERSION|shipped]`: which model of the house the checks use, and which there are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import HouseModel, HouseModelUse
from comments.models.house import SHIPPED


class Command(PlainSpokenCommand):
    help = "Switch to a model learned from this site's decisions, or back; without a version, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", nargs="?", help="the number of a model, or `shipped` for none")
        parser.add_argument("--by", metavar="USER", help="the name of the user who asked for it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["version"] is None:
            self._list()
        else:
            model = None if options["version"] == SHIPPED else _model(options["version"])
            HouseModelUse.objects.use(model, by=user_named(options["by"]))
            self.stdout.write(f"In use from now on: {model or SHIPPED}.")

    def _list(self) -> None:
        newest = HouseModelUse.objects.order_by("-pk").first()
        in_use = newest.model_id if newest else None
        self.stdout.write(f"{'*' if in_use is None else ' '} {SHIPPED}")
        for model in HouseModel.objects.defer("stored").order_by("pk"):
            area = model.figures.get("overall", {}).get("area")
            figures = f", AUC {area:.3f} on the newest then" if area is not None else ""
            self.stdout.write(
                f"{'*' if in_use == model.pk else ' '} {model}  {model.trained_at:%Y-%m-%d %H:%M}  "
                f"from {model.decisions} decisions{figures}"
            )


def user_named(name: str | None):
    if name is None:
        return None
    users = get_user_model()
    found = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if found is None:
        raise CommandError(f"There is no user {name!r}.")
    return found


def _model(version: str) -> HouseModel:
    found = HouseModel.objects.filter(pk=version).first() if version.isascii() and version.isdigit() else None
    if found is None:
        raise CommandError(f"There is no model {version!r}; `use_model` without a version lists them.")
    if fault := found.read().fault:
        raise CommandError(f"Model {version} cannot be read: {fault}")
    return found
