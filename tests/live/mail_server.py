"""A mail server that counts: what it took, by Message-ID. It can be away, and it can refuse for now."""

from __future__ import annotations

import socketserver
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from threading import Thread

HOST = "127.0.0.1"


class MailServer:
    """Keeps its port, so that it can go and come back."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.is_refusing = False
        self.is_up = True
        self._talking: set[socketserver.StreamRequestHandler] = set()
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                # Whoever talks to us may be killed in the middle of it.
                outer._talking.add(self)
                try:
                    with suppress(ConnectionError):
                        outer._talk(self.rfile, self.wfile)
                finally:
                    outer._talking.discard(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True

        self._server = Server((HOST, 0), Talk)
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def total(self) -> int:
        return sum(self.taken.values())

    @property
    def is_talking(self) -> bool:
        """Whether anybody is being listened to."""
        return bool(self._talking)

    @property
    def repeated(self) -> int:
        return self.total - len(self.taken)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _talk(self, lines, out) -> None:
        if not self.is_up:
            return  # hangs up without a word
        out.write(b"220 ready\r\n")
        for line in lines:
            match line[:4].upper():
                case b"QUIT":
                    out.write(b"221 bye\r\n")
                    return
                case b"DATA":
                    out.write(b"354 go on\r\n")
                    out.write(self._take(_until_dot(lines)))
                case b"MAIL" if self.is_refusing:
                    out.write(b"451 try again later\r\n")
                case _:
                    out.write(b"250 ok\r\n")

    def _take(self, mail: bytes | None) -> bytes:
        if mail is None:
            return b""
        self.taken[str(message_from_bytes(mail)["Message-ID"])] += 1
        return b"250 taken\r\n"


def _until_dot(lines) -> bytes | None:
    """The mail; None where the line went dead before its end."""
    mail = b""
    for line in lines:
        if line == b".\r\n":
            return mail
        mail += line
    return None
