"""What can be commented on: anything with `get_absolute_url()`.

A page may say more of itself, each by an attribute of that name:

discussion_key            what its discussion is kept under, when its path may change or is per language
discussion_title          else `str(page)`
discussion_text           the article, paragraphs parted by blank lines; relevance needs it
discussion_section        "World", "Sport"
discussion_language       a code such as "en" or "ckb"; else the site's LANGUAGE_CODE
discussion_byline         who wrote it, as printed
discussion_byline_users   the accounts of who wrote it
discussion_is_open        False where nobody may comment
discussion_is_public      False where readers cannot see it: then its comments stand in no feed and no count
discussions_public        a classmethod: the pages that readers can see, as a queryset. Then none has to be
                          loaded where many are asked about at once
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError

SALT = "comments.page"


class Page(Protocol):
    def get_absolute_url(self) -> str: ...


def description(page: Page) -> dict[str, Any]:
    """What a discussion keeps of its page."""
    path = page.get_absolute_url()
    return {
        "key": key_of(page),
        "url": path,
        "title": getattr(page, "discussion_title", None) or str(page),
        "text": getattr(page, "discussion_text", ""),
        "section": getattr(page, "discussion_section", ""),
        "language": language_of(page),
        "byline": getattr(page, "discussion_byline", ""),
        "byline_users": list(getattr(page, "discussion_byline_users", ())),
    }


def key_of(page: Page) -> str:
    """What its discussion is kept under."""
    return getattr(page, "discussion_key", None) or page.get_absolute_url()


def language_of(page: Page) -> str:
    return getattr(page, "discussion_language", None) or settings.LANGUAGE_CODE


def is_open(page: Page) -> bool:
    return getattr(page, "discussion_is_open", True)


def hidden(names: Iterable[str]) -> set[str]:
    """Of pages by name, those that readers cannot see: gone, or not public. A nameless one is none."""
    by_label: dict[str, list[str]] = {}
    for name in filter(None, names):
        label, _colon, pk = name.partition(":")
        by_label.setdefault(label, []).append(pk)
    return {f"{label}:{pk}" for label, keys in by_label.items() for pk in _hidden(label, keys)}


def _hidden(label: str, keys: list[str]) -> Iterator[str]:
    try:
        public = _public(apps.get_model(label), keys)
    except (LookupError, ValueError, TypeError, ValidationError):
        public = set()
    yield from set(keys) - public


def _public(model: Any, keys: list[str]) -> set[str]:
    if ask := getattr(model, "discussions_public", None):
        return {str(pk) for pk in ask().filter(pk__in=keys).values_list("pk", flat=True)}
    found = model._default_manager.in_bulk(keys)
    return {str(pk) for pk, page in found.items() if getattr(page, "discussion_is_public", True)}


def name_of(page) -> str:
    """Which one it is, as a discussion remembers it. Empty for a page that is no model's."""
    meta = getattr(page, "_meta", None)
    return f"{meta.label_lower}:{page.pk}" if meta else ""


def named(name: str) -> Page:
    """The page of that name. Raises LookupError when there is none, or it is gone."""
    label, _colon, pk = name.partition(":")
    return _found(label, pk)


def reference(page) -> str:
    """A signed name for a page, to travel in a form. Only pages we showed a form for can be commented on."""
    return signing.dumps([page._meta.label_lower, str(page.pk)], salt=SALT)


def referred(reference: str) -> Page:
    """The page a form was made for. Raises LookupError when forged, damaged, or gone."""
    try:
        label, pk = signing.loads(reference, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LookupError("not a page of this site") from error
    return _found(label, pk)


def _found(label: str, pk: str) -> Page:
    try:
        page = apps.get_model(label)._default_manager.filter(pk=pk).first()
    except (ValueError, TypeError, ValidationError) as error:
        raise LookupError("not a page of this site") from error
    if page is None:
        raise LookupError("the page is gone")
    return page
