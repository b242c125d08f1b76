"""What every refusal is."""

from __future__ import annotations


class Refusal(Exception):
    """A verb was asked for what it may not do. Nothing was changed."""


class TextRefused(Refusal):
    """The words cannot be stored as they are: empty, too long, or not text."""
