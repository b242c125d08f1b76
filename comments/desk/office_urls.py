"""Addresses of the desk's further pages: terms and guidelines."""

from __future__ import annotations

from comments.desk import guidelines, terms

OFFICE = [
    ("desk/terms/", terms.terms, "comments_desk_terms"),
    ("desk/terms/add/", terms.add, "comments_desk_term_add"),
    ("desk/terms/changes/", terms.changes, "comments_desk_term_changes"),
    ("desk/terms/<int:pk>/", terms.term, "comments_desk_term"),
    ("desk/terms/<int:pk>/retire/", terms.retire, "comments_desk_term_retire"),
    ("desk/guidelines/", guidelines.guidelines, "comments_desk_guidelines"),
    ("desk/guidelines/add/", guidelines.add, "comments_desk_guideline_add"),
    ("desk/guidelines/<slug:code>/", guidelines.guideline, "comments_desk_guideline"),
    ("desk/guidelines/<slug:code>/word/<slug:language>/", guidelines.word, "comments_desk_guideline_word"),
    ("desk/guidelines/<slug:code>/retire/", guidelines.retire, "comments_desk_guideline_retire"),
    ("desk/guidelines/<slug:code>/bring-back/", guidelines.bring_back, "comments_desk_guideline_bring_back"),
    ("desk/guidelines/<slug:code>/move/", guidelines.move, "comments_desk_guideline_move"),
]
