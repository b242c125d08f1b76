"""What our catalogues hold, and which sentences of the source they must. Needs no gettext tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import allauth
import django
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation

from tests.production import ROOT

LANGUAGES = ("ar", "ckb", "kmr", "tr")
FOLDERS = ("comments", "newsroom")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}

# What runs where models are made and measured: nobody is spoken to there.
SILENT = ("evaluation", "training", "migrations")
TEMPLATES = {"comments": ROOT / "comments" / "templates", "newsroom": ROOT / "templates"}


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


@cache
def entries(path: Path) -> dict[str, Entry]:
    """By the sentence in the singular; the header under the empty one."""
    read = [_entry(block) for block in path.read_text("utf-8").strip().split("\n\n")]
    return {entry.singular: entry for entry in read}


def borrowed() -> set[str]:
    """What we say for Django and allauth."""
    modules = (ROOT / "newsroom").glob("borrowed_words*.py")
    return {sentence for path in modules for sentence in _of_module(path)}


def is_said_by_the_lender(sentence: str, language: str) -> bool:
    """Whether Django or allauth say themselves what we only say where they cannot."""
    catalogue = translation(language)._catalog
    is_known = any(catalogue.get(key) for key in (sentence, (sentence, 0)))
    return sentence in borrowed() and is_known


def lent() -> set[str]:
    """All that Django and allauth can say, as their own catalogues list it."""
    django_words, allauth_words = Path(django.__file__).parent, Path(allauth.__file__).parent
    listed = [
        django_words / "conf" / "locale" / "en",
        django_words / "contrib" / "admin" / "locale" / "en",
        django_words / "contrib" / "auth" / "locale" / "en",
        django_words / "contrib" / "contenttypes" / "locale" / "en",
        django_words / "contrib" / "sessions" / "locale" / "en",
        allauth_words / "locale" / "de",
    ]
    return {sentence for path in listed for sentence in entries(path / "LC_MESSAGES" / "django.po")}


def compiled(path: Path) -> dict[str | tuple[str, int], str]:
    """What gettext finds in a .mo file."""
    with path.open("rb") as file:
        return GNUTranslations(file)._catalog  # type: ignore[attr-defined]


@cache
def sentences(folder: str) -> set[str]:
    """All that anybody is told out of a folder, in the singular."""
    found = {sentence for path in TEMPLATES[folder].rglob("*.*") for sentence in _of_template(path)}
    for path in (ROOT / folder).rglob("*.py"):
        if not set(SILENT) & set(path.relative_to(ROOT / folder).parts):
            found |= set(_of_module(path))
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


def _of_template(path: Path) -> Iterator[str]:
    """Django turns a template into what reads like calls, and all else into crosses."""
    quoted = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    source = templatize(path.read_text("utf-8"), origin=str(path))
    for match in re.finditer(rf"(?<!\w)(?:_|n?gettext)\({quoted}", source):
        yield ast.literal_eval(match[1])


def _of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
        if is_marked and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value
