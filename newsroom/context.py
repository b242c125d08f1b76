"""What every page of the site shows."""

from django.conf import settings

from newsroom.demo.views import shows_mails
from newsroom.languages import offered


def site(request):
    return {
        "site_name": settings.SITE_NAME,
        "languages_offered": offered(request),
        "is_sign_up_open": settings.SIGN_UP,
        "shows_mails": shows_mails(),
    }
