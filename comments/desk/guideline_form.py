"""What an editor fills in for a guideline. Whether it may be published, the verbs decide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.desk.filters import LANGUAGES
from comments.refusals import CodeRefused, Refusal


class WordingForm(forms.Form):
    """The words in one language. What is wrong is said beside the field, and nothing typed is lost."""

    title = forms.CharField(
        label=_("Title"),
        error_messages={"required": _("Give the guideline a title.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("What it asks of readers"),
        error_messages={"required": _("Say what the guideline asks of readers.")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    # How many versions the editor had in front of them.
    seen = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(None, str(refusal))

    def seen_again(self, version: int) -> None:
        """To be sent once more, now that the editor has the newest version in front of them."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(version)
        self.data = data


class GuidelineForm(WordingForm):
    """A new guideline, in its first language."""

    field_order = ["code", "language", "title", "text"]

    code = forms.CharField(
        label=_("Code"),
        error_messages={"required": _("Give it a code.")},
        help_text=_("What files and figures call it. It stays for ever: spoilers, off_topic"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    seen = None  # type: ignore[assignment]

    def refuse(self, refusal: Refusal) -> None:
        self.add_error("code" if isinstance(refusal, CodeRefused) else None, str(refusal))
