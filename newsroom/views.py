"""The front page, the article, and what is shown when something went wrong."""

from functools import partial

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from comments.discussion_shown import ShownDiscussion
from comments.kept_pages import render_kept
from comments.views import words_sent
from newsroom.article_read import article_read
from newsroom.crawlers import told_of
from newsroom.models import Article

FRONT_PAGE_ARTICLES = 30
ARTICLE = "newsroom/article.html"


@require_safe
def front_page(request):
    articles = Article.objects.published().newest_first()[:FRONT_PAGE_ARTICLES]
    return render(
        request, "newsroom/front_page.html", {"articles": articles, "canonical": f"{settings.SITE_URL}/"}
    )


@require_safe
def article(request, slug):
    read = article_read(request, slug)
    if read is None:
        raise Http404
    article = read.article
    ShownDiscussion.with_read(request, article, read.discussion)
    # Asked for by the template alone, which is seldom rendered.
    told = partial(told_of, article)
    context = {"article": article, "told": told, "canonical": settings.SITE_URL + request.path}
    return render_kept(request, ARTICLE, context, page=article, state=read.state)


def bad_request(request, exception):
    """What Django makes of a request it cannot trust. One too big to be read says so."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request):
    """Something broke of ours. What was typed comes back: the page needs neither database nor session."""
    words = words_sent(request)
    return HttpResponseServerError(render_to_string("500.html", {"words": words}))
