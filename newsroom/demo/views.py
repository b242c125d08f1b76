"""The demo's mails, to be read in the browser. In service there is no such page, as it shows everybody's."""

from __future__ import annotations

import re
from functools import wraps
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsroom.demo import mailbox

# Nothing in a mail runs, loads or sends; its links lead out of the frame when they are pressed.
MAIL_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


def shows_mails() -> bool:
    return bool(settings.DEBUG) and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def of_the_demo(view):
    @wraps(view)
    def demo_view(*arguments, **named):
        if not shows_mails():
            raise Http404("Mails are shown in the demo alone.")
        return view(*arguments, **named)

    return demo_view


@require_safe
@never_cache
@of_the_demo
def mails(request):
    return render(request, "newsroom/mails.html", {"mails": mailbox.mails(Path(settings.EMAIL_FILE_PATH))})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})
@of_the_demo
def mail(request, file, number):
    return render(request, "newsroom/mail.html", {"mail": _mail(file, number)})


@require_safe
@never_cache
@xframe_options_sameorigin
@of_the_demo
def mail_html(request, file, number):
    html = re.sub(r"(?i)<head[^>]*>", r'\g<0><base target="_top">', _mail(file, number).html, count=1)
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


def _mail(file: str, number: int) -> mailbox.Mail:
    found = mailbox.mail(Path(settings.EMAIL_FILE_PATH), file, number)
    if found is None:
        raise Http404("No such mail.")
    return found
