"""E-mail addresses in the one way in which each is kept, however its domain was written."""

from __future__ import annotations

import re
import unicodedata
from encodings.idna import nameprep

LONGEST = 254  # of what can be kept
DOT = re.compile("[.\u3002\uff0e\uff61]")
# Python's codec is of 2003: it makes these ss, σ and nothing, which is another domain, maybe another's. To
# browsers and registries of today they are letters of their own.
KEPT = re.compile("([ß\u03c2\u200c\u200d])")


def settled_address(address: str) -> str:
    """With a domain beyond ASCII as mail servers ask for it: capitals and composed letters make no other."""
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    typed = f"{local}{at}{domain}"
    if domain.isascii():
        return typed
    try:
        settled = f"{local}{at}{_asked_for(domain)}"
    except UnicodeError:  # no name that a server could have
        return typed
    return settled if len(settled) <= LONGEST else typed


def spellings(address: str) -> list[str]:
    """Under which it may stand: as it is settled, and as it was typed before that was done."""
    local, at, domain = settled_address(address).rpartition("@")
    try:
        typed = ".".join(_written(label) for label in domain.lower().split("."))
    except UnicodeError:
        typed = domain
    return list(dict.fromkeys([f"{local}{at}{domain}", f"{local}{at}{typed}", address]))


def _asked_for(domain: str) -> str:
    """Raises UnicodeError where no server could have the name."""
    labels = [
        f"xn--{_prepared(label).encode('punycode').decode('ascii')}" if KEPT.search(label) else label
        for label in DOT.split(domain.replace("ẞ", "ß"))
    ]
    return ".".join(labels).encode("idna").decode("ascii")


def _prepared(label: str) -> str:
    return "".join(part if KEPT.fullmatch(part) else nameprep(part) for part in KEPT.split(label))


def _written(label: str) -> str:
    """As it is read. Raises UnicodeError where it cannot be."""
    if label.startswith("xn--"):
        written = label.removeprefix("xn--").encode("ascii").decode("punycode")
        if KEPT.search(written) and _asked_for(written) == label:
            return written
    return label.encode("ascii").decode("idna")
