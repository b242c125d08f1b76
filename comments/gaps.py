"""What is left open in a page that is kept for everybody, and filled for each reader."""

from __future__ import annotations

import re
import secrets

# New with each process, so that no reader can write a gap.
MARK = secrets.token_hex(16)
GAP = re.compile(rf"{MARK}-([a-z]+)-")


class Gaps:
    """Stand where the page will hold this reader's token, ticket, and what is new to them."""

    token = f"{MARK}-token-"
    ticket = f"{MARK}-ticket-"
    news = f"{MARK}-news-"
    # Filled in each page, of a form that is the same on many.
    page = f"{MARK}-page-"
    address = f"{MARK}-address-"


def pieces(html: str) -> list[str]:
    """Text and names of gaps in turn, beginning and ending with text."""
    return GAP.split(html)
