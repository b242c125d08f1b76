"""How many comments are public on each of many pages, in one query."""

from __future__ import annotations

from collections.abc import Sequence

from comments import pages
from comments.conf import setting
from comments.models import Discussion

MOST_PAGES = 100
LONGEST_KEY = Discussion._meta.get_field("key").max_length


def counts_of(keys: Sequence[str]) -> dict[str, int]:
    """By key. 0 for what has no discussion, is not public, or is no key at all."""
    asked = [key for key in keys if len(key) <= (LONGEST_KEY or 0) and "\0" not in key]
    found = Discussion.objects.filter(site=setting("SITE"), key__in=asked, shown__published_count__gt=0)
    told = list(found.values_list("key", "page", "shown__published_count"))
    hidden = pages.hidden({page for _, page, _ in told})
    public = {key: count for key, page, count in told if page not in hidden}
    return {key: public.get(key, 0) for key in keys}
