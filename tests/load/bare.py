"""The least that the same server can do with the same database: a request that inserts one row and says so.

What a comment costs beside it is the ratio that `make load` prints.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

PATH = "bare/"
TABLE = "live_bare_insert"


def insert(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (text) VALUES (%s)", [request.POST["text"]])
    return HttpResponse(status=303)


def make_table() -> None:
    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id {key} PRIMARY KEY, text text NOT NULL)")


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return cursor.fetchone()[0]


insert.csrf_exempt = True
urlpatterns = [path(PATH, insert)]
