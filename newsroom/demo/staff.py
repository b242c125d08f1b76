"""The demo's moderators and editor. Their password is public, so it opens nothing without DEBUG."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group

from newsroom.models import User

PASSWORD = "read-before-you-decide"  # noqa: S105 (printed by `run_demo`; `accounts` refuses it without DEBUG)


@dataclass(frozen=True, slots=True)
class Staff:
    moderator: User
    second_moderator: User  # judges appeals against the first one's decisions
    editor: User


def staff() -> Staff:
    """Who works at the demo newspaper, made where missing. What became of them since stays."""
    return Staff(
        moderator=_user("moderator", "Nora", "Lindqvist", group="Moderators"),
        second_moderator=_user("second_moderator", "Tarek", "Aziz", group="Moderators"),
        editor=_user("editor", "Ines", "Falk", group="Editors", is_superuser=True),
    )


def _user(username: str, first_name: str, last_name: str, *, group: str, is_superuser: bool = False) -> User:
    if user := User.objects.filter(username=username).first():
        return user
    user = User.objects.create_user(
        username,
        password=PASSWORD,
        first_name=first_name,
        last_name=last_name,
        is_staff=True,
        is_superuser=is_superuser,
    )
    user.groups.add(Group.objects.get(name=group))
    return user
