"""Structured logs on standard error, without what would identify a reader."""

from __future__ import annotations

import re

import structlog

RECEIPT = re.compile(r"(/receipt/)[^/\s\"']+")


def without_readers(logger, method: str, event: dict) -> dict:
    """Leave out addresses, and receipt tokens: whoever holds one may act for the author."""
    event.pop("ip", None)
    return {
        key: RECEIPT.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()
    }


class WithoutReceipts:
    """The same for what Django itself logs of a request: its path stands in the message's arguments."""

    def filter(self, record) -> bool:
        record.msg = RECEIPT.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                RECEIPT.sub(r"\1…", argument) if isinstance(argument, str) else argument
                for argument in record.args
            )
        return True


PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    without_readers,
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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_receipts": {"()": WithoutReceipts}},
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": PROCESSORS,
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_receipts"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
