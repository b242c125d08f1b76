"""What an editor sets of a discussion, and of all of them. The verbs decide."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import clock
from comments.models import Discussion, WaitingCap

LARGEST = 2**31 - 1


class DiscussionForm(forms.Form):
    """One field for each of its buttons; each button sends its own."""

    at = forms.DateTimeField(
        label=_("Close it at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give a day and a time.")},
    )
    slow_seconds = forms.IntegerField(
        label=_("Seconds between two comments of one author"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=_("0: as many as they like."),
    )
    most_waiting = forms.IntegerField(
        label=_("Comments that may wait here"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=_("Empty: what is set for every page."),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)

    @classmethod
    def of(cls, discussion: Discussion) -> DiscussionForm:
        closing = discussion.closed_at if discussion.is_open else None
        return cls(
            initial={
                "at": timezone.localtime(closing) if closing else None,
                "slow_seconds": discussion.slow_seconds,
                "most_waiting": discussion.most_waiting,
            }
        )

    def require_time(self) -> None:
        self.fields["at"].required = True
        self.fields["at"].error_messages["required"] = _("Give a day and a time.")

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at and at <= clock.now():
            raise forms.ValidationError(_("That time is over. To close it now, press “Close now”."))
        return at


class CapsForm(forms.Form):
    """How much may wait on the whole site."""

    most = forms.IntegerField(
        label=_("Comments that may wait in all"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=_("Beyond it every discussion closes until some are decided. Empty: no cap."),
    )
    most_on_page = forms.IntegerField(
        label=_("Comments that may wait under one page"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=_("For pages that have no cap of their own. Empty: no cap."),
    )
    note = forms.CharField(
        label=_("Why (optional)"),
        required=False,
        max_length=WaitingCap.NOTE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)
