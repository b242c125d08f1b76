"""By what a site names the entries of its feeds. No Django, as settings ask it too."""

from __future__ import annotations

import re

# The authority of RFC 4151: a date without its month is the first of January.
AUTHORITY = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,[0-9]{4}(?:-[0-9]{2}){0,2}")


def is_feed_tag(tag: object) -> bool:
    return isinstance(tag, str) and AUTHORITY.fullmatch(tag) is not None
