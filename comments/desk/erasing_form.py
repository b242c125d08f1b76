"""Whom or what an editor wants to erase, and that they mean it. The verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.conf import setting
from comments.models import Erasure, Person, find_person
from comments.models.person_sought import ACCOUNT, COMMENT, EMAIL, RECEIPT
from comments.refusals import NobodyFound

WAYS = {
    EMAIL: _("everything sent with this e-mail address"),
    ACCOUNT: _("everything of the account with this user name"),
    RECEIPT: _("everything by who wrote this receipt’s comment"),
    COMMENT: _("the one comment with this number"),
}


class FindForm(forms.Form):
    """Sent by POST: an address or a receipt must stand in no log."""

    person: Person

    by = forms.ChoiceField(label=_("What is asked for"), choices=WAYS.items())
    sought = forms.CharField(
        label=_("Address, user name, receipt or number"),
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)

    def clean(self) -> dict[str, Any]:
        """With the `person` it leads to."""
        cleaned = super().clean() or {}
        if "by" in cleaned and "sought" in cleaned:
            try:
                self.person = find_person(by=cleaned["by"], sought=cleaned["sought"])
            except NobodyFound as refusal:
                self.add_error("sought", str(refusal))
        return cleaned


class ConfirmForm(FindForm):
    """The same again, and under which request."""

    by = forms.ChoiceField(choices=WAYS.items(), widget=forms.HiddenInput)
    sought = forms.CharField(max_length=400, widget=forms.HiddenInput)
    request = forms.CharField(
        label=_("File number of the request"),
        help_text=_("It stays in the record: no name and no address."),
        max_length=Erasure.LONGEST_REQUEST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class GiveForm(ConfirmForm):
    """To give somebody what is kept about them."""

    internal = forms.BooleanField(
        label=_("With what moderators noted and the checks found. Read it before you give it away."),
        required=False,
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"auto_id": "give_%s"} | options)  # beside the other forms


class EraseForm(ConfirmForm):
    """To erase it: what takes it from looking to doing."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    leaving_held = forms.BooleanField(
        label=_("Leave what a legal hold keeps, erase the rest"), required=False
    )
    closing = forms.BooleanField(
        label=_("Close the account too: its name, its address, and all that it signs in with"), required=False
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"auto_id": "erase_%s"} | options)  # beside the other forms
        if not setting("CLOSE_ACCOUNT"):
            del self.fields["closing"]
