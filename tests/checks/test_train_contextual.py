"""What `train_contextual` says before it spends an hour."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from comments.management.commands import train_contextual


@pytest.fixture
def installed(monkeypatch):
    """As if all that training needs were there."""
    monkeypatch.setattr(train_contextual, "NEEDED", ())


def test_what_must_be_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(train_contextual, "NEEDED", ("json", "not_there", "nor_there"))
    with pytest.raises(CommandError, match=r"Install not_there, nor_there first: .*contextual-training"):
        call_command("train_contextual", data=tmp_path)


def test_a_folder_that_is_not_there_is_named(installed, tmp_path):
    with pytest.raises(CommandError, match="nowhere: there is no such folder"):
        call_command("train_contextual", data=tmp_path / "nowhere")


def test_a_base_without_weights_is_named(installed, tmp_path):
    with pytest.raises(CommandError, match=r"must hold model\.safetensors and vocab\.txt"):
        call_command("train_contextual", data=tmp_path, base=tmp_path)
