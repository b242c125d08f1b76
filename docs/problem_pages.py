"""The newspaper without DEBUG, with a door to each page that says what went wrong: for the pictures of them.

.venv/bin/python docs/problem_pages.py PORT. Each page is made by whoever makes it in service.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.wsgi import get_wsgi_application
from django.http import Http404
from django.urls import path

RAISED = {
    "400": SuspiciousOperation,
    "403": PermissionDenied,
    "404": Http404,
    "413": RequestDataTooBig,
    "500": RuntimeError,
}


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads along."""


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    django.setup()
    settings.DEBUG = False
    open_doors()
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), handler_class=Quiet).serve_forever()


def open_doors() -> None:
    # These read the settings, which are there only now.
    from allauth.core.ratelimit import respond_429
    from django.views.decorators.csrf import csrf_exempt

    from comments.views import csrf_failure
    from newsroom import urls

    def break_down(request, name: str):
        raise RAISED[name]

    urls.urlpatterns += [
        path("problem/403_csrf/", csrf_failure),
        path("problem/429/", respond_429),
        path("problem/<str:name>/", csrf_exempt(break_down)),
    ]


if __name__ == "__main__":
    main()
