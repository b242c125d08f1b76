"""E-mail addresses in the one way in which each is kept, however its domain was written."""

from __future__ import annotations

import unicodedata

import idna

LONGEST = 254  # of what can be kept


def settled_address(address: str) -> str:
    """With a domain beyond ASCII as mail servers ask for it: capitals and composed letters make no other.

    As browsers and registries have it today (IDNA 2008, UTS #46). Django and Python's own codec are of 2003,
    and make of `ß`, `ς` and the joiners another domain, maybe another's.
    """
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    typed = f"{local}{at}{domain}"
    if domain.isascii() or len(typed) > LONGEST:
        return typed
    try:
        settled = f"{local}{at}{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:  # no name that a server could have
        return typed
    return settled if len(settled) <= LONGEST else typed


def is_same(one: str, other: str) -> bool:
    """In capitals or not. ß is no ss and ı no i: whoever reads mail at the one need not at the other."""
    return settled_address(one).lower() == settled_address(other).lower()


def spellings(address: str) -> list[str]:
    """Under which it may stand: as it is settled, and as it was typed before that was done."""
    local, at, domain = settled_address(address).rpartition("@")
    try:
        typed = idna.decode(domain, uts46=True)
    except idna.IDNAError:
        typed = domain.lower()
    return list(dict.fromkeys([f"{local}{at}{domain}", f"{local}{at}{typed}", address]))
