"""Trains the contextual model: the whole encoder, a little, on comments that people judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import torch
from torch import nn

from comments.checks.wordpieces import WordPieces
from comments.training.contextual.batches import SIZE, Row, epochs, weighted
from comments.training.contextual.corpus import RECIPE, comments_of, kept_pieces, numbers
from comments.training.contextual.encoder import Encoder, from_base
from comments.training.labelled import TRAIN

EPOCHS = 1  # each comment is seen once, so nothing is left out against learning by heart
RATE, RATE_ON_TOP = 1e-4, 1e-3
WARMING = 200  # steps in which the rate rises
LONGEST = 96  # pieces of a comment
STEEPEST = 1.0
Say = Callable[[str], None]


def fine_tuned(base: Path, folder: Path, *, seed: int, say: Say) -> tuple[Encoder, list[str]]:
    """The encoder, and the pieces that it reads."""
    torch.manual_seed(seed)
    written = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = kept_pieces(written)
    vocabulary = [written[number] for number in kept]
    pieces = WordPieces(vocabulary)
    encoder = from_base(base, kept=kept, positions=LONGEST, labels=len(RECIPE.labels))
    comments = comments_of(folder, TRAIN, seed=seed)
    rows = [
        Row(numbers(pieces, each.text, most=LONGEST), each.judged, weights)
        for each, weights in zip(comments, weighted(comments), strict=True)
    ]
    say(f"{len(rows)} comments, {len(vocabulary)} pieces")
    _learn(encoder, rows, seed=seed, say=say)
    return encoder.eval(), vocabulary


def _learn(encoder: Encoder, rows: Sequence[Row], *, seed: int, say: Say) -> None:
    encoder.train()
    top = list(encoder.labels.parameters())
    below = [each for each in encoder.parameters() if all(each is not other for other in top)]
    optimizer = torch.optim.AdamW(
        [{"params": below, "lr": RATE}, {"params": top, "lr": RATE_ON_TOP}], weight_decay=0.01
    )
    steps = EPOCHS * len(rows) // SIZE
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARMING) * (1 - step / steps)
    )
    total = 0.0
    for step, batch in enumerate(islice(epochs(rows, Random(seed)), steps), 1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = encoder.log_odds(batch.pieces, batch.real)
        loss = nn.functional.binary_cross_entropy_with_logits(
            found.float(), batch.judged, weight=batch.weights, reduction="sum"
        )
        optimizer.zero_grad()
        (loss / SIZE).backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), STEEPEST)
        optimizer.step()
        schedule.step()
        total += loss.item() / SIZE
        if step % 100 == 0 or step == steps:
            say(f"step {step} of {steps}: loss {total / (step % 100 or 100):.3f}")
            total = 0.0
