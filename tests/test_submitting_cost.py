"""What the database is asked for one comment: in a rush hour everybody waits for that."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import QueueEntry
from tests.factories import make_article
from tests.readers import send, the_comment


def asked_for_a_comment(client, article) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert send(client, article, text="And the southern one every autumn.").status_code == 303
    return [query["sql"] for query in queries]


def test_one_transaction_takes_a_comment(client, committed_db):
    """To begin a second one, SQLite would have everybody else wait once more."""
    article = make_article()
    send(client, article)

    asked = asked_for_a_comment(client, article)

    assert len([sql for sql in asked if sql.startswith("BEGIN")]) == 1


def test_what_is_new_is_not_looked_for_nor_locked_again(client, committed_db):
    article = make_article()
    send(client, article)

    asked = asked_for_a_comment(client, article)

    assert not [sql for sql in asked if sql.startswith("SAVEPOINT")]
    assert not [sql for sql in asked if "MAX(" in sql]
    assert len(asked) <= 34


def test_what_the_checks_found_stands_in_the_queue(client, db):
    send(client, make_article(), text="You are all idiots.", asked="1")

    entry = the_comment().queue_entry
    assert {each.guideline_id for each in entry.verdicts.all()} >= {"personal_attacks"}
    assert QueueEntry.objects.differing() == []
