"""What the checks say of marked words, as readers are told it. The record keeps it as the checks wrote it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WATCHED = re.compile(r"Watched term “(?P<words>.*)”\.", re.DOTALL)

# The checks know no Django: their sentences are marked for translation here.
REASONS = frozenset(
    {
        gettext_noop("Degrades people for their origin or the colour of their skin."),
        gettext_noop("Degrades Jews."),
        gettext_noop("Degrades Muslims."),
        gettext_noop("Degrades gay people."),
        gettext_noop("Degrades transgender people."),
        gettext_noop("Degrades people for their sex."),
        gettext_noop("Degrades people who come from elsewhere."),
        gettext_noop("Degrades people for their faith."),
        gettext_noop("Degrades disabled people."),
        gettext_noop("Calls for the crimes of the Nazis, or praises them."),
        gettext_noop("Uses a racist word."),
        gettext_noop("Uses an antisemitic word."),
        gettext_noop("Uses an Islamophobic word."),
        gettext_noop("Uses a homophobic word."),
        gettext_noop("Uses a word that degrades transgender people."),
        gettext_noop("Uses a sexist word."),
        gettext_noop("Uses a xenophobic word."),
        gettext_noop("Uses a sectarian word."),
        gettext_noop("Uses a word that degrades disabled people."),
        gettext_noop("Repeats a Nazi slogan."),
        gettext_noop("Uses a word that degrades a group of people."),
        gettext_noop("Uses a word that can degrade a group of people."),
        gettext_noop("Uses a word that some groups of people find degrading."),
        gettext_noop("Degrades a group of people."),
        gettext_noop("Reads like comments that people judged insulting; these words weighed most."),
        gettext_noop("Reads like comments that people judged obscene; these words weighed most."),
        gettext_noop("Reads like comments that people judged hateful to a group; these words weighed most."),
        gettext_noop("Reads like comments that people judged threatening; these words weighed most."),
        gettext_noop("Reads like comments that people judged offensive; these words weighed most."),
        gettext_noop("Attacks a person rather than an argument."),
        gettext_noop("Insults someone who takes part here."),
        gettext_noop("Uses an insult for a person or for people."),
        gettext_noop("Uses a harsh word for an act or a thing."),
        gettext_noop("Uses an obscene word."),
        gettext_noop("Uses a swear word."),
        gettext_noop("Uses a mild swear word."),
        gettext_noop("Links to another site."),
        gettext_noop("Hides a link to another site."),
        gettext_noop("Gives a mail address."),
        gettext_noop("Gives a telephone number."),
        gettext_noop("Invites readers to go somewhere else."),
        gettext_noop("Makes an offer."),
        gettext_noop("Gives a way to get in touch elsewhere."),
        gettext_noop("Shares hardly a word with the page."),
        gettext_noop("Threatens someone with harm."),
        gettext_noop("Suggests that someone will be found or watched."),
        gettext_noop("Calls for violence against people."),
        gettext_noop("Wishes someone dead or harmed."),
        gettext_noop("Tells someone to harm themselves."),
        gettext_noop("Warns someone of what will happen to them."),
        gettext_noop("Speaks of attacking a place."),
        gettext_noop("Is crude about the body or about sex."),
        gettext_noop("Uses a vulgar word."),
        gettext_noop("Names a part or an act of the body that may be out of place here."),
    }
)


def told(reason: str) -> str:
    """In the language of whoever reads it. As it is where a check of another's, or an older one, gave it."""
    if watched := WATCHED.fullmatch(reason):
        return _("Watched term “%(words)s”.") % watched.groupdict()
    return _(reason) if reason in REASONS else reason
