"""What an account wants to be written to about, as a form."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Author, MailChoice, Topic
from comments.models.bearer import email_keys


class MailChoicesForm(forms.Form):
    """A tick for each sort of mail. Each may be left out, so whatever is sent is valid."""

    decisions = forms.BooleanField(
        required=False,
        label=_("What became of my comments, appeals and reports"),
    )
    replies = forms.BooleanField(
        required=False,
        label=_("Published replies to what I write with this account"),
    )
    guest_replies = forms.BooleanField(
        required=False,
        label=_("Published replies to what I wrote as a guest"),
        help_text=_("With this e-mail address, before I showed that it is mine."),
    )

    def __init__(self, *arguments, user, **options) -> None:
        self.author = Author.objects.filter(user=user).first()
        self.email = self.author.proven_email if self.author else ""
        keys = self._keys()
        wanted = {topic: MailChoice.objects.wants(keys, topic) for topic in Topic.values}
        super().__init__(*arguments, **options | {"auto_id": "mails-%s", "initial": wanted})
        if self.author is None or not self.author.attributions.exists():
            del self.fields["guest_replies"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def choose(self, *, user) -> None:
        if self.author is None:
            # Whoever chooses before writing anything is known from now on.
            self.author = Author.objects.of_account(user)
            self.email = self.author.proven_email
        MailChoice.objects.choose(self._keys(), dict(self.cleaned_data))

    def _keys(self) -> tuple[str, ...]:
        """Of the account and of its address: whoever said no by a link in a mail said it there."""
        if self.author is None:
            return ()
        return (self.author.choices_key, *(email_keys(self.email) if self.email else ()))
