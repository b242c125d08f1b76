"""What an editor fills in for a term. Whether it can be one, the verb decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from comments.backtesting import SIZES
from comments.desk.filters import LANGUAGES, guideline_choices
from comments.digits import number
from comments.models import Term
from comments.refusals import Refusal, UnknownGuideline

SALT = "comments.term"
WORD, PHRASE = "word", "phrase"


class TermForm(forms.Form):
    """Nothing typed is lost: what is wrong is said beside its field, and the form comes back as sent."""

    effect = forms.ChoiceField(
        label=_("What it does"),
        widget=forms.RadioSelect,
        choices=[
            ("watch", _("Watch: comments with these words are given a look")),
            ("allow", _("Allow: what checks find in these words alone does not count")),
        ],
    )
    words = forms.CharField(
        label=_("The words"),
        error_messages={"required": _("Write the word or phrase.")},
        help_text=_("As readers write them. A star at the end stands for any ending: scam*"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
    shape = forms.ChoiceField(
        label=_("How to read them"),
        widget=forms.RadioSelect,
        choices=[
            (WORD, _("As they stand, one word or several, with the usual endings of the language")),
            (
                PHRASE,
                _("As a turn of phrase: (a|b) one of several, word? may be missing, ..2 up to two words"),
            ),
        ],
    )
    guideline = forms.ChoiceField(label=_("Guideline"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Every language")), *LANGUAGES.items()]
    )
    grade = forms.ChoiceField(
        label=_("How grave, if it is watched for"),
        required=False,
        choices=[("", _("As usual (moderate: given a look)")), *Term.Grade.choices],
        help_text=_("A mild term is marked and gives no look by itself."),
    )
    note = forms.CharField(
        label=_("Why (optional)"),
        required=False,
        help_text=_("For other editors. Readers never see it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    size = forms.TypedChoiceField(
        label=_("Try it on the last"),
        coerce=int,
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)
        self.fields["size"].choices = [  # type: ignore[attr-defined]
            (size, _("%(n)s decided comments") % {"n": number(size)}) for size in SIZES
        ]
        self.fields["guideline"].choices = [  # type: ignore[attr-defined]
            ("", _("Every guideline (only to allow)")),
            *guideline_choices(),
        ]

    @classmethod
    def like(cls, term: Term | None) -> TermForm:
        """Filled in as a known term, else with what is usual."""
        if term is None:
            return cls(initial={"effect": "watch", "shape": WORD, "size": SIZES[1]})
        return cls(
            initial={
                "effect": term.effect,
                "words": term.words,
                "shape": PHRASE if term.is_phrase else WORD,
                "guideline": term.guideline_id or "",
                "language": term.language,
                "grade": term.grade,
                "note": term.note,
                "size": SIZES[1],
            }
        )

    def draft(self) -> Term | None:
        """The term as it could be added; None, with the reason beside its field, when it could not."""
        if not self.is_valid():
            return None
        try:
            return Term.objects.draft(**self.facts)
        except UnknownGuideline:
            self.add_error("guideline", _("Choose the guideline that these words may breach."))
        except Refusal as refusal:
            self.add_error("words", str(refusal))
        return None

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb is given."""
        sent = self.cleaned_data
        is_watched = sent["effect"] == "watch"
        return {
            "effect": sent["effect"],
            "words": sent["words"],
            "is_phrase": sent["shape"] == PHRASE,
            "guideline_id": sent["guideline"] or None,
            "language": sent["language"],
            "grade": sent["grade"] if is_watched else "",
            "note": sent["note"],
        }

    @property
    def tested(self) -> str:
        """The facts, signed: what was tried is what is saved."""
        return signing.dumps(self.facts, salt=SALT)


def facts_tested(value: str) -> dict[str, Any] | None:
    """What `TermForm.tested` holds; None when it is forged or damaged."""
    try:
        return signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
