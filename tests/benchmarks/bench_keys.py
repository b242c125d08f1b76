"""Prints how long it takes from pressing a key at the desk until the next card is on screen, in Chromium,
and until its context stands beside it.

make bench, or: pytest -s tests/benchmarks/bench_keys.py
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page

sys.path.append(str(Path(__file__).resolve().parents[2] / "docs"))  # whose scripts import one another

from take_screenshots import demo, sign_in

from tests.browser.conftest import browser_type_launch_args  # noqa: F401

ROUNDS, PROMISED, READING = 12, 100, 500  # the latter two in milliseconds
ACTS = {"J, next": ["j"], "A, approve": ["a"], "U, undo": ["u"], "R ⏎, reject": ["r", "7", "Enter"]}
# From the key to the second frame after the swap: by then the browser has painted what stands there.
MEASURE = """() => {
  let began, tell, tellContext;
  document.addEventListener("keydown", () => {
    began = performance.now();
    window.painted = new Promise((resolve) => { tell = resolve; });
    window.beside = new Promise((resolve) => { tellContext = resolve; });
  }, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target.id;
    if (id !== "desk-card" && id !== "desk-context") return;
    const told = id === "desk-card" ? tell : tellContext, since = began;
    requestAnimationFrame(() => requestAnimationFrame(() => told(performance.now() - since)));
  });
}"""


def test_from_key_to_card(page):
    with demo() as site:
        sign_in(page, site)
        page.evaluate(MEASURE)
        print()
        for name, keys in ACTS.items():
            pairs = [after(page, keys) for _round in range(1 if name.startswith("U") else ROUNDS)]
            cards, contexts = zip(*pairs, strict=True)
            card, context = statistics.median(cards), statistics.median(contexts)
            print(f"{name:12} median {card:4.0f} ms, slowest {max(cards):4.0f} ms; context {context:4.0f} ms")
    print(f"promised: {PROMISED} ms on the demo's server")


def after(page: Page, keys: list[str]) -> list[float]:
    """What the page asks by itself when it opens a card has been answered once it is read."""
    page.wait_for_timeout(READING)
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate("() => Promise.all([window.painted, window.beside])")
