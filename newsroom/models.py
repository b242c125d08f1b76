"""What the newspaper publishes, and who works and reads there."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils import timezone


class User(AbstractUser):
    """Our own from the first migration, so that it can grow."""


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(published_at__lte=timezone.now())

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    """A page readers can comment on. The `discussion_…` attributes are what `comments.pages` asks for."""

    slug = models.SlugField(unique=True, max_length=120)
    language = models.CharField(max_length=12)
    section = models.CharField(max_length=60)
    headline = models.CharField(max_length=200)
    standfirst = models.TextField(blank=True)
    body = models.TextField(help_text="Paragraphs parted by blank lines.")
    byline = models.CharField(max_length=120)
    byline_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    published_at = models.DateTimeField(default=timezone.now)
    is_open_for_comments = models.BooleanField(default=True)

    objects = ArticleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @property
    def paragraphs(self) -> list[str]:
        return [paragraph for paragraph in self.body.split("\n\n") if paragraph.strip()]

    @property
    def is_published(self) -> bool:
        return self.published_at <= timezone.now()

    @property
    def discussion_key(self) -> str:
        return f"article:{self.pk}"

    @property
    def discussion_title(self) -> str:
        return self.headline

    @property
    def discussion_text(self) -> str:
        return f"{self.standfirst}\n\n{self.body}"

    @property
    def discussion_section(self) -> str:
        return self.section

    @property
    def discussion_language(self) -> str:
        return self.language

    @property
    def discussion_byline(self) -> str:
        return self.byline

    @property
    def discussion_byline_users(self) -> list[User]:
        return [self.byline_user] if self.byline_user else []

    @property
    def discussion_is_open(self) -> bool:
        return self.is_open_for_comments and self.is_published
