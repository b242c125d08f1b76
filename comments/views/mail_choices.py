"""What an account wants to be written to about."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.mail_choices_form import MailChoicesForm
from comments.views.private import private


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@private
def mail_choices(request):
    form = MailChoicesForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        form.choose(user=request.user)
        messages.success(request, _("Your choice is noted."))
        return redirect("comments:mail_choices")
    return render(request, "comments/mail_choices.html", {"form": form})
