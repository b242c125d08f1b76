"""What near-duplicates have in common: a few numbers, of which they share at least one.

The numbers are stored and compared with those of texts to come, so what is computed here must not change.

Of the folded letters, without spaces and signs, every run of `RUN` is hashed. The hashes are dealt out to
`BANDS` × `ROWS` places and the smallest stays in each (one-permutation MinHash); a band is made of its rows.
Two texts that share a part s of their runs share a given band with a chance of s to the power of `ROWS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

from comments.checks.folding import END, fold

RUN = 5
BANDS = 5
ROWS = 5
PLACES = BANDS * ROWS
# Fewer letters than this are written alike by chance: "thanks" is no campaign.
SHORTEST = 24


def fingerprint(text: str) -> tuple[int, ...] | None:
    """A number of 63 bits for each band; None for a text too short to tell anything."""
    letters = "".join(word for word in fold(text).words if word != END)
    if len(letters) < SHORTEST:
        return None
    rows = _filled(_smallest(letters))
    return tuple(_number(rows[start : start + ROWS]) for start in range(0, PLACES, ROWS))


def _smallest(letters: str) -> list[int | None]:
    """The smallest hash that fell to each place; None where none did."""
    places: list[int | None] = [None] * PLACES
    for start in range(len(letters) - RUN + 1):
        rest, place = divmod(crc32(letters[start : start + RUN].encode()), PLACES)
        least = places[place]
        if least is None or rest < least:
            places[place] = rest
    return places


def _filled(places: Sequence[int | None]) -> list[int]:
    """An empty place borrows from one that is not. Each asks the others in an order of its own."""
    return [_borrowed(places, place) if least is None else least for place, least in enumerate(places)]


def _borrowed(places: Sequence[int | None], place: int) -> int:
    asked = 0
    while True:
        asked += 1
        least = places[crc32(b"%d asks %d" % (place, asked)) % PLACES]
        if least is not None:
            return least


def _number(rows: Sequence[int]) -> int:
    packed = b"".join(row.to_bytes(4, "big") for row in rows)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big") >> 1
