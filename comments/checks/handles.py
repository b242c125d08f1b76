"""Names on other platforms, as readers write them: "insta: cheapshoes.uk", "DM @crypto_king"."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a platform is called, endings included. Not those on which public figures are quoted all day.
PLATFORM = (
    r"(?:insta|snap|tele[gğ]ram|t[eê]l[eê]gram|discord|kik|onlyfans|tik ?tok"
    r"|[اإ]نست[غقج]?رام|[اإ]نستا|سناب|تلي?[غقج]رام|تيك توك|ئینستا|تێلێ?گرام|تیکتۆک|سناپ)\w*"
)
# What tells readers to turn to whoever has the name.
TURN_TO = r"(?:dm|pm|inbox|follow|takip|تابع\w*|راسل\w*|کۆنتاکت|فۆڵۆ\w*|bişopîn\w*)"
HANDLE = r"@[\w.]{3,30}"
WRITTEN = r"[a-z0-9]+[._][a-z0-9._]{2,30}"
NAMED = re.compile(
    rf"(?<!\w){PLATFORM}(?:[^\n.!?؟@]{{0,25}}{HANDLE}|\s?[:=]\s?[a-z0-9._]{{4,30}}|\s{WRITTEN})"
    rf"|(?<!\w){TURN_TO}\s[^\n.!?؟@]{{0,15}}{HANDLE}",
    re.IGNORECASE,
)


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Where a platform is named with a name on it, or readers are told to turn to one."""
    if "@" in text or "_" in text or ":" in text or "." in text:
        yield from (found.span() for found in NAMED.finditer(text))
