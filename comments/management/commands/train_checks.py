"""`manage.py train_checks`: train the models of the learned check again, from comments that people judged.

With `--from-decisions` it learns from what this site's moderators decided, as a layer over those models.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from comments.checks.model_file import MODELS, path_of
from comments.management.plain_spoken import PlainSpokenCommand

EXTRA = "pip install 'newsroom-comments[training]'"


class Command(PlainSpokenCommand):
    help = "Train the models of the learned check from labelled comments, and print how they do on others."
    # Without --from-decisions it reads files and writes files, and needs neither database nor site.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="ar, en or tr")
        parser.add_argument("--data", type=Path, help="the folder of labelled collections")
        parser.add_argument("--also", type=Path, action="append", default=[], metavar="FILE",
                            help="learn from this file too, in the form of the collections")  # fmt: skip
        parser.add_argument(
            "--seed", type=int, default=0, help="the same seed and comments give the same file"
        )
        parser.add_argument("--out", type=Path, default=MODELS, help="the folder for LANGUAGE.npz")
        parser.add_argument(
            "--from-decisions", action="store_true", help="adapt to what this site's moderators decided"
        )
        parser.add_argument(
            "--newest", type=int, default=20_000, help="how many decisions to learn from at most"
        )
        parser.add_argument("--by", metavar="USER", help="the name of the user who asked for it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_decisions"]:
            self._learn_from_decisions(**options)
        elif options["languages"] and options["data"]:
            self._train_all(**options)
        else:
            raise CommandError("Name languages and --data FOLDER, or give --from-decisions.")

    def _learn_from_decisions(self, *, newest: int, seed: int, by: str | None, **others: Any) -> None:
        from comments.learning.house import learn
        from comments.learning.teaching import TooLittle
        from comments.management.commands.use_model import user_named

        if others["languages"] or others["data"] or others["also"]:
            raise CommandError("--from-decisions learns from decisions alone: leave out languages and files.")
        try:
            model = learn(by=user_named(by), newest=newest, seed=seed, say=self._say)
        except TooLittle as error:
            raise CommandError(str(error)) from error
        if model is not None:
            self._say(f"In use from now on: {model}. `manage.py use_model shipped` switches back.")

    def _train_all(self, **options: Any) -> None:
        if find_spec("sklearn") is None:
            raise CommandError(f"Training needs scikit-learn: {EXTRA}")
        from comments.training.labelled import RECIPES, CannotLearn

        if unknown := [language for language in options["languages"] if language not in RECIPES]:
            raise CommandError(
                f"There is no recipe for {', '.join(unknown)}; there are {', '.join(RECIPES)}."
            )
        options["out"].mkdir(parents=True, exist_ok=True)
        for language in options["languages"]:
            try:
                self._train(language, **options)
            except CannotLearn as error:
                raise CommandError(f"{language}: {error}") from error

    def _train(
        self, language: str, *, data: Path, also: list[Path], seed: int, out: Path, **others: Any
    ) -> None:
        from comments.training.labelled import RECIPES, read_all
        from comments.training.report import table
        from comments.training.train import train

        recipe = RECIPES[language].with_more([path.name.partition(".")[0] for path in also])
        rows = read_all(data, also, recipe, seed)
        path = path_of(language, out)
        version = train(language, recipe, rows, path, seed=seed, say=self._say)
        self._say(f"{path}: version {version}, {path.stat().st_size / 1e6:.1f} MB")
        for line in table(path, rows):
            self._say(line)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
