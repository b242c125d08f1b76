"""Every sentence that anybody sees is said in every language, whole, and as the site will read it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from gettext import c2py
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils import translation

from comments.check_reasons import FAILURES, KINDS, REASONS, told
from tests.catalogues import (
    FOLDERS,
    LANGUAGES,
    borrowed,
    compiled,
    entries,
    is_said_by_the_lender,
    lent,
    po_path,
    sentences,
)
from tests.production import ROOT

CHECKS = ROOT / "comments" / "checks"
LEXICONS = CHECKS / "lexicons"
KIND = re.compile(r"^\[\w+ ([\w ]+)\]$", re.MULTILINE)
JUDGING = [ROOT / "comments" / name for name in ("parts.py", "screening.py", "verdicts.py")]
# Why a model could not be read: operators see these, where they run a command.
FOR_OPERATORS = {
    "It does not hold the arrays of a model.",
    "It does not say what it is.",
    "It was damaged or altered after it was written.",
    "Its arrays do not fit what it says of itself.",
    "The learned and the contextual model do not have the same labels.",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd%]")
BOTH = pytest.mark.parametrize("folder", FOLDERS)
ALL = pytest.mark.parametrize("language", LANGUAGES)


def our_entries(folder: str, language: str):
    catalogue = entries(po_path(folder, language))
    return [catalogue[sentence] for sentence in sorted(sentences(folder)) if sentence in catalogue]


def translated(folder: str, language: str):
    ours = our_entries(folder, language)
    return [entry for entry in ours if all(entry.forms.values()) and not entry.is_fuzzy]


def test_the_languages_of_the_site_are_those_with_catalogues():
    assert {code for code, _ in settings.LANGUAGES} == {"en", *LANGUAGES}


def test_what_is_borrowed_is_copied_to_the_letter():
    assert borrowed() - lent() == set()


def test_what_checks_say_of_words_is_known():
    """What is new in a check is told readers and moderators in their language, or is for operators alone."""
    said = {sentence for path in (*CHECKS.glob("*.py"), *JUDGING) for sentence in _sentences_in(path)}

    assert said - REASONS - FAILURES - FOR_OPERATORS == set()


def test_the_kinds_of_breaches_are_known():
    """Each stands beside its reason at the desk, and in the headings of the lists of words."""
    headings = {kind for path in LEXICONS.rglob("*.txt") for kind in KIND.findall(path.read_text("utf-8"))}

    assert headings
    assert headings - KINDS == set()


def _sentences_in(path) -> set[str]:
    """Those that are data, and no docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and re.fullmatch(r"[A-Z].* .*\.", node.value)
    }


@pytest.mark.parametrize(
    ("reason", "told_in_turkish"),
    [
        ("Uses a swear word.", "Küfür kullanıyor."),
        ("Watched term “100% sure”.", "İzlenen ifade: “100% sure”."),
        ("The text of the page is not known.", "Sayfanın metni bilinmiyor."),
        ("The check stopped with ValueError.", "Denetim şu hatayla durdu: ValueError."),
        ("racism", "ırkçılık"),
        ("What a check of another's said.", "What a check of another's said."),
        ("Name", "Name"),  # a sentence of ours, and no reason
    ],
)
def test_a_reason_is_told_in_the_readers_language(reason, told_in_turkish):
    with translation.override("tr"):
        assert told(reason) == told_in_turkish


@BOTH
@ALL
def test_every_sentence_is_in_the_catalogue(folder, language):
    missing = sentences(folder) - set(entries(po_path(folder, language)))

    assert not missing, "run `make messages` and translate these"


@BOTH
@ALL
def test_every_sentence_is_translated(folder, language):
    untranslated = [
        entry.singular
        for entry in our_entries(folder, language)
        if entry.is_fuzzy or not all(entry.forms.values())
        if not is_said_by_the_lender(entry.singular, language)
    ]

    assert not untranslated


@BOTH
@ALL
def test_every_plural_form_is_there(folder, language):
    header = entries(po_path(folder, language))[""].forms[0]
    wanted = set(range(int(re.search(r"nplurals=(\d)", header)[1])))
    plurals = [entry for entry in our_entries(folder, language) if entry.is_plural]

    assert plurals
    assert [entry.singular for entry in plurals if set(entry.forms) != wanted] == []


