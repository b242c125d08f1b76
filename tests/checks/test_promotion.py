from __future__ import annotations

import pytest

from comments.checks.promotion import PromotionCheck
from tests.checks.reading import looks, marked

CHECK = PromotionCheck(own_domains=["news.example"])

PROMOTION = [
    ("en", "Visit www.best-loans.biz for cheap credit"),
    ("en", "Great read. My site: http://cheap-shoes.shop/sale"),
    ("en", "find me at cheap-shoes (dot) com"),
    ("en", "Call me on +44 20 7946 0958 for tickets"),
    ("kmr", "Ji bo dawetan WhatsApp: +44 7700 900456"),
    ("en", "Use my code SAVE20 for 20% off"),
    ("en", "I earned $5,000 last week working from home, ask me how"),
    ("en", "Check out my channel and subscribe to my videos"),
    ("en", "Message me on WhatsApp +964 750 123 4567"),
    ("tr", "Instagram hesabımı takip edin: @ucuzayakkabi, indirim kodu var"),
    ("ar", "للتواصل واتساب 07501234567"),
    ("ckb", "بۆ داواکردن پەیوەندی بکەن بە 07501234567"),
    ("kmr", "Ji bo kirînê: www.firotgeh-erzan.shop"),
]
INNOCENT = [
    ("en", "See https://news.example/2024/budget for the earlier report."),
    ("en", "The BBC has more: https://www.bbc.co.uk/news/world-12345"),
    ("en", "In 2021-2022 the price rose from 1,250,000 to 3,400,000 dinars."),
    ("en", "Version 2.0 of the law, art. 3.1, e.g. page 12."),
    ("en", "He bought a house for $450,000 and sold it."),
    ("en", "The minister should visit our village and see the road."),
    ("en", "I follow the news here every day."),
    ("en", "Telegram and WhatsApp were blocked by the government."),
    ("tr", "Fiyatlar yüzde 20 arttı, 15.000 lira maaş yetmiyor."),
    ("ar", "ارتفع السعر الى 1500 دينار هذا العام"),
    ("ckb", "نرخەکە لە 1250 بۆ 1500 دینار بەرز بووەوە"),
    ("kmr", "Biha ji 1250 heta 1500 dînarî bilind bû."),
]


@pytest.mark.parametrize(("language", "text"), PROMOTION)
def test_promotion_is_found(language, text):
    assert looks(CHECK, text, language=language)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_sources_figures_and_names_are_left_alone(language, text):
    assert not looks(CHECK, text, language=language)


def test_the_link_is_what_is_marked():
    assert marked(CHECK, "Go to http://cheap-shoes.shop/sale, now.") == ["http://cheap-shoes.shop/sale"]


def test_a_host_that_only_ends_like_ours_is_foreign():
    assert looks(CHECK, "https://fakenews.example.evil.shop/news.example")
