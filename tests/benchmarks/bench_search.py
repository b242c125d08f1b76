"""Prints what the search costs on 100,000 comments (SEARCHED=1000000 for more), in queries and milliseconds.

make bench, or: pytest -s tests/benchmarks/bench_search.py [--database postgres]
"""

from __future__ import annotations

import os
import random
import statistics
from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.backtesting import SIZES, backtest
from comments.checks.search_words import line_of
from comments.models import Comment, FoldedWords, Term
from comments.triggers import lifted
from tests.factories import make_author, make_discussion, make_editor

pytestmark = pytest.mark.django_db

SEARCHED = int(os.environ.get("SEARCHED", "100000"))
AT_ONCE = 5000
ROUNDS = 7
SYLLABLES = (
    "ba",
    "ko",
    "ri",
    "ne",
    "tu",
    "lan",
    "mes",
    "dor",
    "ve",
    "shi",
    "الن",
    "كتا",
    "بر",
    "وه",
    "ما",
    "ين",
)
SEARCHES = {
    "a common word": {"words": "the"},
    "a rare word": {"words": "swordfish"},
    "a word that is not there": {"words": "quixotic"},
    "two words": {"words": "the swordfish"},
    "words in a row": {"words": '"the swordfish"'},
    "a beginning": {"words": "swordf*"},
    "a common word, waiting": {"words": "the", "state": "pending"},
    "a name": {"author": "Rojda"},
    "an e-mail": {"author": "rojda@example.org", "by": "email"},
    "a page, by its title": {"page": "bridge"},
    "a day": {"since": "2026-01-01", "until": "2026-01-01"},
    "rejected under a guideline": {"guideline": "threats"},
    "far down a common word": {"words": "the", "after": str(SEARCHED // 2)},
}


def filled(number: int) -> None:
    """Comments of some thirty invented words; one in a thousand holds a rare one, and half wait."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    facts = {"discussion": make_discussion(), "author": make_author(), "salt": "s", "digest": "d"}
    start = timezone.now() - timedelta(days=400)
    with lifted(connection):
        for first in range(0, number, AT_ONCE):
            rows = []
            for n in range(first, min(first + AT_ONCE, number)):
                words = ["the", *chance.choices(vocabulary, k=30)]
                if n % 1000 == 17:
                    words[7] = "swordfish"
                rows.append(
                    Comment(
                        **facts,
                        text=" ".join(words),
                        name="Rojda" if n % 500 == 3 else "Leyla",
                        status=("pending", "approved", "pending", "rejected")[n % 4],
                        received_at=start + timedelta(minutes=5 * n),
                    )
                )
            Comment.objects.bulk_create(rows)
            FoldedWords.objects.bulk_create(
                [FoldedWords(comment=row, line=line_of(row.text, row.name)) for row in rows]
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(act) -> float:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return statistics.median(times)


def test_what_searching_costs():
    began = perf_counter()
    filled(SEARCHED)
    print(f"\n{SEARCHED} comments on {connection.vendor}, made in {perf_counter() - began:.0f} s")
    client = Client()
    client.force_login(make_editor())
    address = reverse("admin:comments_desk_search")
    for name, asked in SEARCHES.items():
        with CaptureQueriesContext(connection) as queries:
            found = client.get(address, asked)
            number = len(queries)
        shown = len(found.context["results"])
        cost = milliseconds(lambda asked=asked: client.get(address, asked))
        print(f"{name:<30} {number:>2} queries {cost:8.1f} ms {shown:>4} shown")
    for size in SIZES:
        draft = Term.objects.draft(effect="watch", words="swordfish", guideline_id="abuse", language="")
        print(f"trying a term on {size:<13} {milliseconds(lambda d=draft, s=size: backtest(d, s)):20.1f} ms")
