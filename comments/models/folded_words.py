"""What comments are found by: their words and names, folded, in a table of their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from comments.checks.search_words import Query, line_of
from comments.models.comment import Comment
from comments.models.permanent import Permanent

BATCH = 1000
# The words of a row as PostgreSQL indexes them. A migration made an index of this very expression.
VECTOR = "array_to_tsvector(string_to_array(btrim({column}, ' '), ' '))"


class FoldedField(models.TextField):
    """A line of folded words with a space around each."""


@FoldedField.register_lookup
class Finds(models.Lookup):
    """Whether the line holds what a `Query` asks for."""

    lookup_name = "finds"
    prepare_rhs = False

    def get_prep_lookup(self) -> Query:
        return self.rhs

    def as_sql(self, compiler, connection):
        """Plain LIKE: folded words hold none of its signs."""
        column, params = self.process_lhs(compiler, connection)
        query = self.rhs
        sought = [f"% {word} %" for word in query.words]
        sought += [f"% {beginning}%" for beginning in query.beginnings]
        sought += [f"% {' '.join(phrase)} %" for phrase in query.phrases]
        return " AND ".join([f"{column} LIKE %s"] * len(sought)), [*params, *sought]

    def as_postgresql(self, compiler, connection):
        """By the index; words in a row are then looked for in what it gives."""
        column, params = self.process_lhs(compiler, connection)
        query = self.rhs
        lexemes = [_quoted(word) for word in query.every_word]
        lexemes += [f"{_quoted(beginning)}:*" for beginning in query.beginnings]
        conditions = [f"{VECTOR.format(column=column)} @@ %s::tsquery"]
        rows = [f"% {' '.join(phrase)} %" for phrase in query.phrases]
        conditions += [f"{column} LIKE %s"] * len(rows)
        return " AND ".join(conditions), [*params, " & ".join(lexemes), *rows]


class FoldedWordsManager(models.Manager["FoldedWords"]):
    def keep(self, comments: Iterable[Comment]) -> None:
        """Have these comments found from now on, inside the caller's transaction."""
        self.bulk_create([_of(comment) for comment in comments])

    def fill(self) -> int:
        """Keep what came in before there was anything to search by. Again is harmless; returns how many."""
        without = Comment.objects.filter(folded=None).exclude(status=Comment.Status.ERASED)
        filled = 0
        while comments := list(without.only("pk", "text", "name").order_by("pk")[:BATCH]):
            self.keep(comments)
            filled += len(comments)
        return filled


class FoldedWords(Permanent):
    """The words of one comment and of its author's name, as they are searched. An erasure empties them."""

    erasable = frozenset({"line"})
    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="folded")
    line = FoldedField(blank=True)

    objects = FoldedWordsManager()

    class Meta(Permanent.Meta):
        verbose_name_plural = "folded words"

    def __str__(self) -> str:
        return f"words of {self.comment_id}"


def _of(comment: Comment) -> FoldedWords:
    return FoldedWords(comment=comment, line=line_of(comment.text, comment.name))


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
