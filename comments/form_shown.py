"""The form and the guidelines beside it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comments import pages
from comments.directions import direction
from comments.forms import CommentForm
from comments.gaps import Gaps
from comments.guidelines_shown import guidelines_of_state, guidelines_shown, introduction
from comments.keeping import Shelf
from comments.models import Comment
from comments.moments import roughly
from comments.openness_shown import Openness
from comments.pages import Page
from comments.waiting import usual_wait

kept = Shelf(share=0.05)


def form_context(
    page: Page, form: CommentForm, *, answered: Comment | None, guidelines_state: str | None = None
) -> dict:
    """The form, with the guidelines beside it in the page's language."""
    language = pages.language_of(page)
    words, introduction_language = introduction(language)
    if guidelines_state is None:
        guidelines = guidelines_shown(language)
    else:
        guidelines = guidelines_of_state(language, guidelines_state)
    return {
        "form": form,
        "answered": answered,
        "guidelines": guidelines,
        "introduction": words,
        "introduction_language": introduction_language,
        "guidelines_direction": direction(introduction_language),
        "usual_wait": usual_wait(),
    }


def write_for_anybody(page: Page, openness: Openness, guidelines_state: str) -> SafeString:
    """Where one writes, for somebody of whom nothing is known. The same under most pages, so it is kept."""
    wait = usual_wait()
    told = (openness, guidelines_state, wait and roughly(wait), pages.language_of(page))
    name = (*told, get_language(), timezone.get_current_timezone_name())
    html = kept.get(name)
    if html is None:
        html = _rendered(page, openness, guidelines_state)
        kept.put(name, html, 2 * len(html))
    filled = html.replace(Gaps.page, escape(pages.reference(page)))
    return mark_safe(filled.replace(Gaps.address, escape(page.get_absolute_url())))  # noqa: S308  escaped above


def _rendered(page: Page, openness: Openness, state: str) -> str:
    form = CommentForm.fresh(page, user=AnonymousUser())
    form.initial["page"], form.initial["ticket"] = Gaps.page, Gaps.ticket
    context = form_context(page, form, answered=None, guidelines_state=state) | {
        "page": _PageGap(),
        "openness": openness,
        "is_open": True,
        "csrf_token": Gaps.token,
    }
    return render_to_string("comments/_write.html", context)


class _PageGap:
    """Stands for the page where a template asks its address."""

    def get_absolute_url(self) -> str:
        return Gaps.address
