"""Who speaks, and in what tone: words reported, denied or made up weigh differently from words meant."""

from __future__ import annotations

from comments.checks.folding import END, Folded, fold_phrase


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(word) for word in text.split())


SAYING = _words(
    "said says say saying told tells tell threatened threatens threatening threaten wrote writes shouted shouting yelled "
    "screamed screaming chanted chanting called calling call calls claimed claims quoted quote quotes accused heard "
    "dedi diyor diyen demiş söyledi tehdit قال قالت قالوا يقول يقولون تقول هدد هددوا گوتی وتی دەڵێت وتیان got dibêje"
)
DENYING = _words(
    "not never no nobody none nor don't dont doesn't doesnt didn't didnt isn't isnt aren't arent wasn't wasnt shouldn't "
    "shouldnt can't cannot won't wont stop without "
    "değil asla hiç kimse لا لم لن ليس ليست مش نە ne na tu"
)
MAKING_UP = _words(
    "movie film novel book story character episode series season plot game lyrics song fiction villain joke scene "
    "filmde dizide romanda oyunda فيلم رواية مسلسل فیلم ڕۆمان fîlm roman"
)
REACH = 7


def sentence(folded: Folded, first: int, last: int) -> tuple[int, int]:
    """The first and last word of the sentence around some words."""
    words = folded.words
    low, high = first, last
    while low > 0 and words[low - 1] != END:
        low -= 1
    while high + 1 < len(words) and words[high + 1] != END:
        high += 1
    return low, high


def is_denied(folded: Folded, first: int, reach: int = 3) -> bool:
    return not DENYING.isdisjoint(_before(folded, first, reach))


def is_reported(folded: Folded, first: int, last: int) -> bool:
    """Whether someone else is said to have said it, or it happens in a story."""
    if not SAYING.isdisjoint(_before(folded, first, REACH)):
        return True
    low, high = sentence(folded, first, last)
    return not MAKING_UP.isdisjoint(folded.words[max(low, first - 20) : min(high, last + 20) + 1])


def _before(folded: Folded, first: int, reach: int) -> tuple[str, ...]:
    words = folded.words[max(0, first - reach) : first]
    if END in words:
        words = words[len(words) - words[::-1].index(END) :]
    return words
