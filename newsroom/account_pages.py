"""A reader's own account: where everything about it is found, what we keep, and how to be rid of it."""

from __future__ import annotations

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from comments.digits import number
from comments.models import Person
from comments.views.private import private
from newsroom.accounts import proven_email
from newsroom.closing import StaffAccount, close
from newsroom.mailed_code import asked_again

REQUEST = "asked for by its reader"


@login_required
@require_safe
@private
def account(request):
    context = {"proven": proven_email(request.user), "has_providers": bool(settings.SIGN_IN_WITH.apps)}
    return render(request, "account/account.html", context)


@login_required
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="data")
@private
def data(request):
    """All that is kept about them, as a file: for them to read, and for another site to take in.

    By POST, as it stands in the record that something was given.
    """
    if request.method != "POST":
        return render(request, "account/data.html")
    kept = Person.of_account(request.user).export(by=None, request=REQUEST)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return StreamingHttpResponse(kept, content_type="application/json", headers=headers)


@login_required
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request):
    if request.method != "POST":
        return render(request, "account/erase.html")
    try:
        erased = close(request.user)
    except StaffAccount:
        messages.error(request, _("An account of the newsroom is closed by an editor."))
        return redirect("account")
    logout(request)
    messages.success(request, _said(len(erased.held)))
    return redirect("front_page")


def _said(held: int) -> str:
    if not held:
        return _("Your account and your words are erased.")
    return ngettext(
        "Your account is erased. %(n)s comment we have to keep for now, for legal reasons.",
        "Your account is erased. %(n)s comments we have to keep for now, for legal reasons.",
        held,
    ) % {"n": number(held)}
