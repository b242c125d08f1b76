"""What language an account is written to in: the one that its reader chose last."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from comments.languages import supported
from comments.models import Author


# Nothing is lost by choosing a language, and a token would make each copy of each page another.
@csrf_exempt
def choose(request):
    answer = set_language(request)
    chosen = answer.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen and request.user.is_authenticated:
        _keep(request.user, supported(chosen.value))
    return answer


def after_signing_in(*, user, **kwargs) -> None:
    """Receives `user_logged_in`: they have just read a page in it."""
    _keep(user, get_language())


def _keep(user, language: str | None) -> None:
    """Whoever has written nothing yet is not made known by this."""
    author = Author.objects.filter(user=user).first()
    if author and language:
        author.read_in(language)
