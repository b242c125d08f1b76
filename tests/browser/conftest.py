"""A real browser: Debian's Chromium, against the site on a port of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright runs a loop of its own in this thread, and Django would take our queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium here, and CI is set. Install it: apt-get install chromium")
        pytest.skip("no Chromium here: apt-get install chromium")
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(autouse=True)
def troubles():
    """What the policy refused and what scripts stumbled over, for anyone in the test: nothing, at its end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def context(context, troubles):
    return _heard(context, troubles)


@pytest.fixture
def another_page(new_context, troubles):
    """Opens a page for somebody else: another browser, with cookies of its own."""
    return lambda: _heard(new_context(), troubles).new_page()


def _heard(context, troubles: list[str]):
    context.set_default_timeout(10_000)

    def hear(message) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            troubles.append(f"{message.location['url']}: {message.text}")

    context.on("console", hear)
    context.on("weberror", lambda failed: troubles.append(str(failed.error)))
    return context
