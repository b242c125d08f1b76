"""The sections of one moderator, as boxes to tick."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.desk.filters import newest_sections
from comments.models import Assignment
from comments.models.assignment import LONGEST

UNNAMED = "\N{EMPTY SET}"  # stands for the empty section, as an empty box would be sent as nothing


class AnyOf(forms.MultipleChoiceField):
    """Whatever is sent: what cannot be a section, the verb refuses."""

    def valid_value(self, value) -> bool:
        return True


class AssignmentForm(forms.Form):
    """Those of the newest pages and those that are theirs; another by its name, before it has comments."""

    section = AnyOf(label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple)
    another = forms.CharField(
        label=_("Another section"),
        required=False,
        max_length=LONGEST,
        help_text=_("Spelt as on its pages. It need not have comments yet."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    # What was theirs when the page was shown: somebody else may change it meanwhile.
    seen = AnyOf(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *arguments, moderator, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)
        self.moderator = moderator
        theirs = Assignment.objects.sections_of(moderator) or frozenset()
        named = sorted((newest_sections() | theirs) - {""})
        self.fields["section"].widget.choices = [
            *((section, section) for section in named),
            (UNNAMED, _("Pages without a section")),
        ]

    @classmethod
    def of(cls, moderator) -> AssignmentForm:
        theirs = [each or UNNAMED for each in sorted(Assignment.objects.sections_of(moderator) or ())]
        return cls(initial={"section": theirs, "seen": theirs}, moderator=moderator)

    def clean_seen(self) -> list[str]:
        return [_section(each) for each in self.cleaned_data["seen"]]

    @property
    def wanted(self) -> list[str]:
        ticked = [_section(each) for each in self.cleaned_data["section"]]
        return ticked + list(filter(None, [self.cleaned_data["another"]]))


def _section(sent: str) -> str:
    return "" if sent == UNNAMED else sent
