"""Sites that run beside each other, and beside whatever else the tests start, keep their ports."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest

from tests.live.site import HOST, Site


def test_nobody_else_is_given_the_port_of_a_site_that_is_away(tmp_path):
    elsewhere = SimpleNamespace(url="")
    site = Site(tmp_path, database=elsewhere, mail=elsewhere)

    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((HOST, site.port))
