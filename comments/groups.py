"""Who may do what: groups that are there from the first migration on."""

from __future__ import annotations

from comments.conf import setting

PERMISSIONS = {
    "Moderators": ("view_comment", "decide_comment", "view_discussion", "view_term", "view_guideline"),
    "Editors": (
        "view_comment",
        "decide_comment",
        "view_discussion",
        "change_discussion",
        "erase_comment",
        "block_author",
        "answer_escalation",
        "oversee_escalation",
        "view_term",
        "change_term",
        "view_guideline",
        "change_guideline",
        "change_assignment",
        "find_author",
    ),
}
# Of the groups that comments are escalated to. They decide nothing in the queue.
ANSWERING = ("view_comment", "view_discussion", "answer_escalation")


def make_groups(*, using: str, **kwargs) -> None:
    """Give each group what it needs. Runs after every migration; what editors added to a group stays."""
    from django.contrib.auth.models import Group, Permission

    receiving = dict.fromkeys(setting("ESCALATION_GROUPS"), ANSWERING)
    for name, codenames in (receiving | PERMISSIONS).items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        permissions = Permission.objects.using(using).filter(content_type__app_label="comments")
        group.permissions.add(*permissions.filter(codename__in=codenames))
