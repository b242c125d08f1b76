"""Everything at once, and whoever comes along is killed with -9 at any moment."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from subprocess import Popen

from comments.models import Comment, Notice, Unsealed
from tests.factories import make_editor
from tests.faults.tally import Line, Tally
from tests.live import people
from tests.live.crowd import Crowd
from tests.live.gaps import Gaps
from tests.live.reckoning import mails_astray, reckon
from tests.live.site import Site

READERS, MODERATORS = 6, 3
SECONDS_BETWEEN_KILLS = 2  # in the mean
SECONDS_BETWEEN_LOOKS = 0.2  # whether something has ended by itself
ERASED_AT_ONCE = 3
LINES_A_FILE = 400
SECONDS_TO_SETTLE = 120
WEIGHTS = {"web": 2, "worker": 3, "import": 2, "seal": 2, "erase": 2}


class Storm:
    """The site with its worker, and commands that are begun again as soon as they end."""

    def __init__(self, site: Site, line: Line) -> None:
        self.site, self.line = site, line
        self.crowd = Crowd(site, readers=READERS, moderators=MODERATORS, pace=0.02)
        self.editor = make_editor(f"e-{people.word()[:12]}")
        self.source, self.files = people.word(), 0
        self.erased: list[int] = []
        self.worker_deaths, self.gaps = 0, Gaps(site.mail)

    def blow(self, kills: int, tally: Tally) -> None:
        self.site.hurry()
        self.site.start_web()
        self.crowd.begin()
        try:
            while self.line.kills < kills and not tally.is_over:
                self._live_on(random.expovariate(1 / SECONDS_BETWEEN_KILLS))
                self._kill(random.choices(list(WEIGHTS), WEIGHTS.values())[0])
        finally:
            self.crowd.stop()
        self._calm_down()

    def _live_on(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while True:
            self._keep_running()
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, SECONDS_BETWEEN_LOOKS))

    def _kill(self, name: str) -> None:
        process = self.site.processes.get(name)
        if process is None or process.poll() is not None:
            return
        self.site.kill(name)
        self.line.kills += 1
        if name == "worker":
            self.worker_deaths += 1
            self.gaps.note()

    def _keep_running(self) -> None:
        begin = {
            "web": self.site.start_web,
            "worker": self.site.start_worker,
            "import": self._import,
            "seal": lambda: self.site.start_command("seal_trail", called="seal"),
            "erase": self._erase,
        }
        for name, start in begin.items():
            process = self.site.processes.get(name)
            if process is None or process.poll() is not None:
                start()

    def _import(self) -> Popen:
        """The file that was begun, again; once it is in, the next."""
        process = self.site.processes.get("import")
        if process is not None and process.returncode == 0:
            self.files += 1
        return self.site.start_command(
            "import_comments", str(self._file()), *self._options(), called="import"
        )

    def _options(self) -> tuple[str, ...]:
        return "--source", self.source, "--batch", "20"

    def _file(self) -> Path:
        file = Path(self.site.folder, f"{self.source}-{self.files}.jsonl")
        if not file.exists():
            page = {"url": f"/old/{self.source}/", "title": "The bridge", "language": "en"}
            begin = self.files * LINES_A_FILE
            lines = (
                {"id": n, "text": f"It floods, {n}.", "page": page}
                for n in range(begin, begin + LINES_A_FILE)
            )
            file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return file

    def _erase(self) -> Popen | None:
        """Some that were decided, and again those whose erasure may have been killed."""
        decided = Comment.objects.filter(source="", status__in=["approved", "rejected"]).order_by("pk")
        self.erased = list(
            Comment.objects.filter(pk__in=self.erased).exclude(status="erased").values_list("pk", flat=True)
        ) or list(decided.values_list("pk", flat=True)[:ERASED_AT_ONCE])
        if not self.erased:
            return None
        options = ("--by", self.editor.username, "--request", "2026/18")
        return self.site.start_command("erase_comments", *map(str, self.erased), *options, called="erase")

    def _calm_down(self) -> None:
        """What was begun is begun once more, and nobody is killed any more."""
        for name in WEIGHTS:
            self.site.kill(name)
        self.site.start_web()
        file = self._file()
        self._must(self.site.command("import_comments", str(file), *self._options()) == 0, "an import")
        if self.erased:
            keys = map(str, self.erased)
            options = ("--by", self.editor.username, "--request", "2026/18")
            self._must(self.site.command("erase_comments", *keys, *options) == 0, "an erasure")
        self._settle_mails()
        self._must(self.site.command("seal_trail") == 0, "a seal")
        self._must(not Unsealed.objects.exists(), "a seal of everything")

    def _settle_mails(self) -> None:
        Notice.objects.filter(sent_at=None, dropped_at=None).update(next_attempt_at=people.long_ago())
        self.site.start_worker()
        last = time.monotonic() + SECONDS_TO_SETTLE
        while Notice.objects.due().exists() and time.monotonic() < last:
            time.sleep(0.2)
        self._must(not Notice.objects.due().exists(), "sending every notice that is due")
        self.site.kill("worker")

    def _must(self, holds: bool, what: str) -> None:
        if not holds:
            self.line.broken.append(f"{what} was not possible after the storm")


def storm(site: Site, tally: Tally, *, kills: int) -> None:
    with tally.line("killed at random, all at once") as line:
        weather = Storm(site, line)
        weather.blow(kills, tally)
        _reckon(weather, line)
        site.end()


def _reckon(weather: Storm, line: Line) -> None:
    crowd, ledger = weather.crowd, weather.crowd.ledger
    line.broken += reckon(crowd).all + mails_astray(crowd, weather.gaps) + ledger.faults
    imported = Comment.objects.filter(source=weather.source).count()
    if imported != (weather.files + 1) * LINES_A_FILE:
        line.broken.append(f"{imported} comments of {weather.files + 1} files were imported")
    line.done = len(ledger.accepted)
    line.not_done = len(ledger.begun) - len(ledger.accepted) - ledger.refused.total()
    erased = Comment.objects.filter(status="erased").count()
    line.notes += [
        f"{len(ledger.accepted)} comments, {len(ledger.decided)} decisions",
        f"{imported} imported, {erased} erased",
        f"{ledger.refused.total()} comments refused",
        *(f"logged {number} times: {error}" for error, number in crowd.site.errors_logged().most_common(5)),
        f"{ledger.unanswered} requests unanswered and sent again",
        f"{crowd.site.mail.total} mails, {crowd.site.mail.repeated} of them twice, "
        f"{weather.worker_deaths} deaths of a worker",
    ]
