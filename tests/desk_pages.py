"""The desk as a browser's requests see it: addresses, forms, and what a page holds."""

from __future__ import annotations

from django.urls import reverse

HTMX = {"HX-Request": "true"}


def desk_url(query: str = "") -> str:
    return reverse("admin:comments_desk") + query


def card_url(comment, query: str = "") -> str:
    return reverse("admin:comments_desk_card", args=[comment.pk]) + query


def context_url(comment, query: str = "") -> str:
    return reverse("admin:comments_desk_context", args=[comment.pk]) + query


def act_url(act: str, comment, query: str = "") -> str:
    return reverse(f"admin:comments_desk_{act}", args=[comment.pk]) + query


def together_url(act: str, query: str = "") -> str:
    return reverse(f"admin:comments_desk_{act}_together") + query


def selection(*comments, seen: int = 0, **fields) -> dict:
    """What the list sends: the boxes ticked, and the `seen` that stands beside each."""
    return {"chosen": [c.pk for c in comments]} | {f"seen_{c.pk}": seen for c in comments} | fields


def names(response) -> list[str]:
    """Whose comments the list shows, in order."""
    return [row.comment.name for row in response.context["rows"]]


def page(response) -> str:
    return response.content.decode()
