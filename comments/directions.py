"""Which way a language is written."""

from __future__ import annotations

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"
