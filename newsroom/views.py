"""The front page, the article, and what is shown when something went wrong."""

from datetime import datetime
from functools import lru_cache, partial
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.kept_pages import render_kept
from comments.prepared import Prepared
from comments.views import words_sent
from newsroom.crawlers import told_of
from newsroom.models import Article

FRONT_PAGE_ARTICLES = 30


@require_safe
def front_page(request):
    articles = Article.objects.published().newest_first()[:FRONT_PAGE_ARTICLES]
    return render(
        request, "newsroom/front_page.html", {"articles": articles, "canonical": f"{settings.SITE_URL}/"}
    )


_articles = Prepared(
    lambda slug, now: Article.objects.filter(slug=slug, published_at__lte=now).values(),
    slug=str,
    now=datetime,
)


@require_safe
def article(request, slug):
    row = _articles.raw_row(slug=slug, now=timezone.now())
    if row is None:
        raise Http404
    article, state = _known(row)
    # Asked for by the template alone, which is seldom rendered.
    told = partial(told_of, article)
    context = {"article": article, "told": told, "canonical": settings.SITE_URL + request.path}
    return render_kept(request, "newsroom/article.html", context, page=article, state=state)


@lru_cache(maxsize=300)
def _known(row: tuple) -> tuple[Article, bytes]:
    """Of the same row the same article, without reading it again, and what names its state."""
    return Article(**_articles.mapping(row)), blake2b(repr(row).encode(), digest_size=12).digest()


def bad_request(request, exception):
    """What Django makes of a request it cannot trust. One too big to be read says so."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request):
    """Something broke of ours. What was typed comes back: the page needs neither database nor session."""
    words = words_sent(request)
    return HttpResponseServerError(render_to_string("500.html", {"words": words}))
