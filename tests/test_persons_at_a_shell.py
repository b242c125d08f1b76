"""Naming a person on the command line, whatever their receipt, name or address begins with."""

from __future__ import annotations

import pytest
from django.core.management import load_command_class
from django.db import connections

from comments.models import Author
from tests.factories import make_comment, make_editor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch, capsys):
    # A command closes what it opened. Here that is the test's own connection.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def run(name: str, *words: str) -> str:
        load_command_class("comments", name).run_from_argv(["manage.py", name, *words])
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("way", ["--receipt", "--account", "--email"])
@pytest.mark.parametrize("begin", ["-", "--", "--by", "-h", "x"])
def test_what_leads_to_them_may_begin_with_a_hyphen(typed, monkeypatch, way, begin):
    monkeypatch.setattr("comments.models.receipt.secrets.token_urlsafe", lambda size: f"{begin}leyla-token")
    make_editor("nadia")
    account = make_user(f"{begin}leyla", email=f"{begin}leyla@example.org")
    comment = make_comment("Too many holes.", author=Author.objects.of_account(account))
    sought = {"--receipt": comment.receipt.token, "--account": account.username, "--email": account.email}

    given = typed("export_person", way, sought[way], "--by", "nadia", "--request", "2026/18", "-")
    typed("erase_comments", "--by", "nadia", "--request", "2026/18", way, sought[way])

    assert "Too many holes." in given
    comment.refresh_from_db()
    assert comment.status == "erased"


def test_a_way_that_leads_nowhere_is_still_told(typed, capsys):
    with pytest.raises(SystemExit) as end:
        typed("export_person", "--by", "nadia", "--request", "2026/18", "-", "--receipt")
    assert end.value.code == 2
    assert "--receipt: expected one argument" in capsys.readouterr().err
