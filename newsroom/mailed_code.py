"""Asking once more who is there, of an account that has no password: by a code sent to its address."""

from __future__ import annotations

import time
import unicodedata
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.views.private import private
from newsroom.accounts import MAILED_CODE, proven_email
from newsroom.forms import InOurWords
from newsroom.models import User

KEY = "mailed_code"
LENGTH, MINUTES, MOST_TRIES = 8, 10, 5


def asked_again(view):
    """Whoever finds a signed-in browser is asked for what only its reader has."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        if _is_answered(request):
            return view(request, *args, **kwargs)
        if not get_adapter().get_reauthentication_methods(request.user):
            messages.error(request, _("Sign out and in again, and come back here within five minutes."))
            return redirect("account")
        raise ReauthenticationRequired

    return door


def asked_again_to_change(view):
    """Anybody signed in may look."""
    asked = asked_again(view)

    @login_required
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        chosen = view if request.method in ("GET", "HEAD") else asked
        return chosen(request, *args, **kwargs)

    return door


class CodeForm(InOurWords, forms.Form):
    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args, session, address: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.address = session, address

    def clean_code(self) -> str:
        """In the digits of any language, however they are parted."""
        typed: str = self.cleaned_data["code"]
        code = "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
        if not _is_right(self.session, self.address, code):
            raise forms.ValidationError(gettext_lazy("This is not the code that we sent, or it is too old."))
        return code


@method_decorator([login_required, private], name="dispatch")
class MailedCodeView(BaseReauthenticateView):
    form_class = CodeForm
    template_name = "account/mailed_code.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "send" not in request.POST:
            return super().post(request, *args, **kwargs)
        # No mail by looking at a page: its address could be put before a reader by anybody.
        too_many = ratelimit.consume_or_429(request, action="mailed_code", user=request.user)
        if too_many:
            return too_many
        _send(request)
        messages.success(request, _("A code is on its way to you. It is good for ten minutes."))
        return HttpResponseRedirect(self.passthrough_next_url(request.path))

    def get_form_kwargs(self) -> dict:
        to_whom = {"session": self.request.session, "address": proven_email(self.request.user)}
        return super().get_form_kwargs() | to_whom

    def get_context_data(self, **kwargs) -> dict:
        about = {"address": proven_email(self.request.user), "is_sent": KEY in self.request.session}
        return super().get_context_data(**kwargs) | about

    def form_valid(self, form: CodeForm) -> HttpResponse:
        del self.request.session[KEY]
        record_authentication(self.request, self.request.user, method=MAILED_CODE, reauthenticated=True)
        return super().form_valid(form)


def _is_answered(request: HttpRequest) -> bool:
    """Lately. Where there is nothing that we could ask for, having signed in lately has to do."""
    records = get_authentication_records(request, request.user)
    if get_adapter().get_reauthentication_methods(request.user):
        records = [record for record in records if record.get("reauthenticated")]
    return any(time.time() - record["at"] < REAUTHENTICATION_TIMEOUT for record in records)


def _send(request: HttpRequest) -> None:
    user: User = request.user  # type: ignore[assignment]
    code = get_random_string(LENGTH, "0123456789")
    address = proven_email(user)
    request.session[KEY] = {"digest": _digest(address, code), "at": time.time()}
    get_adapter().send_mail("account/email/mailed_code", address, {"user": user, "code": code})


def _is_right(session, address: str, code: str) -> bool:
    sent = session.get(KEY)
    if not sent or time.time() - sent["at"] > MINUTES * 60 or not _has_try_left(sent["digest"]):
        return False
    return constant_time_compare(_digest(address, code), sent["digest"])


def _has_try_left(digest: str) -> bool:
    """Takes one. Not counted in the session: of many who try at one moment, all would find the same count."""
    keys = (f"newsroom.{KEY}:{digest}:{number}" for number in range(MOST_TRIES))
    return any(cache.add(key, True, timeout=MINUTES * 60) for key in keys)


def _digest(address: str, code: str) -> str:
    """Whoever reads another address by now is not let in by what went to the one before."""
    return salted_hmac("newsroom.mailed_code", f"{code} {address}", algorithm="sha256").hexdigest()
