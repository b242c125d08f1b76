"""Texts of the greatest length a site takes, or a little more, written to keep a check busy."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "'a ' x 5,000": "a " * 5000,
    "10,000 combining marks": "a" + "\u0301\u0323" * 5000,
    "3,000 x 'a'": "a" * 3000,
    "3,000 x '*'": "*" * 3000,
    "3,000 x '1'": "1" * 3000,
    "3,000 x '.'": "." * 3000,
    "3,000 x zero width": "\u200b" * 3000,
    "3,000 x ligature": "ﷺ" * 3000,
    "3,000 x emoji": "😀" * 3000,
    "1,000 x 'a1b'": "a1b" * 1000,
    "750 x 'f*k '": "f*k " * 750,
    "600 x 'fuck '": "fuck " * 600,
    "375 x 'you are '": "you are " * 375,
    "430 x 'i will '": "i will " * 430,
    "500 x 'kill you '": "kill you " * 330,
    "600 other words": " ".join(f"{a}{b}{c}" for a in "bcdfglmnprst" for b in "aeiou" for c in "nrstlmpkgd"),
    "600 words, misspelt": " ".join(
        f"id{a}{b}ot" for a in "bcdfghklmnprstvwxyzq" for b in "aeioubcdfghjklmnpqrstv"
    ),
    "nested quotes": '"' * 1500 + "x" + '"' * 1500,
    "quotations": '> "fuck you" ' * 230,
    "alternating scripts": "aاбα" * 750,
    "alternating words": "fuck كلب сука " * 210,
    "Arabic, with its marks": "كَلْبٌ " * 430,
    "Turkish, long words": "afyonkarahisarlılaştıramadıklarımızdan " * 77,
    "dots and letters": "a.b-c_" * 500,
    "links": "a.com " * 500,
    "digits and signs": "+1 (234) 567-89 " * 188,
    "slashes": "http://" * 428,
}
