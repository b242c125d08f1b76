"""The desk's addresses, below /admin/comments/comment/."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from comments.desk import own_settings, setting_aside, views, watching
from comments.desk.author_urls import AUTHORS
from comments.desk.office_urls import OFFICE
from comments.desk.words_kept import words_kept


def desk_urls(site: AdminSite) -> list[URLPattern]:
    """Inside the admin's own door: who is not staff is sent to sign in."""
    routes = [
        ("desk/", views.desk, "comments_desk"),
        ("desk/together/approve/", views.approve_together, "comments_desk_approve_together"),
        ("desk/together/reject/", views.reject_together, "comments_desk_reject_together"),
        ("desk/together/undo/", views.undo_together, "comments_desk_undo_together"),
        ("desk/slices/save/", own_settings.save_slice, "comments_desk_save_slice"),
        ("desk/slices/remove/", own_settings.remove_slice, "comments_desk_remove_slice"),
        ("desk/preferences/", own_settings.prefer, "comments_desk_prefer"),
        ("desk/watch/", watching.watch, "comments_desk_watch"),
        ("desk/leave/", watching.leave, "comments_desk_leave"),
        ("desk/<int:pk>/later/", setting_aside.later, "comments_desk_later"),
        ("desk/<int:pk>/take-up/", setting_aside.take_up, "comments_desk_take_up"),
        ("desk/<int:pk>/note/", setting_aside.note, "comments_desk_note"),
        ("desk/<int:pk>/hold/", watching.hold, "comments_desk_hold"),
        ("desk/<int:pk>/", views.card, "comments_desk_card"),
        ("desk/<int:pk>/context/", views.context, "comments_desk_context"),
        ("desk/<int:pk>/approve/", views.approve, "comments_desk_approve"),
        ("desk/<int:pk>/reject/", views.reject, "comments_desk_reject"),
        ("desk/<int:pk>/undo/", views.undo, "comments_desk_undo"),
    ]
    return [
        path(route, words_kept(site.admin_view(view), site), name=name)
        for route, view, name in [*routes, *AUTHORS, *OFFICE]
    ]
