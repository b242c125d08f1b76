"""A part of a whole, in words: rounded in one way wherever it is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

NOTHING = "–"


def share(part: int, whole: int) -> str:
    """In whole percents, halves up. A little is not called nothing, nor nearly all all."""
    if not whole:
        return NOTHING
    # In whole numbers: `round` takes 12.5 to 12, and 29 of 200 are less than 14.5 % to a float.
    percents = (200 * part + whole) // (2 * whole)
    if part and not percents:
        return _("under %(n)s %%") % {"n": 1}
    if part < whole and percents == 100:
        return _("over %(n)s %%") % {"n": 99}
    return _("%(n)s %%") % {"n": percents}
