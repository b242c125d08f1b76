"""Mail servers to test with: settings name them by class, so they are classes here."""

from __future__ import annotations

import signal
import smtplib

from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError


class Down(EmailBackend):
    """Nobody answers."""

    def open(self):
        raise ConnectionRefusedError(111, "refused for leyla@example.org")


class Failing(EmailBackend):
    """Takes the connection, and then no mail."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone while sending to leyla@example.org")


class Refusing(EmailBackend):
    """Knows no such address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"leyla@example.org": (550, b"no leyla@example.org here")})


class PickyOnce(EmailBackend):
    """Fails for the first mail of its life only."""

    failed = False

    def send_messages(self, messages):
        if not type(self).failed:
            type(self).failed = True
            raise smtplib.SMTPDataError(451, b"try again later")
        return super().send_messages(messages)


class Locked(EmailBackend):
    """Keeps mails in a database that is locked."""

    def open(self):
        raise OperationalError("database is locked")


class EndsUs(EmailBackend):
    """Somebody ends the process while a mail is on its way."""

    def send_messages(self, messages):
        signal.raise_signal(signal.SIGTERM)
        return super().send_messages(messages)


class Greylisting(EmailBackend):
    """Would take each mail another day."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"leyla@example.org": (451, b"leyla@example.org, later")})
