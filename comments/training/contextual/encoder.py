"""The encoder that the contextual model starts from, and the layer that is trained on top of it.

The base is all-MiniLM-L6-v2 (Apache-2.0): six layers of self-attention over word pieces, 22 million numbers
(Wang et al. 2020, arXiv:2002.10957). Comments stand one after the other, padded to the longest of a batch.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
TINY = 1e-12


class Layer(nn.Module):
    """Each piece looks at all others, then at itself."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.gathered = nn.Linear(WIDTH, WIDTH)
        self.gathered_norm = nn.LayerNorm(WIDTH, eps=TINY)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=TINY)

    def forward(self, pieces: Tensor, hidden: Tensor) -> Tensor:
        """`pieces` is (comments, pieces, width); `hidden` is added to what a piece thinks of another."""
        comments, length, _ = pieces.shape
        query, key, value = (
            part(pieces).view(comments, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = torch.softmax(query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + hidden, -1)
        heads = (weights @ value).transpose(1, 2).reshape(comments, length, WIDTH)
        pieces = self.gathered_norm(self.gathered(heads) + pieces)
        return self.norm(self.narrow(nn.functional.gelu(self.wide(pieces))) + pieces)


class Encoder(nn.Module):
    """Gives each piece its part in every label; a label's log odds are the mean of the parts."""

    def __init__(self, vocabulary: int, positions: int, labels: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Parameter(torch.zeros(positions, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=TINY)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.labels = nn.Linear(WIDTH, labels)

    def forward(self, pieces: Tensor) -> Tensor:
        """(1, pieces) numbers to (pieces, labels) parts, for one comment: what is exported."""
        hidden = torch.zeros(1, 1, 1, 1)
        return self.labels(self._encode(pieces, hidden))[0]

    def log_odds(self, pieces: Tensor, real: Tensor) -> Tensor:
        """(comments, labels) of a padded batch; `real` is 1 where a piece stands and 0 beyond."""
        hidden = (1 - real)[:, None, None, :] * -1e4
        encoded = self._encode(pieces, hidden) * real[:, :, None]
        return self.labels(encoded.sum(1) / real.sum(1, keepdim=True))

    def _encode(self, pieces: Tensor, hidden: Tensor) -> Tensor:
        encoded = self.norm(self.words(pieces) + self.positions[: pieces.shape[1]])
        for layer in self.layers:
            encoded = layer(encoded, hidden)
        return encoded


def from_base(folder: Path, *, kept: list[int], positions: int, labels: int) -> Encoder:
    """The base's encoder with only the pieces that were `kept`, in that order."""
    stored = load_file(folder / "model.safetensors")
    encoder = Encoder(len(kept), positions, labels)
    ours = {
        "words.weight": stored["embeddings.word_embeddings.weight"][kept],
        # Every comment is of the first of the base's two types.
        "positions": stored["embeddings.position_embeddings.weight"][:positions]
        + stored["embeddings.token_type_embeddings.weight"][0],
        **_both("norm", stored, "embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        base, mine = f"encoder.layer.{number}", f"layers.{number}"
        for part, name in (
            ("query", "attention.self.query"),
            ("key", "attention.self.key"),
            ("value", "attention.self.value"),
            ("gathered", "attention.output.dense"),
            ("gathered_norm", "attention.output.LayerNorm"),
            ("wide", "intermediate.dense"),
            ("narrow", "output.dense"),
            ("norm", "output.LayerNorm"),
        ):
            ours |= _both(f"{mine}.{part}", stored, f"{base}.{name}")
    encoder.load_state_dict(ours, strict=False)
    return encoder


def _both(mine: str, stored: dict[str, Tensor], base: str) -> dict[str, Tensor]:
    return {f"{mine}.{kind}": stored[f"{base}.{kind}"] for kind in ("weight", "bias")}
