"""What a moderator sends. Forms translate; the verbs decide, so that what is missing is refused there."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.desk.places import is_key
from comments.models import Note
from comments.text import MAX_LENGTH


class Several(forms.MultipleChoiceField):
    """Any number of values. Which are known is for the verb to say."""

    def valid_value(self, value) -> bool:
        return "\x00" not in value


class Seen(forms.IntegerField):
    """How many decisions the moderator had in front of them."""

    def __init__(self) -> None:
        super().__init__(
            min_value=0,
            max_value=2**31 - 1,
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                _("The page did not say what you had in front of you. Read the comment again."),
            ),
        )


class DeskForm(forms.Form):
    @property
    def fault(self) -> str:
        """The first thing wrong, as a sentence."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


class DecisionForm(DeskForm):
    """One comment: under which guidelines, why, and which words; the same form for every button."""

    seen = Seen()
    guideline = Several(required=False)
    explanation = forms.CharField(required=False, max_length=MAX_LENGTH)
    span = Several(required=False)
    quotes = forms.CharField(required=False, max_length=4 * MAX_LENGTH)

    def clean_span(self) -> list[tuple[int, int]]:
        spans = []
        for value in self.cleaned_data["span"]:
            if not re.fullmatch(r"[0-9]{1,5}-[0-9]{1,5}", value):
                raise forms.ValidationError(_("A marked passage was damaged on its way. Mark it again."))
            start, end = value.split("-")
            spans.append((int(start), int(end)))
        return spans

    @property
    def guidelines(self) -> list[str]:
        return self.cleaned_data["guideline"]

    @property
    def explanation_given(self) -> str:
        return self.cleaned_data["explanation"]

    @property
    def words(self) -> list[tuple[int, int] | str]:
        """Marked passages, and those quoted one a line."""
        quotes = [line.strip() for line in self.cleaned_data["quotes"].splitlines()]
        return [*self.cleaned_data["span"], *filter(None, quotes)]


class NoteForm(DeskForm):
    """A note, beside what the moderator had in front of them."""

    seen = Seen()
    note = forms.CharField(required=False, max_length=4 * Note.LONGEST)


class UndoForm(DeskForm):
    seen = Seen()


class TogetherForm(DeskForm):
    """Several comments, each with the `seen` that stood on the page beside it."""

    left_out = 0  # chosen without having been on the page

    chosen = Several(required=False)
    guideline = Several(required=False)
    explanation = forms.CharField(required=False, max_length=MAX_LENGTH)

    def clean_chosen(self) -> dict[int, int]:
        """Of each comment chosen, its `seen`. What was not on the page has none, and is left out."""
        seen = {}
        for value in self.cleaned_data["chosen"]:
            number = self.data.get(f"seen_{value}", "")
            if is_key(value) and re.fullmatch(r"[0-9]{1,9}", number):
                seen[int(value)] = int(number)
        self.left_out = len(set(self.cleaned_data["chosen"])) - len(seen)
        if not seen:
            raise forms.ValidationError(_("Select at least one comment first."))
        return seen
