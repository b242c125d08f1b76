"""What the checks say, as readers and moderators are told it. The record keeps it as the checks wrote it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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

# Why one of them could not read a comment, or a term cannot be looked for.
FAILURES = frozenset(
    {
        gettext_noop("A phrase is one line of words, without “#” or “=”, and does not begin with “[”."),
        gettext_noop("All of its words may be missing, so that it would be found everywhere."),
        gettext_noop("It could be read in too many ways. Make several phrases of it."),
        gettext_noop("It holds no letters."),
        gettext_noop("It holds the end of a sentence, where no words are left to find."),
        gettext_noop("The check could not be set up."),
        gettext_noop("The check gave a finding that cannot be kept."),
        gettext_noop("The check gave a score that is not between 0 and 1."),
        gettext_noop("The check gave an opinion that is no number."),
        gettext_noop("The check marked words that are not in the text."),
        gettext_noop("The check said nothing of this guideline."),
        gettext_noop("The model for the language of this comment could not be read."),
        gettext_noop("The text of the page is not known."),
        gettext_noop("There is no word list for the language of this comment."),
        gettext_noop("There was no time left for this check."),
        gettext_noop("a choice of nothing."),
    }
)
# What kind of breach it is, beside the reason.
KINDS = frozenset(
    {
        gettext_noop("ableism"),
        gettext_noop("antisemitism"),
        gettext_noop("contact"),
        gettext_noop("harm"),
        gettext_noop("homophobia"),
        gettext_noop("incitement"),
        gettext_noop("invitation"),
        gettext_noop("islamophobia"),
        gettext_noop("nazism"),
        gettext_noop("offer"),
        gettext_noop("place"),
        gettext_noop("racism"),
        gettext_noop("sectarianism"),
        gettext_noop("sexism"),
        gettext_noop("stalking"),
        gettext_noop("transphobia"),
        gettext_noop("warning"),
        gettext_noop("wish"),
        gettext_noop("xenophobia"),
    }
)
# Sentences with something of the comment's, the term's or the machine's in them.
FILLED = (
    gettext_noop("Watched term “%(words)s”."),
    gettext_noop("The editors’ term “%(words)s” cannot be looked for."),
    gettext_noop("The check stopped with %(error)s."),
    gettext_noop("Looking for terms stopped with %(error)s."),
    gettext_noop("It cannot be read: %(error)s."),
    gettext_noop("%(words)s holds no word to look for."),
    gettext_noop("%(words)s is out of place."),
    gettext_noop("%(words)s is not defined above."),
)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.*)", re.escape(sentence)), re.DOTALL)


PATTERNS = tuple((sentence, _pattern(sentence)) for sentence in FILLED)


def told(reason: str) -> str:
    """In the language of whoever reads it. As it is where a check of another's, or an older one, gave it."""
    if reason in REASONS or reason in FAILURES or reason in KINDS:
        return _(reason)
    for sentence, pattern in PATTERNS:
        if found := pattern.fullmatch(reason):
            return _(sentence) % found.groupdict()
    return reason
