"""What may stand before and after a listed word without making it another word, language by language.

All of it is written as folding leaves it: Turkish and Kurmanji without their marks, Arabic without hamza.
"""

from __future__ import annotations

import re
from functools import lru_cache

EN_NOUN = r"(?:'?s|es|s')?"
EN_VERB = r"(?:'?s|es|s'|ed|er|ers|ing|ings|in|in'|y)?"
EN_HISSING = ("s", "x", "z", "ch", "sh")  # take -es, and never a bare -s
TR_STEP = (
    r"ler|lar|im|um|in|un|i|u|si|su|imiz|umuz|iniz|unuz|miz|muz|niz|nuz|leri|lari|yi|yu|e|a|ye|ya|ne|na|ni|nu|"
    r"de|da|te|ta|den|dan|ten|tan|nin|nun|le|la|yle|yla|ce|ca|li|lu|siz|suz|lik|luk|ligi|lugu|ci|cu|cik|cuk|"
    r"dir|dur|tir|tur|sin|sun|siniz|sunuz|iz|uz|yim|yum|yiz|yuz|mis|mus|ymis|ymus|di|du|ydi|ydu|se|sa|yse|ysa|"
    r"ki|deki|daki|m|n|lan|les|las"
)
KMR_STEP = (
    r"en|an|e|a|i|in|o|ek|eki|yen|yan|ye|ya|yi|ji|no|ino|ine|im|im|is|tir|ter|tirin|ken|ka|ke|ki|iya|iye"
)
# "and", "with", "the", "for", the "this" and "on the" of speech, and the article in Latin letters.
AR_BEFORE = r"(?:يا)?[وف]?(?:[بكل]?هال|[بكعم]?ال|لل|[بلك])?|(?:w|wa|w?ya|b|l|hal)?(?:[aei]l)?-?"
# What is written as one with the word after it, whatever that word is: "and", "so".
JOINED = {"ar": ("و", "ف")}
AR_AFTER = r"(?:ه|ها|هم|هن|هما|ك|كم|كن|ي|نا|ين|ون|ان|ات|اتهم|تهم|تك|ته|تها|تكم|وا|يين|يون|يه)?"
CKB_BEFORE = r"(?:و|به|له|بي)?"
CKB_AFTER = r"(?:ه|هكه|كه|هكان|كان|هكاني|كاني|يك|هك|ان|اني|ين|م|ت|ي|يان|مان|تان|ن|انه|يه|هكهي|كهي|يش|ش)?"

BEFORE = {"ar": re.compile(AR_BEFORE), "ckb": re.compile(CKB_BEFORE)}
AFTER = {
    "en": re.compile(EN_NOUN),
    "tr": re.compile(rf"'?(?:{TR_STEP}){{0,4}}"),
    "kmr": re.compile(rf"'?(?:{KMR_STEP}){{0,2}}"),
    "ar": re.compile(AR_AFTER),
    "ckb": re.compile(CKB_AFTER),
}
AFTER_VERB = {**AFTER, "en": re.compile(EN_VERB)}
LONGEST = 20
TR_VOWELS = tuple("aeıioöuü")
SHORTEST_SOFTENED = 3


@lru_cache(maxsize=4096)
def may_precede(prefix: str, language: str) -> bool:
    return len(prefix) <= LONGEST and language in BEFORE and BEFORE[language].fullmatch(prefix) is not None


@lru_cache(maxsize=4096)
def may_follow(word: str, suffix: str, language: str, *, verb: bool) -> bool:
    if language == "en" and suffix in ("s", "es") and word.endswith(EN_HISSING) != (suffix == "es"):
        return False
    endings = AFTER_VERB if verb else AFTER
    return len(suffix) <= LONGEST and endings[language].fullmatch(suffix) is not None


def common_forms(word: str, language: str, *, verb: bool) -> list[str]:
    """The forms worth looking for in disguise, where a suffix cannot be told from the word."""
    if language != "en" or not word.isalpha():
        return [word]
    forms = [word, f"{word}es" if word.endswith(EN_HISSING) else f"{word}s"]
    if verb:
        forms += [word + ending for ending in ("ed", "er", "ers", "ing", "in", "y")]
    return forms


def softened(word: str, language: str) -> str:
    """The stem of "salağın" for "salak": a final k softens before a vowel. Empty where nothing changes."""
    if language == "tr" and len(word) > SHORTEST_SOFTENED and word.endswith("k") and word[-2] in TR_VOWELS:
        return word[:-1] + "ğ"
    return ""
