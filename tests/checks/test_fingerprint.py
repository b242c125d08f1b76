"""Near-duplicates share a number; what is merely about the same, or short, does not."""

from __future__ import annotations

import pytest

from comments.checks.fingerprint import BANDS, fingerprint

CAMPAIGN = (
    "The new harbour toll is a scandal and every fisherman of this town should refuse to pay it. "
    "Tell your friends, write to the council, and come to the square on Friday at six."
)


def is_like(one: str, other: str) -> bool:
    numbers, others = fingerprint(one), fingerprint(other)
    return any(number == same for number, same in zip(numbers or (), others or (), strict=True))


@pytest.mark.parametrize(
    "variant",
    [
        CAMPAIGN,
        CAMPAIGN.upper(),
        CAMPAIGN + " !!! 😡",
        CAMPAIGN.replace("a", "а"),  # Cyrillic
        CAMPAIGN.replace(" ", "  \n"),
        CAMPAIGN.replace("scandal", "s\u200bcandal"),
        "Hello all. " + CAMPAIGN,
        CAMPAIGN.replace("fisherman", "sailor"),
        CAMPAIGN.replace("at six", "at half past seven"),
    ],
)
def test_the_same_words_in_another_dress_are_like(variant):
    assert is_like(CAMPAIGN, variant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المدينة كلها ضد الرسوم الجديدة في الميناء", "المدينه كلها ضد الرسوم الجديده في المينـــاء!"),
        (
            "هه‌موو شاره‌كه‌ دژی باجی نوێی به‌نده‌رن ئێمه‌ نایده‌ین",
            "هەموو شارەکە دژی باجی نوێی بەندەرن ئێمە نایدەین",
        ),
        (
            "Bütün şehir limandaki yeni harca karşı, ödemeyin",
            "BÜTÜN ŞEHİR LİMANDAKİ YENİ HARCA KARŞI, ÖDEMEYİN!!",
        ),
    ],
)
def test_spelling_variants_are_like(one, other):
    assert is_like(one, other)


@pytest.mark.parametrize(
    "other",
    [
        "The harbour toll is fair: the quay has to be paid by somebody, and fishermen use it every day.",
        "I shall refuse to pay the toll. My boat has been in this harbour for forty years, and nobody asked.",
        "A scandal in the council, again, and on a Friday at six when nobody reads the news.",
    ],
)
def test_the_same_subject_is_not_like(other):
    assert not is_like(CAMPAIGN, other)


@pytest.mark.parametrize(
    "text", ["Thanks", "Well said!", "شكرا جزيلا", "Rest in peace", "👏👏👏", "", "\x00\ud800", "…"]
)
def test_a_short_text_has_none(text):
    assert fingerprint(text) is None


@pytest.mark.parametrize(
    "text", ["a" * 3000, "ab" * 12, "字" * 30, "😀word" * 500, "\ud800" + "long enough words here" * 3]
)
def test_any_text_gives_numbers_a_database_keeps(text):
    numbers = fingerprint(text)

    assert numbers is not None
    assert len(numbers) == BANDS
    assert all(0 <= number < 2**63 for number in numbers)


def test_it_stays_what_is_stored():
    """Another value here would find none of the near-duplicates that came in before."""
    assert fingerprint("The northern road floods every spring.") == (
        669378352203986006,
        625069732836708860,
        12255872105973377,
        2383673522332744263,
        666870643760771162,
    )
