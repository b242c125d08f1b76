"""What readers fill in. Forms translate; whether it may be done, the verbs decide."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from comments import pages
from comments.addresses import settled_address
from comments.digits import digits
from comments.form_ticket import is_too_old, is_too_young, key_of, new_ticket
from comments.guidelines_shown import ShownGuideline, guidelines_shown
from comments.models import Comment, Report
from comments.names import signature_of
from comments.refusals import TextRefused
from comments.text import MAX_LENGTH, settled, settled_name, settled_note


class WordsField(forms.Field):
    """Words that the app settles itself. Not a CharField: that strips, and refuses NUL in other words."""

    def __init__(self, *, settle: Callable[[str], str], **options) -> None:
        super().__init__(**options)
        self.settle = settle

    def clean(self, value: str | None) -> str:
        try:
            return self.settle(value or "")
        except TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class CommentForm(forms.Form):
    """A comment or a reply. Whoever is signed in signs with their account and gives no address."""

    name = WordsField(
        settle=settled_name,
        label=_("Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    # No maxlength: it would cut what is pasted, without a word, and it does not count as we do.
    text = WordsField(
        settle=settled,
        label=_("Comment"),
        widget=forms.Textarea(
            attrs={
                "rows": 7,
                "dir": "auto",
                "data-longest": MAX_LENGTH,
                "data-left": _("Characters left: {n}"),
                "data-over": _("Characters too many: {n}"),
            }
        ),
    )
    email = forms.EmailField(
        required=False,
        max_length=Comment._meta.get_field("email").max_length,
        label=_("E-mail (optional)"),
        help_text=_("Only to tell you the decision. It is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    # For programs that fill in every field. Hidden from people by style and from screen readers.
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    # Plain fields: whoever sends nonsense in them is answered by what reads them.
    page = forms.Field(required=False, widget=forms.HiddenInput)
    in_reply_to = forms.Field(required=False, widget=forms.HiddenInput)
    ticket = forms.Field(required=False, widget=forms.HiddenInput)
    # Whether the author had their second thoughts. Whoever says so themselves only spares us the question.
    asked = forms.Field(required=False, widget=forms.HiddenInput)
    in_place_of = forms.Field(required=False, widget=forms.HiddenInput)  # an earlier one, by its receipt
    signed = forms.Field(required=False, widget=forms.HiddenInput)  # whether it was shown to an account

    def __init__(self, *arguments, user, **options) -> None:
        super().__init__(*arguments, **options | {"auto_id": "comment-form-%s"})
        self.fields["text"].widget.attrs["data-digits"] = digits()
        self.user = user
        self.signature = signature_of(user) if user.is_authenticated else ""
        if self.signature:
            del self.fields["name"], self.fields["email"]
        self.helper = _helper(
            *(name for name in ("name", "text", "email") if name in self.fields),
            Div("website", css_class="comments-form__trap", aria_hidden="true"),
            "page",
            "in_reply_to",
            "ticket",
            "asked",
            "in_place_of",
            "signed",
        )

    @classmethod
    def fresh(cls, page: pages.Page, *, user, in_reply_to=None, in_place_of=None) -> CommentForm:
        """`in_place_of` is the receipt of an earlier comment, whose words it begins with."""
        initial = {
            "page": pages.reference(page),
            "in_reply_to": in_reply_to.pk if in_reply_to else "",
            "ticket": new_ticket(),
            "signed": "1" if user.is_authenticated else "",
        }
        if in_place_of:
            earlier = in_place_of.comment
            initial |= {
                "in_place_of": in_place_of.token,
                "name": earlier.name,
                "text": earlier.text,
                "email": earlier.email,
            }
        return cls(user=user, initial=initial)

    def clean_email(self) -> str:
        return settled_address(self.cleaned_data["email"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            # A browser may have been over-eager to help: the next try of a person has to succeed.
            self._bring_back("website", "")
            raise ValidationError(
                _("A field that only programs can see was filled in. We have emptied it: send it again.")
            )
        return ""

    def clean_ticket(self) -> str:
        ticket = self.data.get("ticket", "")
        if key_of(ticket) is None or is_too_old(ticket):
            self._bring_back("ticket", new_ticket())
            raise ValidationError(
                _("This form had been open for too long. Here is a fresh one with your words; send it again.")
            )
        if is_too_young(ticket):
            raise ValidationError(
                _("That was quicker than most people write. Look it over and send it again.")
            )
        return ticket

    @property
    def ticket_key(self) -> str | None:
        """The key of this very form, as it came back; None when it is not one of ours."""
        return key_of(self.data.get("ticket", ""))

    @property
    def form_key(self) -> str | None:
        """Of this form with these words: sent twice it is one comment, but other words are another.

        Whoever goes back after sending finds the old form, and may write something new in it.
        """
        if self.ticket_key is None:
            return None
        try:
            text = settled(self.data.get("text", ""))
        except TextRefused:
            return None
        sent = f"{self.ticket_key}:{self.answered_pk}:{text}"
        return salted_hmac("comments.form", sent, algorithm="sha256").hexdigest()

    @property
    def answered_pk(self) -> int | None:
        """The comment this one says it answers. Zero, which no comment has, where it says nonsense."""
        answered = self.data.get("in_reply_to", "").strip()
        if not answered or "without_reply" in self.data:
            return None
        return int(answered) if answered.isascii() and answered.isdigit() and len(answered) < 19 else 0

    @property
    def was_asked(self) -> bool:
        return bool(self.data.get("asked"))

    @property
    def earlier_token(self) -> str:
        """Of the receipt of the comment it is written in place of."""
        return self.data.get("in_place_of", "")

    @property
    def was_signed_out(self) -> bool:
        """It was shown to an account, and comes from a guest."""
        return bool(self.data.get("signed")) and not self.user.is_authenticated

    def without_reply(self) -> None:
        """To be sent again as a comment of its own."""
        self._bring_back("in_reply_to", "")

    def ask_once(self) -> None:
        """To be sent again after second thoughts, whatever they come to."""
        self._bring_back("asked", "1")

    def _bring_back(self, name: str, value: str) -> None:
        """Show the form again with another value in a field that the reader does not see."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        data[name] = value
        self.data = data


