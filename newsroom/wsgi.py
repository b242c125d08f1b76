"""What the web server runs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

try:
    import newsroom.settings  # noqa: F401
except ImproperlyConfigured as error:
    # The same lines that manage.py prints, not a traceback of the web server's.
    sys.exit(str(error))

application = get_wsgi_application()
