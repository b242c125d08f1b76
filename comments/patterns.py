"""A template that is rendered once, and filled for each of the many things it shows.

To render one for each comment of a page takes most of the page's time. So it is rendered with stand-ins for
what differs, once for each shape that its conditions can give it and in each language. What comes of it is
filled as often as needed. Such a template prints what it is given as it is: a filter would get the stand-in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Letters of the private use area: no template of ours holds one, and readers' words are not there yet.
OPENS, CLOSES = "\ue000", "\ue001"


class StandIns:
    """Gives for every name a stand-in of that name."""

    def __getattr__(self, name: str) -> SafeString:
        return mark_safe(f"{OPENS}{name}{CLOSES}")  # noqa: S308  a name of ours


def pattern(name: str, **shape: Any) -> str:
    """For `str.format`: the template with `it` standing for what differs, and the `shape` as it is."""
    # What it gives is another object each time, around the same template.
    template: Any = get_template(name)
    return _pattern(template.template, get_language(), tuple(sorted(shape.items())))


@lru_cache(maxsize=500)
def _pattern(template, language: str | None, shape: tuple[tuple[str, Any], ...]) -> str:
    rendered = template.render(Context({"it": StandIns(), **dict(shape)}))
    lines = (line.strip() for line in rendered.splitlines())
    text = "\n".join(line for line in lines if line)
    return text.replace("{", "{{").replace("}", "}}").replace(OPENS, "{").replace(CLOSES, "}")
