"""No room is left for the database: nobody is told that something was taken, and nobody loses their words."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from comments.models import Comment
from tests.factories import make_article, make_comment, make_moderator
from tests.live import promises
from tests.readers import SUBMIT, filled_in

MOST_PAGES = 1_073_741_823  # SQLite's own default
LONG = " ".join(["The northern road floods every spring."] * 40)
TRIES = 60  # room enough for these is not left by any file of ours


@contextmanager
def full_disk():
    """SQLite is told to let its file grow no further; PostgreSQL to answer as where the disk is full."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            begin, end = ["PRAGMA max_page_count = 1"], [f"PRAGMA max_page_count = {MOST_PAGES}"]
        else:
            begin = [
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
                "CREATE TRIGGER no_room BEFORE INSERT ON comments_trailentry EXECUTE FUNCTION no_room()",
            ]
            end = ["DROP FUNCTION no_room CASCADE"]
        for statement in begin:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in end:
                cursor.execute(statement)


def test_a_reader_is_given_the_words_back_and_can_send_them_again(committed_db):
    article, kept = make_article(), 0

    with full_disk():
        for number in range(TRIES):
            reader = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.{number}.1")
            fields = filled_in(article, text=f"{number}. {LONG}")
            answer = reader.post(SUBMIT, fields)
            if answer.status_code != 303:
                break
            kept += 1

    assert answer.status_code == 500
    assert fields["text"] in answer.content.decode()
    assert Comment.objects.count() == kept
    assert promises.broken() == []
    assert reader.post(SUBMIT, fields).status_code == 303
    assert Comment.objects.filter(text=fields["text"]).count() == 1


def test_no_decision_is_half_there(committed_db):
    moderator = make_moderator()
    comments = [make_comment() for _ in range(TRIES)]
    decided = []

    def decide_all():
        for comment in comments:
            comment.reject(by=moderator, seen=0, guidelines=["abuse"], explanation=LONG[:900])
            decided.append(comment.pk)

    with full_disk(), pytest.raises(DatabaseError):
        decide_all()

    assert set(Comment.objects.exclude(status="pending").values_list("pk", flat=True)) == set(decided)
    assert promises.broken() == []
    comments[-1].reject(by=moderator, seen=0, guidelines=["abuse"])
