"""E-mail addresses in the one way in which each is kept, however its domain was written."""

from __future__ import annotations

import unicodedata

LONGEST = 254  # of what can be kept


def settled_address(address: str) -> str:
    """With a domain beyond ASCII as mail servers ask for it: capitals and composed letters make no other."""
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    typed = f"{local}{at}{domain}"
    if domain.isascii():
        return typed
    try:
        settled = f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:  # no name that a server could have
        return typed
    return settled if len(settled) <= LONGEST else typed


def spellings(address: str) -> list[str]:
    """Under which it may stand: as it is settled, and as it was typed before that was done."""
    local, at, domain = settled_address(address).rpartition("@")
    try:
        typed = domain.lower().encode("ascii").decode("idna")
    except UnicodeError:
        typed = domain
    return list(dict.fromkeys([f"{local}{at}{domain}", f"{local}{at}{typed}", address]))