@BOTH
@ALL
def test_placeholders_are_those_of_the_original(folder, language):
    assert [
        form
        for entry in translated(folder, language)
        for number, form in entry.forms.items()
        if not _has_placeholders_of(entry, number, form, language)
    ] == []


def _has_placeholders_of(entry, number: int, form: str, language: str) -> bool:
    wanted, found = sorted(PLACEHOLDER.findall(entry.plural or entry.singular)), PLACEHOLDER.findall(form)
    if sorted(found) == wanted:
        return True
    # "Two comments" is one word in Arabic: a form for one number alone may leave out the number it counts.
    is_for_one_number = entry.is_plural and _numbers_of(language, number) == 1
    left_out = Counter(wanted) - Counter(found)
    return is_for_one_number and set(found) <= set(wanted) and left_out.total() == 1


def _numbers_of(language: str, number: int) -> int:
    """How many numbers a plural form stands for, up to a thousand."""
    header = entries(po_path("comments", language))[""].forms[0]
    form_of = c2py(re.search(r"plural=([^;]+);", header)[1])
    return sum(form_of(n) == number for n in range(1000))


class Markup(HTMLParser):
    """The tags of a sentence, with what stands in them."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.tags: list[tuple] = []
        self.feed(sentence)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, tuple(sorted(attributes))))

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", ()))


@BOTH
@ALL
def test_markup_is_that_of_the_original(folder, language):
    assert [
        form
        for entry in translated(folder, language)
        for form in entry.forms.values()
        if Markup(form).tags != Markup(entry.singular).tags
    ] == []


@BOTH
@ALL
def test_a_sentence_ends_as_the_original_does(folder, language):
    """A colon before an address, a full stop, a question mark: in the script's own."""
    ends = str.maketrans({"؟": "?"})
    # Where a suffix would be needed, the address stands after a colon, and a full stop would stick to it.
    assert [
        form
        for entry in translated(folder, language)
        for form in entry.forms.values()
        if entry.singular[-1] in ".:?"
        and "%(where)s" not in entry.singular
        and form.translate(ends)[-1] != entry.singular[-1]
    ] == []


@BOTH
@ALL
def test_what_is_compiled_is_what_is_written(folder, language):
    path = po_path(folder, language)
    written: dict = {}
    for entry in entries(path).values():
        if not entry.singular or entry.is_fuzzy or not all(entry.forms.values()):
            continue
        if entry.is_plural:
            written |= {(entry.singular, number): form for number, form in entry.forms.items()}
        else:
            written[entry.singular] = entry.forms[0]

    found = compiled(path.with_suffix(".mo"))
    found.pop("")  # the header, less its dates
    assert found == written, "run `make messages`"


@ALL
def test_the_site_speaks_it(language):
    with translation.override(language):
        for folder in FOLDERS:
            for entry in translated(folder, language):
                if not entry.is_plural:
                    assert translation.gettext(entry.singular) == entry.forms[0]


SCRIPTS = {"ar": "[ء-ي]", "ckb": "[ئ-ۆەی]", "kmr": "[a-zêîûçş]", "tr": "[a-zçğıöşü]"}
# Each would betray the other's keyboard: Arabic letters that Sorani does not write, and the reverse.
FOREIGN = {"ar": "[کیەڕڵۆێپچژگڤ]", "ckb": "[كيىةذصضطظثؤإأ]", "kmr": "[öüğıİ]", "tr": "[êû]"}


@BOTH
@ALL
def test_it_is_written_in_its_own_letters(folder, language):
    words = [
        PLACEHOLDER.sub("", form)
        for entry in translated(folder, language)
        for form in entry.forms.values()
        if re.search("[A-Za-z]", PLACEHOLDER.sub("", entry.singular))
    ]

    assert [form for form in words if not re.search(SCRIPTS[language], form.lower())] == []
    assert [form for form in words if re.search(FOREIGN[language], form)] == []
