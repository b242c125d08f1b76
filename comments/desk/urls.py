"""The desk's addresses, below /admin/comments/comment/."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from comments.desk import views
from comments.desk.author_urls import AUTHORS
from comments.desk.office_urls import OFFICE


def desk_urls(site: AdminSite) -> list[URLPattern]:
    """Inside the admin's own door: who is not staff is sent to sign in."""
    routes = [
        ("desk/", views.desk, "comments_desk"),
        ("desk/together/approve/", views.approve_together, "comments_desk_approve_together"),
        ("desk/together/reject/", views.reject_together, "comments_desk_reject_together"),
        ("desk/together/undo/", views.undo_together, "comments_desk_undo_together"),
        ("desk/<int:pk>/", views.card, "comments_desk_card"),
        ("desk/<int:pk>/approve/", views.approve, "comments_desk_approve"),
        ("desk/<int:pk>/reject/", views.reject, "comments_desk_reject"),
        ("desk/<int:pk>/undo/", views.undo, "comments_desk_undo"),
    ]
    return [
        path(route, site.admin_view(view), name=name) for route, view, name in [*routes, *AUTHORS, *OFFICE]
    ]
