"""What a letter becomes before words are compared: case, marks, look-alikes, spelling variants put aside.

The same table folds the reader's words and the word lists, so what it loses it loses on both sides.
"""

from __future__ import annotations

import unicodedata

from confusable_homoglyphs.confusables import confusables_data

# Letters that Unicode does not take apart, and spellings that writers of these languages use for one another.
VARIANTS = {
    "ı": "i",
    "İ": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "ϲ": "c",  # Unicode takes the Greek lunate sigma for a sigma; writers of Latin take it for a c
    "Ϲ": "c",
    # Arabic script: alef, ya, kaf, ta marbuta, and Sorani letters that are often typed without their sign.
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ێ": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ة": "ه",
    "ھ": "ه",
    "ہ": "ه",
    "ە": "ه",
    "ۀ": "ه",
    "ۆ": "و",
    "ۇ": "و",
    "ؤ": "و",
    "ڕ": "ر",
    "ڵ": "ل",
    "ـ": "",  # tatweel: a stroke that stretches a word, not a letter
}
# Look-alikes that the Unicode table leaves out because careful readers can tell them apart.
LOOKALIKES = {
    "к": "k",
    "т": "t",
    "м": "m",
    "н": "h",
    "в": "b",
    "и": "u",
    "п": "n",
    "я": "r",
    "ѵ": "v",
    "є": "e",
    "з": "e",
    "ш": "w",
    "ь": "b",
    "ч": "y",
    "τ": "t",
    "κ": "k",
    "η": "n",
    "ω": "w",
    "χ": "x",
    "ε": "e",
    "β": "b",
    "δ": "d",
    "μ": "u",
    "π": "n",
    "λ": "a",
    "θ": "o",
    "ζ": "z",
}
# Scripts whose letters are borrowed to dress up Latin words. Arabic is not one of them: there the table would
# make an l of every alef.
DRESSING = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "ARMENIAN",
    "CHEROKEE",
    "COPTIC",
    "LISU",
    "MODIFIER LETTER",
    "SCRIPT",
    "DOUBLE-STRUCK",
    "TURNED",
)
SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "
ENCLOSED = (range(0x1F150, 0x1F16A), range(0x1F170, 0x1F18A))  # white on black, A to Z: NFKC leaves them
# Letters of Turkish and Kurmanji that are letters of their own: "sık" is not "sik".
MARKED = frozenset("çğıöşüêîû")
LONGEST = 4  # one ligature stands for a prayer of eighteen letters: none is a listed word
IGNORED = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})


class Letters(dict[str, str]):
    """Folded letters by letter, filled as they are met. Bounded by Unicode, and in practice small."""

    def __missing__(self, letter: str) -> str:
        folded = fold_letter(letter)
        self[letter] = folded
        return folded


def fold_letter(letter: str) -> str:
    if letter in VARIANTS:
        return VARIANTS[letter]
    if unicodedata.category(letter) in IGNORED:
        return ""
    for block in ENCLOSED:
        if ord(letter) in block:
            return chr(ord("a") + ord(letter) - block.start)
    bases = [base for base in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(base)]
    if bases == [letter]:
        return _lookalike(letter)
    return "".join(VARIANTS.get(base, _lookalike(base)) for base in bases[:LONGEST])


def _lookalike(letter: str) -> str:
    lowered = letter.lower()
    name = unicodedata.name(letter, "")
    if letter.isascii() or not name.startswith(DRESSING):
        return lowered
    if name.startswith(SMALL_CAPITAL) and len(name) == len(SMALL_CAPITAL) + 1:
        return name[-1].lower()
    for form in (letter, lowered):
        for glyph in confusables_data.get(form, ()):
            if glyph["c"].isascii() and glyph["c"].isalpha():
                return str(glyph["c"]).lower()
    return LOOKALIKES.get(lowered) or VARIANTS.get(lowered, lowered)


def marked_letter(cluster: str) -> str:
    """The Turkish or Kurmanji letter that a letter and its first mark make; empty when they make none.

    A capital I says nothing: without a Turkish keyboard it stands for both i and ı.
    """
    letter = unicodedata.normalize("NFC", cluster[:2])[:1]
    if letter in "Iİ":
        return ""
    lowered = letter.lower()
    return lowered if lowered in MARKED else ""
