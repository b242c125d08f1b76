"""What was published last, as Atom. None of it is in a language of ours: it is the same for everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks
from django.utils.xmlutils import SimplerXMLGenerator

from comments import pages
from comments.conf import setting
from comments.models import Discussion, Publication

NEWEST = 50
SINCE = 2026  # when hosts that are not told by FEED_TAG began to give names
# What no XML can hold, though a comment may.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    name: str  # within the site, as long as there is one
    title: str
    path: str  # of the page it belongs to
    language: str
    publications: list[Publication]
    names_pages: bool = False

    @property
    def updated_at(self) -> datetime | None:
        return max((each.published_at for each in self.publications), default=None)

    def xml(self, *, base: str, address: str) -> str:
        """`base` is where the site lives, `address` the feed's own.

        Neither is in what programs know an entry again by: that stays when the site moves.
        """
        tag = f"tag:{setting('FEED_TAG') or f'{urlsplit(base).hostname},{SINCE}'}:comments"
        feed = _Atom(
            title=_fit(self.title),
            link=base + self.path,
            description=None,
            language=self.language or None,
            feed_url=address,
            feed_guid=f"{tag}/{quote(self.name)}",
            updated=self.updated_at,
        )
        for each in self.publications:
            comment, discussion = each.comment, each.discussion
            link = base + comment.get_absolute_url()
            feed.add_item(
                title=_fit(f"{comment.name} · {discussion.title}" if self.names_pages else comment.name),
                link=link,
                description=None,  # type: ignore[arg-type]  # no summary beside the words
                content=linebreaks(_fit(comment.text), autoescape=True),
                content_language=comment.language or discussion.language,
                unique_id=f"{tag}/comment/{comment.pk}",
                author_name=_fit(comment.name),
                pubdate=comment.submitted_at,
                updateddate=each.published_at,
            )
        return feed.writeString("utf-8")


class _Atom(Atom1Feed):
    """With the words as content, in their own language and direction."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"] or super().latest_post_date()

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        language = item["content_language"]
        said = f' lang="{escape(language)}"' if language else ""
        html = f'<div dir="auto"{said}>{item["content"]}</div>'
        handler.addQuickElement(
            "content", html, {"type": "html"} | ({"xml:lang": language} if language else {})
        )


def feed_of(discussion: int) -> Feed | None:
    """Of one discussion. None where nothing was ever published, or its page is not public."""
    found = Discussion.objects.filter(pk=discussion, site=setting("SITE"), shown__isnull=False).first()
    if found is None or pages.hidden([found.page]):
        return None
    publications = list(_newest(Publication.objects.filter(discussion=found)))
    return Feed(f"discussion/{found.pk}", found.title, found.url, found.language, publications)


def feed_of_site() -> Feed:
    publications = list(_newest(Publication.objects.filter(discussion__site=setting("SITE"))))
    hidden = pages.hidden({each.discussion.page for each in publications})
    public = [each for each in publications if each.discussion.page not in hidden]
    title = setting("SITE_NAME") or "Comments"
    return Feed(f"site/{setting('SITE')}", title, "/", "", public, names_pages=True)


def _newest(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Approved even so: what is kept beside the record must never say more than the record does."""
    of_comments = publications.filter(comment__status="approved").select_related("comment", "discussion")
    return of_comments.defer("discussion__text", "comment__network", "comment__email").order_by(
        "-published_at", "-comment"
    )[:NEWEST]


def _fit(text: str) -> str:
    return UNFIT.sub("\ufffd", text)
