"""What people with an account are called."""

from __future__ import annotations


def name_of(user) -> str:
    """Their full name where they gave one."""
    return user.get_full_name() or user.get_username()