class AppealForm(forms.Form):
    """The author's request to decide again."""

    statement = WordsField(
        settle=lambda text: settled_note(text, limit=MAX_LENGTH),
        required=False,
        label=_("What should the second moderator know? (optional)"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options | {"auto_id": "appeal-%s"})
        self.helper = _helper("statement")


class ReportForm(forms.Form):
    """A reader's objection to a published comment. An account is told at its own address."""

    guideline = forms.ChoiceField(
        label=_("Which guideline does it breach?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the guideline that the comment breaches."),
            "invalid_choice": _("Choose one of the guidelines listed."),
        },
    )
    note = WordsField(
        settle=lambda text: settled_note(text, limit=Report.NOTE_LENGTH),
        required=False,
        label=_("What should the moderator know? (optional)"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    email = forms.EmailField(
        required=False,
        max_length=Report._meta.get_field("email").max_length,
        label=_("E-mail (optional)"),
        help_text=_("Only to tell you how your report was settled. It is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    ticket = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments, language: str, user, **options) -> None:
        super().__init__(*arguments, **options | {"auto_id": "report-%s"})
        self.account_email = user.email if user.is_authenticated else ""
        if self.account_email:
            del self.fields["email"]
        self.fields["guideline"].choices = [  # type: ignore[attr-defined]
            (guideline.code, _in_its_language(guideline)) for guideline in guidelines_shown(language)
        ]
        self.helper = _helper(*self.fields)

    def clean_email(self) -> str:
        return settled_address(self.cleaned_data["email"])

    @property
    def ticket_key(self) -> str:
        """Of this very form; one of its own where it came back without."""
        return key_of(self.data.get("ticket", "")) or uuid4().hex

    @property
    def email_to_tell(self) -> str:
        return self.account_email or self.cleaned_data["email"]


def _in_its_language(guideline: ShownGuideline) -> str:
    """The title, so marked that it is read out and written as its language is."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', guideline.language, guideline.direction, guideline.title
    )


def _helper(*layout) -> FormHelper:
    """The template writes the form's own tag, so that it can say where it leads."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*layout)
    return helper
