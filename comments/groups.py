"""Who may do what: two groups, there from the first migration on."""

from __future__ import annotations

PERMISSIONS = {
    "Moderators": ("view_comment", "decide_comment", "view_discussion"),
    "Editors": ("view_comment", "decide_comment", "view_discussion", "change_discussion", "erase_comment"),
}


def make_groups(*, using: str, **kwargs) -> None:
    """Give both groups what they need. Runs after every migration; what editors added to a group stays."""
    from django.contrib.auth.models import Group, Permission

    for name, codenames in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        permissions = Permission.objects.using(using).filter(content_type__app_label="comments")
        group.permissions.add(*permissions.filter(codename__in=codenames))
