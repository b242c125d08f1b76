"""What search engines are told: what an article is, and what is not for them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from newsroom.models import Article

# Not the private pages: they say so themselves, which only who asks for them can read.
CLOSED = ("/admin/", "/accounts/", "/language/", "/comments/submit/", "/comments/*/report/", "/*?*reply_to=")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response.is_of_no_language = True  # type: ignore[attr-defined]
    return response


def told_of(article: Article) -> dict:
    """As schema.org words it."""
    return {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "inLanguage": article.language,
        "articleSection": article.section,
        "datePublished": article.published_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": article.byline},
        "publisher": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "mainEntityOfPage": settings.SITE_URL + article.get_absolute_url(),
    }
