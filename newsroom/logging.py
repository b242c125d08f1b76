"""Structured logs on standard error, without what would identify a reader."""

from __future__ import annotations

import re
from typing import Any

import structlog
from structlog.typing import Processor

# Whoever holds the token of a receipt may act for the author, that of a mail for who was written to; and the
# links of accounts let in who has them.
RECEIPT = re.compile(r"(/(?:receipt|letter|confirm-email|reset/key)/)[^/\s\"'\\]+")
IDENTIFYING = ("ip", "user_agent")
# What PostgreSQL says after an error: the row that it refused, the statement from where it is wrong, what its
# parameters were; or a value at once. All that follows goes with it, as nothing tells where the words end.
SAID_OF_A_ROW = re.compile(
    r"(^(?:DETAIL|CONTEXT|QUERY|LINE \d+)|invalid input (?:syntax|value) for [^:\n]+|malformed \w+ literal"
    r"|field value out of range):.*?"
    r"(?=\n\n(?:The above exception was the direct|During handling of the above exception)|\Z)",
    re.M | re.S,
)


def without_readers(logger, method: str, event: dict) -> dict:
    """Leave out where a reader writes from and with what."""
    return {key: value for key, value in event.items() if key not in IDENTIFYING}


def without_what_was_asked(logger, method: str, event: dict) -> dict:
    """Staff look for words, names and addresses, and what they ask for stands in the address of the page."""
    if "?" in str(event.get("request", "")):
        event["request"] = event["request"].partition("?")[0] + "?…"
    return event


def without_rows(logger, method: str, event: dict) -> dict:
    """Leave out what a database repeats of a row: its words, its address."""
    for name in ("event", "exception"):
        if name in event:
            event[name] = SAID_OF_A_ROW.sub(r"\1: …", str(event[name]))
    return event


def without_receipts(logger, method: str, line: str) -> str:
    """Blank the tokens of receipts in the finished line, wherever in the event they stood."""
    return RECEIPT.sub(r"\1…", line)


PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def logging_settings(*, level_of_requests: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_readers,
                    without_what_was_asked,
                    structlog.processors.format_exc_info,
                    without_rows,
                    structlog.processors.JSONRenderer(),
                    without_receipts,
                ],
                "foreign_pre_chain": [*PROCESSORS, structlog.stdlib.PositionalArgumentsFormatter()],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django_structlog": {"level": level_of_requests},
            # Django's own handlers would write the same again, tokens and all.
            "django": {"handlers": [], "level": "WARNING"},
            # Somebody is always asking for hosts that are not ours.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
