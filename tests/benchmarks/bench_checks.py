"""Prints what the checks cost, rules alone and with the learned check, beside better-profanity. Run by hand:

DEBUG=1 python tests/benchmarks/bench_checks.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what a comment gets

from better_profanity import profanity  # noqa: E402

from comments.checks.learned import LearnedCheck  # noqa: E402
from comments.checks.protocol import Check, Submission  # noqa: E402
from comments.screening import load_checks, screen  # noqa: E402
from tests.benchmarks.hostile import HOSTILE  # noqa: E402

CIVIL = (
    "I have lived beside the old bridge for thirty years and nobody from the council ever asked us what we "
    "needed. The minister says the repairs will take a year, but his own engineers wrote that two winters are"
    " more likely, and the shops on the market street will not last that long. Who pays them? Not the people "
    "who let it rot."
)
TEXTS = {
    "60 words": CIVIL,
    "60 words, heated": CIVIL.replace("Not the people", "You idiots, it is bullsh1t, f*ck the people"),
    "60 words, Arabic": (
        "لم يسألنا أحد من المجلس عن الجسر القديم منذ ثلاثين سنة والمحلات في السوق لن تصمد. " * 4
    ),
    "60 words, Turkish": (
        "Eski köprünün yanında otuz yıldır oturuyorum ve belediyeden kimse bize bir şey sormadı. " * 5
    ),
}
PAGE = "The council closed the old bridge over the river. " * 120
# A new string each time, as a request brings: nothing is remembered from the run before.
COUNTER = count()
# Run in a Python of its own: what loading takes, and what it leaves in memory.
LOADING = """
import time
from pathlib import Path
from django.conf import settings
settings.COMMENTS
def megabytes():
    return next(int(line.split()[1]) / 1024 for line in Path("/proc/self/status").open() if "VmRSS" in line)
before = megabytes()
begun = time.process_time()
from comments.checks.protocol import Submission
from comments.screening import load_checks, screen
load_checks()
loaded = time.process_time() - begun
for language in ("en", "ar", "tr"):
    screen(Submission("You.", language=language))
print(loaded * 1000, megabytes() - before)
"""


def milliseconds(run: Callable[[], object], times: int) -> float:
    """The median CPU time of so many runs, after a few to warm up: what others run does not count."""
    for _ in range(max(1, times // 10)):
        run()
    taken = []
    for _ in range(times):
        begun = process_time()
        run()
        taken.append((process_time() - begun) * 1000)
    return statistics.median(taken)


def screened(text: str, checks: Sequence[Check]) -> Callable[[], object]:
    def run() -> object:
        about = {"language": "en", "page_title": "Bridge", "page_text": PAGE}
        return screen(Submission(f"{text} {next(COUNTER)}", **about), checks=checks, budget_ms=float("inf"))

    return run


def main() -> None:
    everything = load_checks()
    rules = [check for check in everything if not isinstance(check, LearnedCheck)]
    print_loading()
    print(f"\n{'milliseconds of CPU':24}{'rules':>9}{'all':>9}{'better-profanity':>18}{'times ours':>12}")
    for name, text in TEXTS.items():
        ours = [milliseconds(screened(text, checks), 300) for checks in (rules, everything)]
        theirs = milliseconds(lambda text=text: profanity.contains_profanity(text), 3)
        print(f"{name:24}{ours[0]:9.2f}{ours[1]:9.2f}{theirs:18.1f}{theirs / ours[1]:12.1f}")
    print_hostile(rules, everything)


def print_loading() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", LOADING]
    found = subprocess.run(
        command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True
    ).stdout
    loading, memory = map(float, found.split())
    print(f"{'loading, in a new Python':30}{loading:9.0f} ms")
    print(f"{'memory it takes':30}{memory:9.0f} MB")


def print_hostile(rules: Sequence[Check], everything: Sequence[Check]) -> None:
    usual = milliseconds(screened(CIVIL, everything), 100)
    worst = 0.0
    print(f"\n{'hostile':24}{'rules':>9}{'all':>9}{'times 60 words':>18}")
    for name, text in HOSTILE.items():
        ours = [milliseconds(screened(text, checks), 5) for checks in (rules, everything)]
        worst = max(worst, ours[1])
        print(f"{name:24}{ours[0]:9.2f}{ours[1]:9.2f}{ours[1] / usual:18.1f}")
    print(f"{'the most':24}{'':9}{worst:9.2f}{worst / usual:18.1f}")


if __name__ == "__main__":
    main()
