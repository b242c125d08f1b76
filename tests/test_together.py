"""Several questions to the database asked as one."""

from __future__ import annotations

from comments.together import Question
from newsroom.models import User
from tests.factories import make_user


def test_rows_come_in_the_order_of_their_columns_whatever_that_of_the_query(db):
    for name in ("leyla", "rojda", "karim"):
        make_user(name)
    names = User.objects.order_by("-pk").values_list("username", "pk")

    told = Question(lambda: names, list).answer()

    assert told == sorted(map(list, names))
