"""Addresses of an author's file and of what is escalated."""

from __future__ import annotations

from comments.desk import authors, escalations

AUTHORS = [
    ("desk/<int:pk>/author/", authors.author, "comments_desk_author"),
    ("desk/<int:pk>/author/standing/", authors.set_standing, "comments_desk_standing"),
    ("desk/<int:pk>/author/note/", authors.write_note, "comments_desk_author_note"),
    ("desk/<int:pk>/escalate/", escalations.escalate, "comments_desk_escalate"),
    ("desk/escalated/", escalations.escalated, "comments_desk_escalated"),
    ("desk/escalated/<int:pk>/pass-back/", escalations.pass_back, "comments_desk_pass_back"),
    ("desk/escalated/<int:pk>/lift-hold/", escalations.lift_hold, "comments_desk_lift_hold"),
]
