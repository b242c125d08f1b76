"""Settling a reader's words once, for every entrance; after that the text is the text."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.digits import number
from comments.refusals import TextRefused

MAX_LENGTH = 3000  # code points
MAX_NAME_LENGTH = 60
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
# Unicode counts them among letters and symbols, and draws nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")
_NEWER_THAN_OUR_TABLES = re.compile("[\U0001f000-\U0001fbff]")


def settled(text: str) -> str:
    """The words as they will be stored: line endings are \\n, outer white space is gone, all else as written.

    Raises TextRefused, with a sentence for the reader, when they cannot be stored.
    """
    _refuse_unstorable(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not is_visible(text):
        raise TextRefused(_("Write a comment first."))
    if len(text) > MAX_LENGTH:
        excess = len(text) - MAX_LENGTH
        raise TextRefused(
            ngettext(
                "The comment is %(excess)s character too long. At most %(limit)s fit.",
                "The comment is %(excess)s characters too long. At most %(limit)s fit.",
                excess,
            )
            % {"excess": number(excess), "limit": number(MAX_LENGTH)}
        )
    return text


def settled_name(name: str) -> str:
    """A name to sign with, on one line. Raises TextRefused.

    What cannot be seen is left out: it would turn round what stands beside the name, or make two of one. The
    joiners stay, as Kurdish and Persian are written with them.
    """
    _refuse_unstorable(name)
    name = " ".join("".join(letter for letter in name if not _is_control(letter)).split())
    if not is_visible(name):
        raise TextRefused(_("Give a name to sign with."))
    if len(name) > MAX_NAME_LENGTH:
        raise TextRefused(
            _("The name is too long. At most %(limit)s characters fit.") % {"limit": number(MAX_NAME_LENGTH)}
        )
    return name


def settled_note(text: str, *, limit: int) -> str:
    """What somebody adds to an act (a report, an appeal, a decision); it may be empty. Raises TextRefused."""
    _refuse_unstorable(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > limit:
        raise TextRefused(
            _("The text is too long. At most %(limit)s characters fit.") % {"limit": number(limit)}
        )
    return text


def is_visible(text: str) -> bool:
    """Whether any of it can be seen: a letter, digit, punctuation or symbol, not only spaces and controls."""
    return any(_is_drawn(character) for character in text)


def new_salt() -> str:
    return secrets.token_hex(16)


def digest(salt: str, text: str) -> str:
    """SHA-256 over salt and words. Once erasure has destroyed both, it says nothing and stays verifiable."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def is_storable(text: str) -> bool:
    """Whether a database can keep it: PostgreSQL has no NUL, and UTF-8 has no half of a surrogate pair."""
    return _UNSTORABLE.search(text) is None


def _is_drawn(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":
        return _NEWER_THAN_OUR_TABLES.match(character) is not None  # an emoji
    return category[0] in "LNPS" and character not in _BLANK


def _is_control(letter: str) -> bool:
    return not letter.isspace() and letter not in _JOINERS and unicodedata.category(letter) in ("Cc", "Cf")


def _refuse_unstorable(text: str) -> None:
    if not is_storable(text):
        raise TextRefused(_("The text has characters that are not text. Remove them and send it again."))
