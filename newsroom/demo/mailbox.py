"""The mails that the demo has written into its folder instead of sending them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

# What Django's file backend writes after each mail of a file.
PARTED_BY = b"\n" + b"-" * 79 + b"\n"
FILE = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{1,24}\.log")
MOST_FILES, MOST_BYTES, MOST_MAILS = 100, 1 << 20, 200


@dataclass(frozen=True, slots=True)
class Mail:
    file: str
    number: int
    message: EmailMessage

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Those a reader would see, and the one that stops further mails."""
        names = ("From", "To", "Date", "List-Unsubscribe")
        return [(name, str(self.message[name])) for name in names if self.message[name]]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "").strip()  # one that is long begins on a line of its own

    @property
    def sent_at(self) -> datetime | None:
        """None where it does not say, or says no date."""
        sent_at = getattr(self.message["Date"], "datetime", None)
        # "-0000", as Django writes it, names no zone: it is of UTC, and says no more.
        return sent_at.replace(tzinfo=sent_at.tzinfo or UTC) if sent_at else None

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        try:
            return str(part.get_content()) if part else ""
        except (LookupError, ValueError):
            return ""  # a charset that does not exist; nothing of ours


def mails(folder: Path) -> list[Mail]:
    """The newest first."""
    # Not by their names: those of one second end in a number that says nothing of their order.
    files = sorted(_files(folder), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:MOST_FILES]
    found = [mail for path in files for mail in reversed(_read(path))]
    return found[:MOST_MAILS]


def mail(folder: Path, file: str, number: int) -> Mail | None:
    """Only out of what is in the folder, whatever the name says."""
    if not FILE.fullmatch(file) or not (folder / file).is_file():
        return None
    read = _read(folder / file)
    return read[number] if 0 <= number < len(read) else None


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if FILE.fullmatch(path.name) and path.is_file()]


def _read(path: Path) -> list[Mail]:
    with path.open("rb") as file:
        written = file.read(MOST_BYTES).split(PARTED_BY)
    parts = [part for part in written if part.strip()]
    parsed = (message_from_bytes(part, policy=policy.default) for part in parts)
    return [Mail(path.name, number, message) for number, message in enumerate(parsed)]
