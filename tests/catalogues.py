"""What our catalogues hold, and which sentences of the source are for readers. Needs no gettext tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import GNUTranslations
from pathlib import Path

import allauth
import django
from django.utils.translation.template import templatize

from tests.production import ROOT

LANGUAGES = ("ar", "ckb", "kmr", "tr")
FOLDERS = ("comments", "newsroom")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}

# Modules that speak to readers alone.
READERS_MODULES = {
    "comments": (
        "check_reasons.py",
        "forms.py",
        "notices.py",
        "openness_shown.py",
        "reasons/told.py",
        "text.py",
        "models/appeal.py",
        "templatetags/comments.py",
        "views/again.py",
        "views/receipt.py",
        "views/report.py",
        "views/submit.py",
    ),
    "newsroom": ("borrowed_words.py", "forms.py", "accounts.py"),
}
# And what speaks to readers in modules that speak to moderators too.
READERS_PARTS = {
    "refusals.py": {
        "DiscussionClosed",
        "ReplyRefused",
        "AlreadyReported",
        "NotReportable",
        "NotWithdrawable",
        "Throttled",
        "Overloaded",
        "TooSoon",
        "spoken",
    },
    "models/standing.py": {"told", "_what_it_is", "_how_to_object"},
}
TEMPLATES = {"comments": ROOT / "comments" / "templates" / "comments", "newsroom": ROOT / "templates"}
STAFFS_TEMPLATES = ("desk", "admin")


@dataclass
class Entry:
    """One sentence of a .po file; `forms` are its translations, one, or one for each plural form."""

    singular: str = ""
    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def is_plural(self) -> bool:
        return bool(self.plural)


def po_path(folder: str, language: str) -> Path:
    return ROOT / folder / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(path: Path) -> dict[str, Entry]:
    """By the sentence in the singular; the header under the empty one."""
    read = [_entry(block) for block in path.read_text("utf-8").strip().split("\n\n")]
    return {entry.singular: entry for entry in read}


def borrowed() -> set[str]:
    """What we say for Django and allauth."""
    return set(_of_module(ROOT / "newsroom" / "borrowed_words.py"))


def lent() -> set[str]:
    """All that Django and allauth can say, as their own catalogues list it."""
    django_words, allauth_words = Path(django.__file__).parent, Path(allauth.__file__).parent
    listed = [
        django_words / "conf" / "locale" / "en",
        django_words / "contrib" / "auth" / "locale" / "en",
        allauth_words / "locale" / "de",
    ]
    return {sentence for path in listed for sentence in entries(path / "LC_MESSAGES" / "django.po")}


def compiled(path: Path) -> dict[str | tuple[str, int], str]:
    """What gettext finds in a .mo file."""
    with path.open("rb") as file:
        return GNUTranslations(file)._catalog  # type: ignore[attr-defined]


def sentences(folder: str) -> set[str]:
    """All that readers are told out of a folder, in the singular."""
    found = {sentence for path in _templates(folder) for sentence in _of_template(path)}
    for name in READERS_MODULES[folder]:
        found |= set(_of_module(ROOT / folder / name))
    if folder == "comments":
        for name, parts in READERS_PARTS.items():
            found |= set(_of_module(ROOT / folder / name, parts))
    return found


def _entry(block: str) -> Entry:
    entry, into = Entry(), ""
    for line in block.splitlines():
        if line.startswith("#"):
            entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        if match := re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ", line):
            into, line = match[1], line[match.end() :]
        words = ast.literal_eval(line)
        if into == "msgctxt":
            continue
        if into == "msgid":
            entry.singular += words
        elif into == "msgid_plural":
            entry.plural += words
        else:
            number = int(into[7:-1] or 0) if "[" in into else 0
            entry.forms[number] = entry.forms.get(number, "") + words
    return entry


def _templates(folder: str) -> Iterator[Path]:
    for path in TEMPLATES[folder].rglob("*.*"):
        if not set(STAFFS_TEMPLATES) & set(path.relative_to(TEMPLATES[folder]).parts):
            yield path


def _of_template(path: Path) -> Iterator[str]:
    """Django turns a template into what reads like calls, and all else into crosses."""
    quoted = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    source = templatize(path.read_text("utf-8"), origin=str(path))
    for match in re.finditer(rf"(?<!\w)(?:_|n?gettext)\({quoted}", source):
        yield ast.literal_eval(match[1])


def _of_module(path: Path, parts: set[str] | None = None) -> Iterator[str]:
    """Of the whole module, or of the classes and functions named."""
    tree = ast.parse(path.read_text("utf-8"))
    named = [node for node in ast.walk(tree) if getattr(node, "name", None) in (parts or ())]
    if parts is not None and {node.name for node in named} != parts:  # type: ignore[attr-defined]
        raise LookupError(f"{path.name} lacks some of {sorted(parts)}")
    for root in named if parts is not None else [tree]:
        for node in ast.walk(root):
            is_marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
            if is_marked and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value
