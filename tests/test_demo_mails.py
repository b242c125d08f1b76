"""The demo shows the mails in its folder, safely; in service there is no such page."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from newsroom.demo import mailbox
from newsroom.demo.mailbox import PARTED_BY

MAILS = reverse("demo_mails")
NAME = "20261123-101500-123456789.log"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DEBUG, settings.EMAIL_FILE_PATH = True, tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return settings.EMAIL_FILE_PATH


def send(
    subject: str, html: str = "", text: str = "Follow http://127.0.0.1:8000/comments/letter/1:x/", **more
):
    message = mail.EmailMultiAlternatives(subject, text, to=["leyla@example.org"], **more)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def shown(client, path: str = MAILS) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def only_mail(folder) -> str:
    [found] = mailbox.mails(folder)
    return reverse("demo_mail", args=[found.file, found.number])


pytestmark = pytest.mark.django_db


def test_without_a_mail_the_page_says_so(client):
    assert "None has been written yet." in shown(client)


def test_mails_are_listed_and_read_and_their_links_can_be_followed(client, folder):
    send("Is this address yours?", html="<p>Hello</p>")

    assert "Is this address yours?" in shown(client)
    page = shown(client, only_mail(folder))
    assert 'href="http://127.0.0.1:8000/comments/letter/1:x/"' in page
    assert "leyla@example.org" in page


def test_they_are_shown_in_the_readers_language(client, folder):
    send("Is this address yours?", html="<p>Hello</p>")
    client.cookies["language"] = "tr"

    assert '<a href="/demo/mail/">Demonun e-postaları</a>' in shown(client)
    assert "Mails of the demo" not in shown(client) + shown(client, only_mail(folder))
    assert re.search(r'<time datetime="[^"]+\+00:00">\d+ \w+ \d{4}, ', shown(client))


def test_several_of_one_connection_are_told_apart(client, folder):
    with mail.get_connection() as connection:
        for subject in ("First", "Second", "تعليقكم"):
            send(subject, connection=connection)

    assert [found.subject for found in mailbox.mails(folder)] == ["تعليقكم", "Second", "First"]


def test_what_somebody_wrote_runs_nowhere(client, folder):
    send(HOSTILE, html=f"<html><head></head><body>{HOSTILE}</body></html>", text=HOSTILE)

    for path in (MAILS, only_mail(folder)):
        assert HOSTILE not in shown(client, path)


def test_the_dressed_mail_is_shut_in(client, folder):
    send("Hello", html=f"<html><head></head><body>{HOSTILE}</body></html>")

    answer = client.get(f"{only_mail(folder)}html/")

    assert answer["Content-Security-Policy"].startswith("sandbox allow-top-navigation-by-user-activation;")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in answer.content.decode()


@pytest.mark.parametrize(
    ("debug", "backend"), [(False, "filebased"), (True, "smtp"), (True, "locmem"), (False, "smtp")]
)
def test_in_service_there_is_no_such_page(client, folder, settings, debug, backend):
    send("Your second factor")
    one = only_mail(folder)
    settings.DEBUG, settings.EMAIL_BACKEND = debug, f"django.core.mail.backends.{backend}.EmailBackend"

    for path in (MAILS, one, f"{one}html/"):
        assert client.get(path).status_code == 404
    assert MAILS not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "file",
    ["..%2F..%2Fetc%2Fpasswd", "newsroom.sqlite3", "%00.log", "x.log", NAME.replace("1", "9"), "٢" * 8],
)
def test_nothing_but_mails_of_the_folder_is_read(client, folder, file):
    send("Hello")
    (folder / "x.log").write_text("Subject: not a mail of ours\n\n.")

    assert client.get(f"{MAILS}{file}/0/").status_code == 404
    assert "not a mail of ours" not in shown(client)


@pytest.mark.parametrize("number", ["1", "99999999999999999999"])
def test_there_is_no_mail_after_the_last(client, folder, number):
    send("Hello")

    assert client.get(only_mail(folder).replace("/0/", f"/{number}/")).status_code == 404


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?////?=\n\nx",
        b"Content-Type: text/plain; charset=nowhere\n\nx",
        b"Content-Type: multipart/alternative; boundary=a\n\nno parts",
        b"Subject: a\n\nb" + PARTED_BY + PARTED_BY + b"cut o",
        b"Date: the day before\n\nb",
        b"To: " + b"x" * 2_000_000,
    ],
    ids=["empty", "binary", "bad word", "bad charset", "no parts", "cut off", "no date", "huge"],
)
def test_a_file_that_is_no_mail_breaks_nothing(client, folder, written):
    folder.mkdir()
    (folder / NAME).write_bytes(written)

    shown(client)
    for found in mailbox.mails(folder):
        shown(client, reverse("demo_mail", args=[found.file, found.number]))
        shown(client, reverse("demo_mail_html", args=[found.file, found.number]))


def test_only_the_newest_are_listed(client, folder):
    folder.mkdir()
    for number in range(mailbox.MOST_FILES + 20):
        (folder / f"20261123-101500-{number:06}.log").write_bytes(b"Subject: a\n\nb\n")

    assert len(mailbox.mails(folder)) == mailbox.MOST_FILES
