"""Comments must not advertise, neither a business nor oneself."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers

from comments.checks.grades import together
from comments.checks.protocol import Finding, Reading, Submission

LINK = re.compile(
    r"(?:https?://|hxxps?://|www\.)[^\s<>\"']+|\b[a-z0-9][a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,30})*"
    r"\.(?:com|net|org|info|biz|shop|store|online|site|xyz|top|club|io|co|me|ly|gl|ru|tk|ml|link|live|app|tr|iq|de|uk)\b"
    r"(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
DISGUISED = re.compile(
    r"\b[\w-]{3,40}\s*(?:\[|\(|\{)?\s*(?:dot|\. | \.|nokta)\s*(?:\]|\)|\})?\s*(?:com|net|org|info)\b",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"\b(?:telegram|whats ?app|insta(?:gram)?|snap(?:chat)?|tik ?tok|discord|signal|kik|viber|only ?fans|t\.me)\b"
    r"[\s:@]*(?:[\w.@]{3,30})?",
    re.IGNORECASE,
)
INVITATION = re.compile(
    r"\b(?:check (?:out|my)|visit|subscribe to|follow|like and subscribe|click(?: here| the link| on)?|join|buy|order|dm me|"
    r"pm me|contact me|text me|message me|sign up|register)\b(?:[^.!?\n]{0,40}?)\b(?:my|our|here|now|today|channel|page|"
    r"profile|link|website|site|shop|store|group|bio|video|blog)\b",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\b(?:promo(?:tion)? code|discount code|coupon|referral(?: code| link)?|use (?:my )?code|free (?:gift|trial|money|iphone|"
    r"ringtones?)|earn(?:ed|ing)? (?:up to )?[$€£]?\d[\d,.]*|make (?:money|\$)|work from home|per (?:hour|week|day) (?:from home|online)|"
    r"guaranteed (?:profit|returns?|income)|investment (?:plan|platform|manager)|forex|bitcoin (?:trading|mining|investment)|"
    r"crypto (?:trading|investment)|payday loans?|cheap (?:viagra|pills|meds)|viagra|cialis|casino bonus|spell caster|"
    r"sugar (?:daddy|mummy)|limited offer|best price|\d+ ?% (?:off|discount)|indirim kodu|sipariş için|اطلب الان|للطلب|خصم|كود خصم|"
    r"للتواصل|واتساب|kargo bedava)\b",
    re.IGNORECASE,
)
NEWS = frozenset(
    [
        "bbc.com",
        "bbc.co.uk",
        "reuters.com",
        "apnews.com",
        "aljazeera.com",
        "aljazeera.net",
        "theguardian.com",
        "nytimes.com",
        "washingtonpost.com",
        "cnn.com",
        "dw.com",
        "france24.com",
        "rudaw.net",
        "kurdistan24.net",
        "wikipedia.org",
        "youtube.com",
        "un.org",
        "who.int",
        "hrw.org",
        "amnesty.org",
        "gov",
        "edu",
    ]
)
PHONE_CUE = re.compile(r"\d(?:[\s().-]{0,2}\d){6}")


class PromotionCheck:
    """Finds links, ways to get in touch, invitations and offers."""

    guidelines = ("promotion",)

    def __init__(self, own_domains: Iterable[str] = ()) -> None:
        self.own_domains = frozenset(domain.lower().removeprefix("www.") for domain in own_domains)

    def read(self, submission: Submission) -> Reading:
        text = submission.text
        findings: list[Finding] = []
        scores: list[float] = []

        def add(start: int, end: int, reason: str, score: float) -> None:
            if start < end and all(end <= each.start or each.end <= start for each in findings):
                findings.append(Finding("promotion", start, end, reason))
                scores.append(score)

        if "." in text or "://" in text:
            for link in LINK.finditer(text):
                if not self._is_welcome(link[0]):
                    add(*link.span(), "Links to another site.", 0.55)
        for found in DISGUISED.finditer(text):
            add(*found.span(), "Hides a link to another site.", 0.8)
        if PHONE_CUE.search(text):
            for number in phonenumbers.PhoneNumberMatcher(text, "IQ"):
                add(number.start, number.end, "Gives a telephone number.", 0.7)
        for expression, reason, score in (
            (OFFER, "Makes an offer.", 0.6),
            (HANDLE, "Gives a way to get in touch elsewhere.", 0.35),
            (INVITATION, "Invites readers to go somewhere else.", 0.45),
        ):
            for found in expression.finditer(text):
                add(*found.span(), reason, score)
        findings.sort(key=lambda finding: finding.start)
        return Reading(scores={"promotion": together(scores)}, findings=findings)

    def _is_welcome(self, link: str) -> bool:
        host = re.sub(r"^\w+://", "", link.lower()).partition("/")[0].removeprefix("www.")
        parts = host.split(".")
        names = {".".join(parts[place:]) for place in range(len(parts))}
        return not names.isdisjoint(self.own_domains | NEWS)
