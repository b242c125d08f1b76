"""Prints how long the checks take, beside better-profanity on the same texts. Run by hand:

DEBUG=1 python tests/benchmarks/bench_checks.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from better_profanity import profanity  # noqa: E402

from comments.checks.protocol import Submission  # noqa: E402
from comments.screening import load_checks, screen  # noqa: E402

COMMENT = (
    "I have lived beside the old bridge for thirty years and nobody from the council ever asked us what we "
    "needed. The minister says the repairs will take a year, but his own engineers wrote that two winters are"
    " more likely, and the shops on the market street will not last that long. Who pays them? Not the people "
    "who let it rot."
)
HEATED = COMMENT.replace("Not the people", "You idiots, it is bullsh1t, f*ck the people")
PAGE = "The council closed the old bridge over the river. " * 120
HOSTILE: dict[str, str] = {
    "'a ' x 5,000": "a " * 5000,
    "10,000 combining marks": "a" + "\u0301\u0323" * 5000,
    "3,000 x 'a'": "a" * 3000,
    "3,000 x '*'": "*" * 3000,
    "3,000 x '1'": "1" * 3000,
    "3,000 x '.'": "." * 3000,
    "3,000 x zero width": "\u200b" * 3000,
    "3,000 x ligature": "ﷺ" * 3000,
    "3,000 x emoji": "😀" * 3000,
    "1,000 x 'a1b'": "a1b" * 1000,
    "750 x 'f*k '": "f*k " * 750,
    "600 x 'fuck '": "fuck " * 600,
    "430 x 'you are'": "you are " * 375,
    "500 x 'i will'": "i will " * 430,
    "nested quotes": '"' * 1500 + "x" + '"' * 1500,
    "quotations": '> "fuck you" ' * 230,
    "alternating scripts": "aاбα" * 750,
    "alternating words": "fuck كلب сука " * 210,
    "dots and letters": "a.b-c_" * 500,
    "links": "a.com " * 500,
    "digits and signs": "+1 (234) 567-89 " * 188,
    "slashes": "http://" * 428,
}


def milliseconds(run: Callable[[], object], times: int) -> float:
    """The median of so many runs, after one to warm up."""
    run()
    taken = []
    for _ in range(times):
        begun = perf_counter()
        run()
        taken.append((perf_counter() - begun) * 1000)
    return statistics.median(taken)


def screened(text: str) -> Callable[[], object]:
    # A new string each time, as a request brings: nothing is remembered from the run before.
    counter = iter(range(10**9))
    return lambda: screen(
        Submission(f"{text} {next(counter)}", language="en", page_title="Bridge", page_text=PAGE)
    )


def main() -> None:
    begun = perf_counter()
    load_checks()
    print(f"load, everything imported           {(perf_counter() - begun) * 1000:9.1f} ms")
    begun = perf_counter()
    command = "from comments.screening import load_checks; load_checks()"
    subprocess.run(
        [sys.executable, "-c", command], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    print(f"load, in a new Python               {(perf_counter() - begun) * 1000:9.1f} ms")

    print(f"\n{'':36}{'seven checks':>12}{'better-profanity':>18}")
    for name, text in {"60 words": COMMENT, "60 words, heated": HEATED}.items():
        ours = milliseconds(screened(text), 500)
        theirs = milliseconds(lambda text=text: profanity.contains_profanity(text), 3)
        print(f"{name:36}{ours:9.3f} ms{theirs:15.1f} ms")
    for name, text in HOSTILE.items():
        print(f"{name:36}{milliseconds(screened(text), 5):9.3f} ms{'not run':>18}")


if __name__ == "__main__":
    main()
