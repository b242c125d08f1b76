"""`manage.py train_checks`: train the models of the learned check again, from comments that people judged."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.checks.model_file import MODELS, path_of

EXTRA = "pip install 'newsroom-comments[training]'"


class Command(BaseCommand):
    help = "Train the models of the learned check from labelled comments, and print how they do on others."
    # It reads files and writes files, and needs neither database nor site.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="+", metavar="LANGUAGE", help="ar, en or tr")
        parser.add_argument("--data", type=Path, required=True, help="the folder of labelled collections")
        parser.add_argument("--also", type=Path, action="append", default=[], metavar="FILE",
                            help="learn from this file too, in the form of the collections")  # fmt: skip
        parser.add_argument(
            "--seed", type=int, default=0, help="the same seed and comments give the same file"
        )
        parser.add_argument("--out", type=Path, default=MODELS, help="the folder for LANGUAGE.npz")

    def handle(self, *args: Any, **options: Any) -> None:
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
