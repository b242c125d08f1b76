#!/usr/bin/env python
"""The site's commands."""

import os
import sys

# They read lines and write lines, and serve nobody: what makes serving safe is not asked of them.
SERVING_NOBODY = {"screen", "evaluate_checks", "train_checks", "train_contextual"}


def main() -> None:
    if SERVING_NOBODY.intersection(sys.argv[1:2]):
        os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        # Django hides a settings error behind "unknown command"; ours says what to set, on a line each.
        import newsroom.settings  # noqa: F401
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    from django.db import Error

    from comments.management.plain_spoken import NO_ANSWER, interrupted, sentence_of

    try:
        execute_from_command_line(sys.argv)
    except Error as error:
        if "--traceback" in sys.argv:
            raise
        # Django's own commands, such as migrate and check, would print sixty lines for an absent server.
        sys.stderr.write(f"{sentence_of(error)}\n")
        sys.exit(NO_ANSWER)
    except KeyboardInterrupt:
        sys.exit(interrupted())


if __name__ == "__main__":
    main()
