"""Links, plain and disguised, as readers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Endings under which a name without "http" or "www" is still meant as an address.
ENDINGS = (
    "com|net|org|info|biz|shop|store|online|site|xyz|top|club|io|co|me|ly|gl|gg|ru|tk|ml|ga|cf|link|live|app|"
    "tr|iq|de|uk|fr|nl|us|ca|au|in|ir|sy|eu|tv|cc|pro|vip|win|bet|icu|blog|page|dev|ai|agency|website|space|fun|news|krd"
)
ADDRESS = re.compile(
    rf"(?:(?:https?|hxxps?|ftp)://|www\.)[^\s<>\"'«»]{{3,}}"
    r"|(?<![\w@.-])t\.me/[^\s<>\"'«»]{3,}"
    rf"|(?<![\w@.-])[a-z0-9][a-z0-9-]{{1,40}}(?:\.[a-z0-9-]{{2,30}}){{0,3}}\.(?:{ENDINGS})(?![\w-])"
    r"(?:/[^\s<>\"'«»]*)?",
    re.IGNORECASE,
)
MORE_MAIL_ENDINGS = (
    "edu|gov|es|it|se|ch|at|be|gr|pl|dk|no|fi|pt|cz|jp|cn|br|za|ae|sa|eg|jo|lb|kw|qa|ma|az|ge|am|il"
)
MAIL = re.compile(
    rf"[\w.+-]{{2,40}}@(?:[\w-]{{2,40}}\.){{1,3}}(?:{ENDINGS}|{MORE_MAIL_ENDINGS})\b", re.IGNORECASE
)
DOTTED = re.compile(r"\.\w")
# Without one of these no address is disguised: looking for them is a tenth of the work.
DISGUISES = re.compile(r"dot|punto|nokta|نقط|خاڵ| xal | \.|[\[({]\.|\. [a-z]{3,4}\b", re.IGNORECASE)
ENDING = r"(?:com|net|org|info|biz|shop|xyz|كوم|کۆم|نت)(?!\w)"
# After a stop and a space: a sentence may begin with any of the others, and with a capital.
AFTER_STOP = r"(?-i:com|net|org)(?!\w)"
POINT = "dot|punto|nokta|نقطة|نقطه|خاڵ|xal"
DISGUISED = re.compile(
    rf"(?: ?[\[({{] ?(?:{POINT}|\.) ?[\])}}] ?| (?:{POINT}) | \. ?){ENDING}|\. {AFTER_STOP}", re.IGNORECASE
)
BROKEN = re.compile(r"(?<!\w)h(?:xx|\*\*)ps? ?: ?/ ?/ ?\S+|(?<!\w)h ?t ?t ?p ?s? ?: ?/ ?/ \S+", re.IGNORECASE)
NAME = re.compile(r"[\w-]{3,40}$")
PARTS = re.compile(r"(?:\w+://)?(?P<host>[^/?#:]*)(?::\d*)?(?P<path>.*)", re.DOTALL)
TRAILING = ".,;:!?…)]}»”’'\"،؛؟*"


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a text, and where it stands."""

    start: int
    end: int
    host: str
    path: str = ""
    is_disguised: bool = False

    @property
    def is_article(self) -> bool:
        """Whether its path looks like that of a page one refers to, not of a shop one is sent to."""
        return self.path.count("/") >= 2 or self.path.count("-") >= 3 or bool(re.search(r"\d{4}", self.path))

    def belongs_to(self, domains: frozenset[str]) -> bool:
        """Whether its host is one of the domains, or below one."""
        parts = self.host.split(".")
        return any(".".join(parts[place:]) in domains for place in range(len(parts)))


def links(text: str) -> Iterator[Link]:
    lowered = text.lower()
    if "www" in lowered or "://" in text or DOTTED.search(text):
        for found in ADDRESS.finditer(text):
            address = found[0].rstrip(TRAILING)
            host, path = _parts(address)
            yield Link(found.start(), found.start() + len(address), host, path)
    for found in DISGUISED.finditer(text) if DISGUISES.search(text) else ():
        if name := NAME.search(text[max(0, found.start() - 40) : found.start()]):
            yield Link(found.start() - len(name[0]), found.end(), "", is_disguised=True)
    for found in BROKEN.finditer(text) if "/" in text else ():
        yield Link(*found.span(), "", is_disguised=True)


def mail_addresses(text: str) -> Iterator[tuple[int, int]]:
    if "@" in text:
        yield from (found.span() for found in MAIL.finditer(text))


def _parts(address: str) -> tuple[str, str]:
    """Host and path."""
    found = PARTS.match(address.lower())
    if found is None:
        return "", ""
    return found["host"].rpartition("@")[2].removeprefix("www."), found["path"]
