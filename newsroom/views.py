"""The front page, the article, and what is shown when something went wrong."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comments.views import words_sent
from newsroom.models import Article

FRONT_PAGE_ARTICLES = 30


@require_safe
def front_page(request):
    articles = Article.objects.published().newest_first()[:FRONT_PAGE_ARTICLES]
    return render(request, "newsroom/front_page.html", {"articles": articles})


@require_safe
# The form in it is one reader's own, and a comment leaves public view the moment it is rejected.
@cache_control(private=True, no_cache=True)
def article(request, slug):
    article = get_object_or_404(Article.objects.published().select_related("byline_user"), slug=slug)
    return render(request, "newsroom/article.html", {"article": article})


def bad_request(request, exception):
    """What Django makes of a request it cannot trust. One too big to be read says so."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request):
    """Something broke of ours. What was typed comes back: the page needs neither database nor session."""
    words = words_sent(request)
    return HttpResponseServerError(render_to_string("500.html", {"words": words}))
