"""Numbers in the digits of the language that is spoken. Django translates the words around them alone."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import get_language

EUROPEAN, EASTERN_ARABIC = "0123456789", "٠١٢٣٤٥٦٧٨٩"
DIGITS = {"ar": EASTERN_ARABIC, "ckb": EASTERN_ARABIC}
EASTERN_GROUPS = str.maketrans(",", "٬")
TABLES = {language: str.maketrans(f"{EUROPEAN}%", f"{digits}٪") for language, digits in DIGITS.items()}


def digits() -> str:
    """The ten of them, from nought."""
    return DIGITS.get(_language(), EUROPEAN)


def in_digits(text: str) -> str:
    """A date, a time or a share as it was written, in our reader's digits and with their sign."""
    table = TABLES.get(_language())
    return text.translate(table) if table else text


def number(value: int) -> str:
    return in_digits(str(value))


def grouped(value: int) -> str:
    """A number that may be large, by thousands. Django groups none for Arabic and knows no Sorani."""
    if _language() in TABLES:
        return in_digits(f"{value:,}".translate(EASTERN_GROUPS))
    return formats.number_format(value, force_grouping=True)


def _language() -> str:
    return (get_language() or "").split("-")[0]
