"""At whom an insult is aimed: someone who takes part here, someone else, or no person at all."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

from comments.checks.folding import Folded, fold_phrase
from comments.checks.matching import Match
from comments.checks.voice import is_denied, is_reported, sentence


class Aim(enum.Enum):
    READER = "a reader, or whoever wrote the page"
    PERSON = "someone else"
    NOBODY = "an act, a thing, this newspaper, oneself"


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(word) for word in text.split())


YOU = _words(
    "you u ya you're youre ur your you've yourself yourselves yall y'all thou thee "
    "sen siz seni sizi sana size senin sizin sensin sizsiniz "
    "انت انتم انتي انتو انتما يا ياايها عليك عليكم "
    "تۆ ئێوە تۆش ئەی "
    "tu hûn te we hey lo"
)
PAPER = _words(
    "newspaper paper site website outlet editorial editorials article articles headline headlines coverage journalism "
    "media press publication column reporting piece "
    "gazete gazeteniz gazetesi site haber haberiniz makale yazı medya basın "
    "جريدة صحيفة صحيفتكم موقع موقعكم مقال المقال خبر الخبر قناة قناتكم اعلام الاعلام "
    "ڕۆژنامە ڕۆژنامەکەتان سایت سایتەکەتان هەواڵ وتار میدیا "
    "rojname rojnameya malper malpera nûçe gotar medya"
)
THING = _words(
    "idea ideas policy policies argument arguments law laws rule rules decision decisions plan plans move question "
    "questions comment comments statement statements comparison thing things mistake mistakes game movie show song "
    "system logic reason reasons excuse excuses claim claims behavior behaviour act action actions point war wars "
    "money price prices tax taxes bill project remark remarks notion post posts theory analysis ad ads phone "
    "fikir fikri karar kararı yasa politika soru düşünce iş yorum film oyun "
    "فكرة قرار قانون سياسة سؤال كلام تصرف فعل عمل فيلم "
    "بیرۆکە بڕیار یاسا سیاسەت پرسیار کار "
    "fikr biryar zagon siyaset pirs kar gotin"
)
SELF = _words("i i'm im me my myself we we're ourselves ben benim biz انا نحن من ئێمە ez em")
YOU_SUFFIX = re.compile(r"s[iu]n(?:[iu]z)?$")


def aim_of(match: Match, folded: Folded, names: Iterable[str]) -> Aim:
    words = folded.words
    low, high = sentence(folded, match.first, match.last)
    before = words[max(low, match.first - 6) : match.first]
    after = words[match.last + 1 : min(high, match.last + 4) + 1]
    if not THING.isdisjoint(after[:1]) or not PAPER.isdisjoint(words[low : high + 1]):
        return Aim.NOBODY
    if is_denied(folded, match.first) or is_reported(folded, match.first, match.last):
        return Aim.NOBODY
    near = before[-4:]
    if not YOU.isdisjoint(near) or not YOU.isdisjoint(after[:2]) or _names_someone(names, before, after):
        return Aim.READER
    if _has_you_ending(match, words):
        return Aim.READER
    if not SELF.isdisjoint(near):
        return Aim.NOBODY
    if high - low + 1 <= match.last - match.first + 2:
        return Aim.READER
    return Aim.PERSON


def _names_someone(names: Iterable[str], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    around = {*before, *after}
    return any(word in around for name in names for word in fold_phrase(name).split() if len(word) > 2)


def _has_you_ending(match: Match, words: tuple[str, ...]) -> bool:
    if match.entry.language == "tr":
        return YOU_SUFFIX.search(words[match.last]) is not None
    return match.entry.language == "ar" and words[match.first].startswith("يا")
