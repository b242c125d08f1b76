"""Prints what the desk costs with few and with many that wait, in queries and milliseconds.

make bench, or: pytest -s tests/benchmarks/bench_desk.py [--database postgres] [--sizes 1000,100000]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.conf import setting
from comments.desk.slices import Slice
from comments.models import Comment, Discussion, QueueEntry
from tests.benchmarks.conftest import sizes
from tests.benchmarks.many_waiting import fill
from tests.desk_pages import HTMX, act_url, card_url, context_url, desk_url, selection, together_url
from tests.factories import make_moderator

ROUNDS, PAGE, BULK = 15, 500, 1000
Cost = tuple[int, float]  # queries, milliseconds
at_first: dict[str, float] = {}  # milliseconds with the first size


def milliseconds() -> float:
    """Of work so far, here and in the database's process for us: other work on the machine does not count."""
    here = process_time() * 1000
    if connection.vendor != "postgresql":
        return here
    return here + int(Path(f"/proc/{backend()}/schedstat").read_text().split()[0]) / 1e6


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def measured(act: Callable[[int], object], rounds: int = ROUNDS) -> Cost:
    act(0)
    times = []
    for n in range(1, rounds + 1):
        began = milliseconds()
        act(n)
        times.append(milliseconds() - began)
    with CaptureQueriesContext(connection) as queries:
        act(rounds + 1)
    # The quickest: whatever else runs on the machine can only add to it.
    return len(queries), min(times)


def of_slices(busy: int) -> dict[str, str]:
    page = Discussion.objects.order_by("pk").first()
    return {
        "first page": "",
        "look": "state=look",
        "reported, empty": "state=reported",
        "by guideline": "guideline=personal_attacks",
        "by verdict": "verdict=failed",
        "by page": f"discussion={page.pk}",
        "by section": "section=Section 1",
        "by language": "language=ckb",
        "by author": f"author={busy}",
        "by age": "age=hour",
        "riskiest first": "sort=riskiest",
        "clearest first": "sort=clearest",
        "a guideline, riskiest first": "guideline=personal_attacks&sort=riskiest",
        "clear, of known authors": "ready=known",
        "page and language": f"discussion={page.pk}&language=ckb",
        "section and guideline": "section=Section 1&guideline=personal_attacks",
        "decided": "state=decided",
    }


def costs(client, size: int) -> Iterator[tuple[str, Cost]]:
    waiting = list(QueueEntry.objects.order_by("received_at", "pk").values_list("pk", flat=True)[:200])
    busy = Comment.objects.get(pk=waiting[4]).author_id
    alike = Comment.objects.get(pk=waiting[0])

    def get(query: str):
        def act(_n):
            assert client.get(desk_url(f"?{query}")).context["rows"] or "reported" in query

        return act

    def open_card(n):
        assert client.get(card_url(comments[n]), headers=HTMX).status_code == 200

    def stand_beside(n):
        assert client.get(context_url(comments[n]), headers=HTMX).status_code == 200

    def decide(n):
        response = client.post(act_url("approve", comments[n]), {"seen": 0}, headers=HTMX)
        assert response.status_code == 200

    for name, query in of_slices(busy).items():
        yield name, measured(get(query))
    yield f"page {PAGE}", measured(get(f"after={place(size)}"))
    yield "nearly the same", measured(get(f"like={alike.pk}"))
    comments = list(Comment.objects.filter(pk__in=waiting[50:100]).order_by("pk"))
    yield "opening a card", measured(open_card)
    yield "what stands beside it, after it", measured(stand_beside)
    yield "a decision, with the next card", measured(decide)
    if size > BULK * 2:
        keys = QueueEntry.objects.filter(state="waiting").order_by("received_at", "pk")[300 : 300 + BULK]
        sent = selection(*Comment.objects.filter(pk__in=[entry.pk for entry in keys]))
        began = milliseconds()
        with CaptureQueriesContext(connection) as queries:
            response = client.post(together_url("approve"), sent, headers=HTMX)
        assert response.status_code == 200, response.content
        yield f"a bulk of {BULK}", (len(queries), milliseconds() - began)


def place(size: int) -> str:
    """Where page 500 begins; where there are fewer, the last full one."""
    before = min((PAGE - 1) * setting("QUEUE_PER_PAGE"), size - setting("QUEUE_PER_PAGE") - 1)
    line = Slice().line
    return line.place_of(Comment.objects.get(pk=line.order.ordered(line.entries, line.key)[before].pk))


def pytest_generate_tests(metafunc):
    metafunc.parametrize("size", sizes(metafunc.config))


def test_what_the_desk_costs(client, committed_db, size):
    client.force_login(make_moderator("mina"))
    fill(size)
    for _warming_up in range(ROUNDS):
        client.get(desk_url())
    print(f"\n{connection.vendor}, {size:,} waiting")
    for name, (queries, took) in costs(client, size):
        ratio = f"{took / at_first[name]:5.2f} ×" if name in at_first else ""
        at_first.setdefault(name, took)
        print(f"  {name:<32} {queries:5} queries {took:9.1f} ms {ratio}")
