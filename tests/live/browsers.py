"""A reader's and a moderator's browser: cookies, a form, and whatever comes back."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

from tests.live.site import HOST, NAME

CSRF = "c" * 32
numbers = count(1)


class NoAnswer(Exception):
    """The line went dead: nobody knows whether it was done."""


@dataclass(slots=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Browser:
    """Keeps one connection while it can, as browsers do, and an address of its own."""

    port: int
    timeout: float = 60
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF})
    line: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        number = next(numbers)
        # Of another network each, as what comes from one is limited.
        self.address = f"10.{number & 255}.{number >> 8 & 255}.{number >> 16 & 255}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict, *, die_at: int | None = None) -> Answer:
        """Raises NoAnswer. With `die_at`, the server dies at that step of answering."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if die_at is not None:
            headers["X-Die-At"] = str(die_at)
        return self._ask("POST", path, urlencode(fields, doseq=True), headers)

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
            self.line = None

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        headers |= {
            "Host": NAME,
            "Origin": f"https://{NAME}",
            "X-CSRFToken": CSRF,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if self.line is None:
            self.line = http.client.HTTPConnection(HOST, self.port, timeout=self.timeout)
        try:
            self.line.request(method, path, body, headers)
            response = self.line.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            raise NoAnswer(type(error).__name__) from error
        self._keep(response)
        return Answer(response.status, response.headers.get("Location", ""), text)

    def _keep(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
