"""What the desk answers: the whole screen, or to htmx only what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.conf import setting
from comments.desk.cards import Card, known_guidelines
from comments.desk.doors import may_decide
from comments.desk.escalated import escalated_count
from comments.desk.filters import Choices, filters
from comments.desk.holding import preference_of, sections_of, skipped
from comments.desk.last_act import last_act
from comments.desk.own_settings import slice_links
from comments.desk.places import microseconds
from comments.desk.rows import row_of, rows
from comments.desk.slices import STATES, Slice, counts
from comments.models import Claim, Comment, Guideline

TEMPLATES = "comments/desk/"


@dataclass
class Answer:
    """What to show: a slice, the card open in it, and what the moderator had typed when refused."""

    request: Any  # an HttpRequest that HtmxMiddleware has seen
    slice: Slice
    comment: Comment | None = None
    claim: Claim | None = None  # on that comment, where it was taken just now
    typed: dict = field(default_factory=dict)  # fields of the card's form, as sent
    typed_aside: dict = field(default_factory=dict)  # of the forms beside it
    fault: str = ""
    selected: set[int] = field(default_factory=set)  # rows whose boxes stay ticked
    typed_together: dict = field(default_factory=dict)
    fault_together: list[str] = field(default_factory=list)
    status: int = 200
    is_card_first: bool = True  # on a narrow screen: the card, else the list

    def whole(self) -> HttpResponse:
        template = "_desk.html" if self.request.htmx else "desk.html"
        return self._render(template, self._everything())

    def card_only(self) -> HttpResponse:
        """The card, for the list that is there already; the list too where it is left.

        The context is asked for next. A refusal brings it along: it may hold what the moderator had typed.
        """
        if not self.request.htmx:
            return self.whole()
        list_left = self._list_left(self.request.GET.get("last", ""))
        alone = {"is_card_alone": not self.fault}
        response = self._render("_opened.html", self._card() | alone | list_left)
        if self.request.method == "GET":
            response["HX-Push-Url"] = self.url.partition("#")[0]
        return response

    def moved_on(self, *, changed: Comment, is_done: bool) -> HttpResponse:
        """The next card, or once more the one that changed, and what was done.

        Context and counts are asked for next. The list stays as it is, unless the card stands outside it.
        """
        if not self.request.htmx:
            return HttpResponseRedirect(self.url, status=303)
        list_left = self._list_left(self.request.POST.get("last", "")) if is_done else {}
        context = self._card() | {"last_act": last_act(self.request), "is_card_alone": bool(self.comment)}
        if is_done:
            context |= {"done": changed}
        else:
            context |= {"changed": row_of(context["card"], masks=preference_of(self.request).masks)}
        tabs = {} if self.comment else self._tabs()
        response = self._render("_moved_on.html", context | tabs | list_left)
        response["HX-Replace-Url"] = self.url.partition("#")[0]
        return response

    def beside(self, comment: Comment) -> HttpResponse:
        """What its card, which came alone, is followed by: its context, and the counts."""
        if not self.request.htmx:
            return HttpResponseRedirect(self.url)
        return self._render("_beside.html", {"card": self._card_of(comment)} | self._tabs())

    def after_together(self) -> HttpResponse:
        if self.request.htmx:
            return self.whole()
        return HttpResponseRedirect(self.url, status=303)

    @cached_property
    def known(self) -> dict[str, Guideline]:
        """All guidelines, read once for the card, the list and the filters."""
        return known_guidelines()

    @property
    def guidelines(self) -> Choices:
        return [(each.pk, str(each)) for each in self.known.values() if each.is_in_force]

    @property
    def url(self) -> str:
        if self.comment is None or not self.is_card_first:
            return reverse("admin:comments_desk") + self.slice.query
        return reverse("admin:comments_desk_card", args=[self.comment.pk]) + self.slice.query + "#desk-card"

    def _everything(self) -> dict:
        return (
            admin.site.each_context(self.request)
            | {
                "title": _("Desk"),
                "is_nav_sidebar_enabled": False,
                "filters": filters(self.slice, self.guidelines),
            }
            | {"slice_links": slice_links(self.request.user), "preference": preference_of(self.request)}
            | {"last_act": last_act(self.request)}
            | self._tabs()
            | self._list()
            | self._card()
        )

    def _list_left(self, last_row: str) -> dict:
        """A new list, when the card stands outside the one on screen, which ends with `last_row`."""
        if self.comment is None:
            self.slice = self.slice.at()
            return self._list()
        if not last_row or self.slice.shows(self.comment, last_row):
            return {}
        if self.comment not in self.slice.page:
            is_past = self.slice.line.is_past(self.comment, last_row)
            self.slice = self.slice.at(after=last_row if is_past else "")
        return self._list()

    def _tabs(self) -> dict:
        slices = {state.code: self.slice.at(state=state) for state in STATES.values()}
        counted = {code: tab for code, tab in slices.items() if tab.is_counted}
        numbers = dict(zip(counted, counts(counted.values()), strict=True))
        tabs = [
            {"title": tab.state.title, "code": code, "query": tab.query, "count": numbers.get(code, "")}
            for code, tab in slices.items()
        ]
        escalated = escalated_count(self.request.user)
        return {"tabs": tabs, "escalated": escalated, **self._common()}

    def _list(self) -> dict:
        size, page = setting("QUEUE_PER_PAGE"), self.slice.page
        shown = rows(page[:size], reader=self.request.user, masks=preference_of(self.request).masks)
        last = self.slice.line.place_of(page[:size][-1]) if page else ""
        return {
            "rows": shown,
            "last_row": last,
            "since": microseconds(timezone.now()),
            "next_page": self.slice.at(after=last).query if len(page) > size else "",
            "without_like": self.slice.at(like="").query,
            "first_page": self.slice.at().query if self.slice.after else None,
            "is_together": self.slice.state.is_decided_together and may_decide(self.request.user) and shown,
            "selected": self.selected,
            "guidelines": self.guidelines,
            "typed_together": self.typed_together,
            "fault_together": self.fault_together,
            **self._common(),
        }

    def _card(self) -> dict:
        if self.comment is None:
            return {"card": None, "is_all_held": bool(self.slice.page), **self._common()}
        without = skipped(self.request)
        return {
            "card": self._card_of(self.comment),
            "typed": self.typed,
            "typed_aside": self.typed_aside,
            "passages": _passages(self.comment, self.typed.get("span", [])),
            "fault": self.fault,
            "following": self.slice.line.following(self.comment, without),
            "preceding": self.slice.line.preceding(self.comment, without),
            **self._common(),
        }

    def _card_of(self, comment: Comment) -> Card:
        return Card(
            comment,
            reader=self.request.user,
            guidelines=self.known,
            claim=self.claim,
            chosen=self.typed.get("guideline") if self.typed else None,
            masks=preference_of(self.request).masks,
            sections=sections_of(self.request),
        )

    def _common(self) -> dict:
        return {
            "slice": self.slice,
            "may_decide": may_decide(self.request.user),
            "watch_seconds": max(setting("CLAIM_SECONDS") // 4, 5),
            "is_card_first": self.is_card_first and self.comment is not None,
        }

    def _render(self, template: str, context: dict) -> HttpResponse:
        return render(self.request, TEMPLATES + template, context, status=self.status)


def _passages(comment: Comment, spans: list[str]) -> list[tuple[str, str]]:
    """Marked passages as they were sent, each with its words, to stand in the form again."""
    passages = []
    for span in spans:
        start, _dash, end = span.partition("-")
        if start.isascii() and end.isascii() and start.isdigit() and end.isdigit():
            passages.append((span, comment.text[int(start[:5]) : int(end[:5])]))
    return passages


def tell(request, sentence: str) -> None:
    messages.info(request, sentence)
