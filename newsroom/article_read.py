"""An article and its discussion, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from comments.discussion_read import PageRead, ReadDiscussion
from comments.prepared import Prepared
from newsroom.models import Article

_articles = Prepared(
    lambda slug, now: Article.objects.filter(slug=slug, published_at__lte=now).values(),
    slug=str,
    now=datetime,
)
# As `Article.discussion_key` has it.
_keys = Concat(Value("article:"), Cast("pk", CharField()))
_pages = PageRead(_articles, lambda slug: Article.objects.filter(slug=slug).values(key=_keys), slug=str)


@dataclass(frozen=True, slots=True)
class ArticleRead:
    article: Article
    state: bytes  # another one whenever anything of the article is
    discussion: ReadDiscussion | None


def article_read(request, slug: str) -> ArticleRead | None:
    """The published article of that name. Asked for again while one request is answered, it is the same."""
    known: tuple[str, ArticleRead | None] | None = getattr(request, "article_read", None)
    if known is None or known[0] != slug:
        row, discussion = _pages.raw_row(slug=slug, now=timezone.now())
        read = ArticleRead(*_known(row), discussion) if row else None
        known = request.article_read = (slug, read)
    return known[1]


@lru_cache(maxsize=300)
def _known(row: tuple) -> tuple[Article, bytes]:
    """Of the same row the same article, without reading it again, and what names its state."""
    return Article(**_articles.mapping(row)), blake2b(repr(row).encode(), digest_size=12).digest()
