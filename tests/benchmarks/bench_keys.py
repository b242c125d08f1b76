"""Prints how long it takes from pressing a key at the desk until the next card is on screen, in Chromium.

make bench, or: pytest -s tests/benchmarks/bench_keys.py
"""

from __future__ import annotations

import statistics

from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import (  # noqa: F401
    another_page,
    at_desk,
    browser_type_launch_args,
    context,
    troubles,
)

ROUNDS, PROMISED = 12, 100
ACTS = {"J, next": ["j"], "A, approve": ["a"], "U, undo": ["u"], "R ⏎, reject": ["r", "7", "Enter"]}
# From the key to the second frame after the swap: by then the browser has painted what stands there.
MEASURE = """() => {
  let began, tell;
  document.addEventListener("keydown", () => {
    began = performance.now();
    window.painted = new Promise((resolve) => { tell = resolve; });
  }, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "desk-card") return;
    const told = tell, since = began;
    requestAnimationFrame(() => requestAnimationFrame(() => told(performance.now() - since)));
  });
}"""


def test_from_key_to_card(transactional_db, page, at_desk):  # noqa: F811
    with override_settings(DEBUG=True):
        call_command("load_demo", verbosity=0)
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")
    page.evaluate(MEASURE)

    print()
    for name, keys in ACTS.items():
        times = [after(page, keys) for _round in range(1 if name.startswith("U") else ROUNDS)]
        print(f"{name:12} median {statistics.median(times):4.0f} ms, slowest {max(times):4.0f} ms")
    print(f"promised: {PROMISED} ms on the demo's server")


def after(page: Page, keys: list[str]) -> float:
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate("() => window.painted")
