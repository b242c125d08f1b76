"""Mail servers on a socket that do what real ones do on a bad day."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes

HOST = "127.0.0.1"
MOST_BYTES = 1 << 20


class Talk:
    """One connection, from the server's side."""

    def __init__(self, connection: socket.socket, ended: threading.Event) -> None:
        self.connection, self.ended = connection, ended
        self.lines = connection.makefile("rb")

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def hear(self) -> str:
        """The next command; empty where the other side has hung up."""
        return self.lines.readline(MOST_BYTES).decode(errors="replace").strip()

    def hang(self) -> None:
        """Neither answer nor hang up, until the test is over."""
        self.ended.wait()

    def until(self, command: str) -> bool:
        """Agree to everything before `command`, and say whether it came."""
        while heard := self.hear():
            if heard.upper().startswith(command):
                return True
            self.say("250 fine")
        return False

    def mail(self) -> bytes:
        self.say("354 go on")
        mail = b""
        while (line := self.lines.readline(MOST_BYTES)) not in (b".\r\n", b""):
            mail += line
        return mail


Manner = Callable[["SmtpServer", Talk], None]


class SmtpServer:
    """Treats its first connections each in a manner of its own, and all later ones well."""

    def __init__(self, *manners: Manner) -> None:
        self.manners = list(manners)
        self.taken: list[str] = []  # Message-IDs, as often as they came
        self.envelopes: list[str] = []  # what stood in MAIL and RCPT
        self.ended = threading.Event()
        self.door = socket.create_server((HOST, 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()
        with suppress(OSError):
            socket.create_connection((HOST, self.port), timeout=1).close()
        self.thread.join(timeout=5)
        self.door.close()

    def take(self, mail: bytes) -> None:
        self.taken.append(str(message_from_bytes(mail)["Message-ID"]))

    def _serve(self) -> None:
        while not self.ended.is_set():
            connection, _address = self.door.accept()
            if self.ended.is_set():
                connection.close()
                return
            manner = self.manners.pop(0) if self.manners else well
            # Whoever hangs keeps nobody else waiting.
            threading.Thread(target=self._talk, args=(connection, manner), daemon=True).start()

    def _talk(self, connection: socket.socket, manner: Manner) -> None:
        with connection, suppress(OSError):
            manner(self, Talk(connection, self.ended))


@contextmanager
def smtp_server(settings, *manners: Manner) -> Iterator[SmtpServer]:
    """What the site sends its mails to. It is impatient, as a test is."""
    server = SmtpServer(*manners)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, server.port, 0.5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        yield server
    finally:
        server.stop()


def well(server: SmtpServer, talk: Talk) -> None:
    talk.say("220 ready")
    while heard := talk.hear():
        match heard[:4].upper():
            case "DATA":
                server.take(talk.mail())
                talk.say("250 taken")
            case "QUIT":
                talk.say("221 bye")
                return
            case word:
                if word in ("MAIL", "RCPT"):
                    server.envelopes.append(heard)
                talk.say("250 fine")


def silent(server: SmtpServer, talk: Talk) -> None:
    """Takes the call and says nothing."""
    talk.hang()


def hanging_up(server: SmtpServer, talk: Talk) -> None:
    """At once."""


def too_busy(server: SmtpServer, talk: Talk) -> None:
    talk.say("421 too many connections")


def closed(server: SmtpServer, talk: Talk) -> None:
    talk.say("554 no SMTP service here")


def babbling(server: SmtpServer, talk: Talk) -> None:
    """Never comes to the end of its first line."""
    while not talk.ended.is_set():
        talk.connection.sendall(b"x" * 65536)


def answering(command: str, reply: str) -> Manner:
    """One command in its own words, and all before it well."""

    def answer(server: SmtpServer, talk: Talk) -> None:
        talk.say("220 ready")
        if talk.until(command):
            talk.say(reply)
            talk.until("QUIT")

    return answer


def dropping_at(command: str) -> Manner:
    def drop(server: SmtpServer, talk: Talk) -> None:
        talk.say("220 ready")
        talk.until(command)

    return drop


def hanging_at(command: str) -> Manner:
    def hang(server: SmtpServer, talk: Talk) -> None:
        talk.say("220 ready")
        talk.until(command)
        talk.hang()

    return hang


def dropping_before_the_answer(server: SmtpServer, talk: Talk) -> None:
    """Has read the whole mail; whether it keeps it, nobody knows."""
    talk.say("220 ready")
    talk.until("DATA")
    server.take(talk.mail())


def hanging_before_the_answer(server: SmtpServer, talk: Talk) -> None:
    talk.say("220 ready")
    talk.until("DATA")
    server.take(talk.mail())
    talk.hang()


def refusing_the_words(server: SmtpServer, talk: Talk) -> None:
    talk.say("220 ready")
    talk.until("DATA")
    talk.mail()
    talk.say("554 it looks like spam for leyla@example.org")
    talk.until("QUIT")


def dropping_after_taking(server: SmtpServer, talk: Talk) -> None:
    """Without a goodbye, as is common."""
    talk.say("220 ready")
    talk.until("DATA")
    server.take(talk.mail())
    talk.say("250 taken")
