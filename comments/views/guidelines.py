"""The public guidelines, in the language of the page one comes from if it says so."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comments.guidelines_shown import guidelines_shown, introduction
from comments.models.guideline import FALLBACK_LANGUAGE


@require_safe
def guidelines(request):
    language = request.GET.get("language") or get_language() or FALLBACK_LANGUAGE
    words, introduction_language = introduction(language)
    context = {
        "introduction": words,
        "introduction_language": introduction_language,
        "guidelines": guidelines_shown(language),
    }
    return render(request, "comments/guidelines.html", context)
