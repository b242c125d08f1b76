"""What a page and its comments are, for programs that read pages: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from comments.conf import setting

# No text can end the element it stands in, nor begin a comment or another element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured_data(shown, about: Mapping[str, Any], *, base: str = "") -> SafeString:
    """A script element that no browser runs. `about` says what the page is: "@type", "headline" and so on."""
    base = (setting("BASE_URL") or base).rstrip("/")
    address = base + shown.page.get_absolute_url()
    told = {
        "@context": "https://schema.org",
        **about,
        "url": address,
        "commentCount": shown.count,
        "comment": [_comment(comment, address) for comment in shown.threads.comments],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _comment(comment, address: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "Comment",
        "url": f"{address}?from={comment.pk}#comment-{comment.pk}",
        "text": comment.text,
        "dateCreated": comment.submitted_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": comment.name},
    }
    if comment.language:
        told["inLanguage"] = comment.language
    if comment.answered_name:
        told["parentItem"] = {"@type": "Comment", "url": f"{address}?from={comment.in_reply_to_id}"}
    return told
