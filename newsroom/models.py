"""What the newspaper publishes, and who works and reads there."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from comments.addresses import settled_address


class User(AbstractUser):
    """Our own from the first migration, so that it can grow."""


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(published_at__lte=timezone.now())

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    """A page readers can comment on. The `discussion_…` attributes are what `comments.pages` asks for."""

    slug = models.SlugField(gettext_lazy("address"), unique=True, max_length=120)
    language = models.CharField(gettext_lazy("language"), max_length=12)
    section = models.CharField(gettext_lazy("section"), max_length=60)
    headline = models.CharField(gettext_lazy("headline"), max_length=200)
    standfirst = models.TextField(gettext_lazy("standfirst"), blank=True)
    body = models.TextField(gettext_lazy("text"), help_text=gettext_lazy("Paragraphs parted by blank lines."))
    byline = models.CharField(gettext_lazy("byline"), max_length=120)
    byline_user = models.ForeignKey(
        User,
        verbose_name=gettext_lazy("account of who wrote it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
    )
    published_at = models.DateTimeField(gettext_lazy("published at"), default=timezone.now)
    is_open_for_comments = models.BooleanField(gettext_lazy("open for comments"), default=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("article"), gettext_lazy("articles")

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @staticmethod
    def around_slug() -> tuple[str, str]:
        """What stands before and after the slug in the address of each, where the site lives now."""
        before, _slug, after = reverse("article", args=["-"]).rpartition("-")
        return before, after

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
    def discussion_is_public(self) -> bool:
        return self.is_published

    @classmethod
    def discussions_public(cls) -> ArticleQuerySet:
        return cls.objects.published()

    @property
    def discussion_is_open(self) -> bool:
        return self.is_open_for_comments and self.is_published


class AccountMailManager(models.Manager["AccountMail"]):
    def post(self, mail: EmailMultiAlternatives | EmailMessage, *, user: User | None = None) -> AccountMail:
        """Keep it to be sent as soon as what it is about is committed, and again if that fails.

        `user` is whose account it is about: it goes when that does.
        """
        alternatives = getattr(mail, "alternatives", [])
        posted = self.create(
            address=mail.to[0],
            user=user,
            subject=str(mail.subject),
            text=str(mail.body),
            html=alternatives[0].content if alternatives else "",
            message_id=make_msgid(domain=settings.SITE_HOST),
        )
        # Named, not imported: what sends them stands above the models. Robust: the worker looks too.
        deliver = import_string("newsroom.account_mail.deliver_account_mails")
        transaction.on_commit(deliver.enqueue, robust=True)
        return posted

    def due(self, *, now: datetime | None = None) -> models.QuerySet[AccountMail]:
        """Oldest first."""
        due = self.filter(next_attempt_at__lte=now or timezone.now(), attempts__lt=AccountMail.MOST_ATTEMPTS)
        return due.order_by("next_attempt_at", "pk")

    @transaction.atomic
    def take(self, *, now: datetime | None = None) -> AccountMail | None:
        """The oldest that is due, lent until its next attempt; None when nothing is due.

        Whoever dies while sending it never says so. It counts as an attempt all the same, so this has an end.
        """
        now = now or timezone.now()
        mail = self.due(now=now).select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.attempts += 1
            minutes = 2 ** (mail.attempts - 1)
            mail.next_attempt_at = now + min(timedelta(minutes=minutes), timedelta(hours=6))
            mail.save(update_fields=["attempts", "next_attempt_at"])
        return mail

    def forget_stale(self, *, now: datetime) -> None:
        """Those whose links open nothing any more."""
        self.filter(posted_at__lt=now - AccountMail.LONGEST).delete()

    def overdue(self, *, since: datetime) -> models.QuerySet[AccountMail]:
        """Posted before `since`, and still here."""
        return self.filter(posted_at__lt=since).order_by("posted_at", "pk")


class AccountMail(models.Model):
    """A mail about an account on its way. It goes when it was sent, or when its links have gone stale."""

    LONGEST = timedelta(days=3)
    MOST_ATTEMPTS = 20  # in as many days

    # Nobody's where the address has no account, which only its reader is told.
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="mails_on_their_way")
    address = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=255)  # the same on every attempt
    posted_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    last_error = models.CharField(max_length=100, blank=True)

    objects = AccountMailManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"mail {self.pk} about an account"

    def message(self, connection: Any = None) -> EmailMultiAlternatives:
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        mail = EmailMultiAlternatives(
            self.subject,
            self.text,
            to=[settled_address(self.address)],  # Django would ask for a domain of 2003
            headers=headers,
            connection=connection,
        )
        if self.html:
            mail.attach_alternative(self.html, "text/html")
        return mail

    def record_failure(self, error: str) -> None:
        # Not by save(): the account may have been closed meanwhile, and its mails with it.
        AccountMail.objects.filter(pk=self.pk).update(last_error=error[:100])
