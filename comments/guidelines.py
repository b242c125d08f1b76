"""The seven guidelines a new site starts with: their codes, and our own wording of each.

The wordings are only the first version. Editors publish later ones in the database, and readers see those.
"""

from comments.wordings import ar, ckb, en, kmr, tr

# In the order in which they are published, listed at the desk and counted in figures.
CODES = (
    "profanity",
    "threats",
    "personal_attacks",
    "vulgarity",
    "abuse",
    "promotion",
    "relevance",
)

# Under this one, which a site may add, is rejected what the law forbids.
LEGAL = "legal"

_LANGUAGES = {"en": en, "ar": ar, "ckb": ckb, "kmr": kmr, "tr": tr}

# Language, then code: the title and the text of the guideline.
DEFAULT_WORDINGS: dict[str, dict[str, tuple[str, str]]] = {
    language: {code: module.WORDINGS[code] for code in CODES} for language, module in _LANGUAGES.items()
}

# Language, then code: guidelines that a site may add, which no check covers.
OPTIONAL_WORDINGS: dict[str, dict[str, tuple[str, str]]] = {
    language: dict(module.OPTIONAL_WORDINGS) for language, module in _LANGUAGES.items()
}

# What stands above the guidelines, by language.
INTRODUCTION: dict[str, str] = {language: module.INTRODUCTION for language, module in _LANGUAGES.items()}
