"""The demo's files say what the demo must show, and its reader refuses what it cannot replay."""

from collections import Counter

import pytest

from comments.guidelines import CODES, DEFAULT_WORDINGS
from newsroom.demo.content import HERE, STATES, articles, thread

COMMENT = """
[[comment]]
id = "ada"
name = "Ada"
minutes_ago = 30
state = "approved"
text = "The bridge was closed."
"""


@pytest.fixture
def read(tmp_path):
    """Reads a thread with these words in its file."""

    def _read(toml):
        (tmp_path / "threads").mkdir()
        (tmp_path / "threads" / "bridge.toml").write_text(toml, encoding="utf-8")
        return thread("bridge", tmp_path)

    return _read


def all_comments():
    return [comment for article in articles() for comment in thread(article.slug)]


def test_every_article_has_a_thread_and_every_thread_an_article():
    assert {article.slug for article in articles()} == {path.stem for path in HERE.glob("threads/*.toml")}


def test_the_articles_speak_all_five_languages():
    written_in = Counter(article.language for article in articles())

    assert written_in == {"en": 3, "ar": 2, "ckb": 1, "kmr": 1, "tr": 1}
    assert set(written_in) == set(DEFAULT_WORDINGS)


def test_an_article_has_four_to_eight_paragraphs():
    for article in articles():
        assert 4 <= len(article.body) <= 8, article.slug
        assert all(article.body), article.slug


def test_nobody_comments_before_the_article_is_published():
    for article in articles():
        oldest = thread(article.slug)[0]

        assert oldest.minutes_ago < article.hours_ago * 60, (article.slug, oldest.id)


def test_a_thread_is_read_oldest_first():
    for article in articles():
        ages = [comment.minutes_ago for comment in thread(article.slug)]

        assert ages == sorted(ages, reverse=True), article.slug


def test_every_state_occurs():
    assert {comment.state for comment in all_comments()} == set(STATES)


def test_the_queue_has_comments_in_every_language():
    waiting = {
        article.language
        for article in articles()
        for comment in thread(article.slug)
        if comment.state == "pending"
    }

    assert waiting == set(DEFAULT_WORDINGS)


def test_rejections_name_every_guideline():
    rejected = {
        code for comment in all_comments() if comment.rejection for code in comment.rejection.guidelines
    }

    assert rejected == set(CODES)


def test_one_promotion_waits_under_three_articles():
    under = [
        article.slug
        for article in articles()
        for comment in thread(article.slug)
        if comment.state == "pending" and "Coach Elena" in comment.text
    ]

    assert len(set(under)) == 3


def test_replies_go_two_answers_deep():
    deep = [
        comment
        for article in articles()
        for by_id in [{each.id: each for each in thread(article.slug)}]
        for comment in by_id.values()
        if comment.in_reply_to and by_id[comment.in_reply_to].in_reply_to
    ]

    assert deep


def test_the_longest_name_and_a_very_long_text_are_there():
    assert max(len(comment.name) for comment in all_comments()) == 60
    assert 2800 < max(len(comment.text) for comment in all_comments()) <= 3000


def test_addresses_are_nobodys():
    addresses = [comment.email for comment in all_comments() if comment.email]

    assert addresses
    assert all(address.endswith("@example.org") for address in addresses)


def test_a_comment_waits_unless_its_file_says_otherwise(read):
    (comment,) = read(COMMENT.replace('state = "approved"\n', ""))

    assert comment.state == "pending"


def test_marked_words_are_kept_as_they_stand(read):
    (comment,) = read(
        COMMENT.replace("approved", "rejected")
        + 'rejection = { guidelines = ["relevance"], words = ["was closed"] }'
    )

    assert comment.rejection.guidelines == ("relevance",)
    assert comment.rejection.words == ("was closed",)


REFUSED = {
    "an unknown key": (COMMENT + "colour = 1", "colour"),
    "no text": (COMMENT.replace("text", "words"), "missing text"),
    "an empty text": (COMMENT.replace("The bridge was closed.", "  "), "0 characters"),
    "a text too long": (COMMENT.replace("closed", "c" * 3000), "characters, not 1 to 3000"),
    "a name too long": (COMMENT.replace("Ada", "A" * 61), "the name has 61"),
    "an unknown state": (COMMENT.replace("approved", "hidden"), "unknown state 'hidden'"),
    "a rejection without a guideline": (
        COMMENT.replace("approved", "rejected") + "rejection = { guidelines = [] }",
        "at least one guideline",
    ),
    "a rejected comment without its rejection": (
        COMMENT.replace("approved", "rejected"),
        "missing rejection",
    ),
    "an unknown guideline": (
        COMMENT.replace("approved", "rejected") + 'rejection = { guidelines = ["taste"] }',
        "unknown guideline 'taste'",
    ),
    "marked words that are not in the text": (
        COMMENT.replace("approved", "rejected")
        + 'rejection = { guidelines = ["threats"], words = ["was open"] }',
        "'was open' are not in the text",
    ),
    "an appeal decided while it waits": (
        COMMENT.replace("approved", "appealed")
        + 'rejection = { guidelines = ["threats"] }\nappeal = { statement = "No.", answer = "Yes." }',
        "answer",
    ),
    "a report on a comment that nobody reported": (
        COMMENT + 'report = { guideline = "abuse" }',
        "out of place: report",
    ),
    "two comments of one id": (COMMENT + COMMENT, "share an id"),
    "a reply to nothing": (COMMENT + 'in_reply_to = "bob"', "'bob', which is not in this thread"),
    "a reply to what readers never saw": (
        COMMENT.replace("approved", "pending")
        + COMMENT.replace("ada", "bob").replace("30", "20")
        + 'in_reply_to = "ada"',
        "readers never saw",
    ),
    "a reply before the comment": (
        COMMENT + COMMENT.replace("ada", "bob").replace("30", "40") + 'in_reply_to = "ada"',
        "written later",
    ),
    "a broken file": ("[[comment]", "bridge.toml"),
}


@pytest.mark.parametrize(("toml", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_the_reader_refuses_and_names_the_file(read, toml, reason):
    with pytest.raises(ValueError, match=r"bridge\.toml") as refusal:
        read(toml)

    assert reason in str(refusal.value)


def test_the_refusal_names_the_comment(read):
    with pytest.raises(ValueError, match=r"bridge\.toml, comment 1 \(ada\)"):
        read(COMMENT + "colour = 1")


def test_an_article_in_a_language_we_do_not_publish_is_refused(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lac.toml").write_text(
        'language = "fr"\nsection = "S"\nheadline = "H"\nstandfirst = "S"\nbyline = "B"\nhours_ago = 1\n'
        'body = "Un."\n',
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match=r"lac\.toml: unknown language 'fr'"):
        articles(tmp_path)
