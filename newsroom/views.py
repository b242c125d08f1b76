"""The front page and the article."""

from django.shortcuts import get_object_or_404, render

from newsroom.models import Article

FRONT_PAGE_ARTICLES = 30


def front_page(request):
    articles = Article.objects.published().newest_first()[:FRONT_PAGE_ARTICLES]
    return render(request, "newsroom/front_page.html", {"articles": articles})


def article(request, slug):
    article = get_object_or_404(Article.objects.published().select_related("byline_user"), slug=slug)
    return render(request, "newsroom/article.html", {"article": article})
