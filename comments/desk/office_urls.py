"""Addresses of the desk's further pages: search, numbers, terms, guidelines, discussions."""

from __future__ import annotations

from comments.desk import assignments, discussions, erasing, guidelines, numbers, search, second, terms

OFFICE = [
    ("desk/erasing/", erasing.erasing, "comments_desk_erasing"),
    ("desk/erasing/find/", erasing.find, "comments_desk_erasing_find"),
    ("desk/erasing/export/", erasing.export, "comments_desk_erasing_export"),
    ("desk/erasing/erase/", erasing.erase, "comments_desk_erasing_erase"),
    ("desk/search/", search.search, "comments_desk_search"),
    ("desk/numbers/", numbers.numbers, "comments_desk_numbers"),
    ("desk/numbers/<slug:code>.csv", numbers.table_as_csv, "comments_desk_numbers_csv"),
    ("desk/second/", second.second, "comments_desk_second"),
    ("desk/second/<int:pk>/", second.read, "comments_desk_second_read"),
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
    ("desk/sections/", assignments.assignments, "comments_desk_assignments"),
    ("desk/sections/<int:pk>/", assignments.assignment, "comments_desk_assignment"),
    ("desk/sections/<int:pk>/assign/", assignments.assign, "comments_desk_assign"),
    ("desk/discussions/", discussions.discussions, "comments_desk_discussions"),
    ("desk/discussions/caps/", discussions.caps, "comments_desk_caps"),
    ("desk/discussions/<int:pk>/", discussions.discussion, "comments_desk_discussion"),
    ("desk/discussions/<int:pk>/close/", discussions.close, "comments_desk_discussion_close"),
    ("desk/discussions/<int:pk>/reopen/", discussions.reopen, "comments_desk_discussion_reopen"),
    ("desk/discussions/<int:pk>/slow/", discussions.slow_down, "comments_desk_discussion_slow"),
    ("desk/discussions/<int:pk>/cap/", discussions.cap, "comments_desk_discussion_cap"),
]
