"""The site's own settings, for its real processes on this machine. What differs from service is this.

A form may be sent as soon as it is shown, so that no round waits for a clock. Static files have no manifest,
as nobody looks at them here.
"""

import os
from datetime import UTC, datetime, timedelta

from newsroom.settings import *  # noqa: F403
from newsroom.settings import COMMENTS, MIDDLEWARE, STORAGES
from tests.live import dying

COMMENTS = COMMENTS | {
    "FORM_SECONDS": (0, 24 * 3600),
    "UNDO_SECONDS": int(os.environ.get("LIVE_UNDO_SECONDS", "30")),
    "EVIDENCE_HIDDEN_SHARE": 0,
    # All clients are on this machine, and each says where it comes from.
    "TRUSTED_PROXIES": 1,
}
ROOT_URLCONF = "tests.live.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = ["tests.live.dying.when_asked", *MIDDLEWARE]

if ahead := os.environ.get("LIVE_SECONDS_AHEAD"):
    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(ahead)), tick=True).start()

dying.prepare()
