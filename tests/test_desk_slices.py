"""What the desk can be narrowed to and sorted by, page by page, and that no index is left unused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from comments import clock
from comments.desk.slices import Slice
from comments.models import Comment, QueuedVerdict, QueueEntry
from tests.desk_pages import desk_url, names
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_moderator

pytestmark = pytest.mark.django_db
RUDE, THREAT = "You are an idiot.", "I will kill you tomorrow."


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def five():
    """Oldest first: polite, rude, unread, in Arabic and in Sport, and a threat."""
    city, sport = make_discussion(), make_discussion(make_article(section="Sport"))
    unread = make_discussion(text="", title="")
    facts = {
        "Polite": ("The northern road floods every spring.", city),
        "Rude": (RUDE, city),
        "Unread": ("Buses are late.", unread),
        "سارة": ("الجسر قديم والمجلس لم يفعل شيئا منذ سنوات طويلة", sport),
        "Threat": (THREAT, city),
    }
    made = {}
    for hours, (name, (text, discussion)) in zip((200, 30, 5, 2, 0), facts.items(), strict=True):
        with clock.at(timezone.now() - timedelta(hours=hours)):
            made[name] = make_comment(text, name=name, discussion=discussion)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Polite", "Rude", "Unread", "سارة", "Threat"]),
        ("state=look", ["Rude", "Threat"]),
        ("verdict=look", ["Rude", "Threat"]),
        ("verdict=failed", ["Unread"]),
        ("verdict=clear&language=en", ["Polite"]),
        ("guideline=threats", ["Threat"]),
        ("guideline=relevance&verdict=failed", ["Unread"]),
        ("guideline=threats&verdict=clear&section=City&language=en", ["Polite", "Rude", "Unread"]),
        ("section=Sport", ["سارة"]),
        ("language=ar", ["سارة"]),
        ("age=week", ["Polite"]),
        ("age=day", ["Polite", "Rude"]),
        ("section=City&age=hour&verdict=look", ["Rude"]),
        ("sort=nonsense&verdict=nonsense&age=nonsense&ready=nonsense&author=x", None),
        ("section=%00&author=99999999999999999999", None),
    ],
)
def test_slices_hold_what_they_say(client, moderator, five, query, found):
    assert names(client.get(desk_url(f"?{query}"))) == (list(five) if found is None else found)


def test_a_slice_holds_one_authors_comments(client, moderator, five):
    author = five["Rude"].author_id

    assert names(client.get(desk_url(f"?author={author}"))) == ["Rude"]


def test_decided_comments_are_sliced_alike(client, moderator):
    make_approved(name="Polite")
    rude = make_comment(RUDE, name="Rude", discussion=make_discussion(make_article(section="Sport")))
    rude.reject(by=moderator, seen=0, guidelines=["personal_attacks"])

    for query in ("verdict=look", "guideline=personal_attacks", "section=Sport", f"author={rude.author_id}"):
        assert names(client.get(desk_url(f"?state=decided&{query}"))) == ["Rude"]
    assert names(client.get(desk_url("?state=decided&verdict=clear"))) == ["Polite"]


def test_the_riskiest_come_first_and_what_failed_before_what_is_clear(client, moderator, five):
    riskiest = names(client.get(desk_url("?sort=riskiest")))

    assert set(riskiest[:2]) == {"Rude", "Threat"}
    assert riskiest[2] == "Unread"
    assert names(client.get(desk_url("?sort=clearest"))) == riskiest[::-1]


@pytest.mark.parametrize("sort", ["", "riskiest", "clearest"])
@pytest.mark.parametrize("narrowed", ["", "&guideline=personal_attacks", "&verdict=look"])
def test_every_page_goes_on_where_the_one_before_ended(client, moderator, settings, sort, narrowed):
    settings.COMMENTS = settings.COMMENTS | {"QUEUE_PER_PAGE": 2}
    discussion = make_discussion()
    with clock.at(timezone.now() - timedelta(hours=1)):  # all at the same moment, and of the same risk
        made = [make_comment(RUDE, discussion=discussion) for _ in range(5)]
    seen, query = [], f"?sort={sort}{narrowed}"

    while query:
        response = client.get(desk_url(query))
        seen += [row.comment.pk for row in response.context["rows"]]
        query = response.context["next_page"]

    assert len(seen) == 5
    assert sorted(seen) == [comment.pk for comment in made]


def test_what_was_put_off_and_what_is_published_is_in_no_slice_of_waiting(client, moderator, five):
    five["Rude"].approve(by=moderator, seen=0)

    assert names(client.get(desk_url("?guideline=personal_attacks"))) == []


def queries() -> dict[str, str]:
    return {
        "": "queue_in_order",
        "state=look": "queue_by_verdict",
        "verdict=failed": "queue_by_verdict",
        "guideline=threats": "queue_by_guideline",
        "discussion=3": "queue_by_page",
        "section=Section 3": "queue_by_section",
        "language=ar": "queue_by_language",
        "author=5": "queue_by_author",
        "sort=riskiest": "queue_by_risk",
        "sort=clearest": "queue_by_risk",
        "guideline=threats&sort=riskiest": "queue_by_guideline_risk",
    }


@pytest.fixture
def many():
    """Enough that reading all of it would be dearer than any index. Without comments: plans need none."""
    with connection.constraint_checks_disabled():
        guideline, now = "threats", timezone.now()
        entries = [
            QueueEntry(
                comment_id=10**6 + n,
                state="waiting",
                received_at=now - timedelta(seconds=n),
                discussion_id=n % 20,
                section=f"Section {n % 20}",
                language=["en", "ar", "tr", "ckb", "kmr"][n % 5],
                author_id=n % 7,
                verdict=["clear", "clear", "clear", "look", "failed"][n % 5],
                risk=n % 3000,
                approved_before=n % 4,
            )
            for n in range(5000)
        ]
        QueueEntry.objects.bulk_create(entries)
        QueuedVerdict.objects.bulk_create(
            QueuedVerdict(
                entry_id=entry.pk,
                guideline_id=guideline if n % 3 else "abuse",
                verdict="look",
                state="waiting",
                received_at=entry.received_at,
                risk=entry.risk,
            )
            for n, entry in enumerate(entries)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        QueuedVerdict.objects.all().delete()
        QueueEntry.objects.all().delete()


@pytest.mark.parametrize("query", queries())
def test_every_single_slice_is_a_range_of_one_index(many, query):
    line = Slice.of(QueryDict(query)).line
    place = f"{int((timezone.now() - timedelta(seconds=2500)).timestamp() * 1e6)}.1000001"
    if "sort" in query:
        place = "1500.1000001"
    ordered = line.order.ordered(line.entries, line.key)

    for entries in (ordered, line.order.beyond(ordered, line.key, place)):
        plan = entries.values_list(line.key)[:51].explain()

        assert queries()[query] in plan
        assert "Seq Scan" not in plan
        assert not re.search(r"\bSCAN (?!.*USING)", plan)
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan.replace("Sort Key", "")


def test_the_words_come_with_the_entries_alone(client, moderator, five, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page = Slice().page

    assert [comment.name for comment in page] == list(five)
    assert isinstance(page[0], Comment)
