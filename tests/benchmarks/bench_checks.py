"""Prints what the checks cost, rules alone and with either model, beside better-profanity. Run by hand:

DEBUG=1 python tests/benchmarks/bench_checks.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what a comment gets

from better_profanity import profanity  # noqa: E402

from comments.checks.contextual import ContextualCheck  # noqa: E402
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
import os, time
from pathlib import Path
from django.conf import settings
settings.COMMENTS["CONTEXTUAL_CHECK"] = os.environ["KIND"] == "contextual"
def megabytes():
    return next(int(line.split()[1]) / 1024 for line in Path("/proc/self/status").open() if "VmRSS" in line)
before = megabytes()
begun = time.process_time()
from comments import screening
from comments.checks.protocol import Submission
if os.environ["KIND"] == "rules":
    settings.COMMENTS["CHECKS"] = [each for each in screening.DEFAULT_CHECKS if "Learned" not in each["NAME"]]
screening.load_checks()
loaded = time.process_time() - begun
for language in ("en", "ar", "tr"):
    screening.screen(Submission("You.", language=language))
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
    rules = [check for check in load_checks() if not isinstance(check, LearnedCheck)]
    kinds = {"rules": rules, "learned": [*rules, LearnedCheck()]}
    if find_spec("onnxruntime"):
        kinds["contextual"] = [*rules, ContextualCheck()]
    for kind in kinds:
        print_loading(kind)
    print_usual(kinds)
    print_hostile(kinds)


def print_loading(kind: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KIND": kind}
    command = [sys.executable, "-c", LOADING]
    found = subprocess.run(
        command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True
    ).stdout
    loading, memory = map(float, found.split())
    print(f"{kind:12} loaded in a new Python in {loading:6.0f} ms, {memory:6.0f} MB")


def print_usual(kinds: Mapping[str, Sequence[Check]]) -> None:
    print(f"\n{'milliseconds of CPU':24}{_headings(kinds)}{'better-profanity':>18}{'times ours':>12}")
    for name, text in TEXTS.items():
        ours = [milliseconds(screened(text, checks), 300) for checks in kinds.values()]
        theirs = milliseconds(lambda text=text: profanity.contains_profanity(text), 3)
        print(f"{name:24}{_cells(ours)}{theirs:18.1f}{theirs / ours[-1]:12.1f}")


def print_hostile(kinds: Mapping[str, Sequence[Check]]) -> None:
    worst = dict.fromkeys(kinds, 0.0)
    print(f"\n{'hostile':24}{_headings(kinds)}")
    for name, text in HOSTILE.items():
        ours = {kind: milliseconds(screened(text, checks), 5) for kind, checks in kinds.items()}
        worst = {kind: max(worst[kind], taken) for kind, taken in ours.items()}
        print(f"{name:24}{_cells(ours.values())}")
    print(f"{'the most':24}{_cells(worst.values())}")
    usual = [milliseconds(screened(CIVIL, checks), 100) for checks in kinds.values()]
    ratios = [most / one for most, one in zip(worst.values(), usual, strict=True)]
    print(f"{'… times 60 words':24}{_cells(ratios)}")


def _headings(kinds: Iterable[str]) -> str:
    return "".join(f"{kind:>12}" for kind in kinds)


def _cells(numbers: Iterable[float]) -> str:
    return "".join(f"{number:12.2f}" for number in numbers)


if __name__ == "__main__":
    main()
