"""A model learned from decisions is in force everywhere at once, and named in every screening."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments.checks.house import BadHouse, House
from comments.checks.protocol import Submission
from comments.models import HouseModel, HouseModelUse, TrailEntry
from comments.models import house as in_this_process
from comments.screening import HouseRead, screen
from comments.system_checks import check_house_model
from tests.factories import make_comment, make_discussion, make_user
from tests.house import house_bytes, make_house_model

pytestmark = pytest.mark.django_db

ABOUT_CATS = "My neighbour keeps three cats and a canary."


def verdict_of(comment, guideline: str = "relevance"):
    return comment.newest_screening.verdicts.get(guideline=guideline)


def use_model(*arguments, **options) -> str:
    out = StringIO()
    call_command("use_model", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def discussion():
    return make_discussion()


@pytest.fixture
def cats():
    """Says of comments about cats that they are off topic, and of nothing else anything."""
    return make_house_model(words=ABOUT_CATS)


def test_without_a_model_the_shipped_checks_read_alone(discussion):
    comment = make_comment(ABOUT_CATS, discussion=discussion)

    assert "house" not in comment.newest_screening.versions
    assert verdict_of(comment).verdict == "clear"


def test_a_model_asks_for_a_look_and_is_named(discussion, cats):
    comment = make_comment(ABOUT_CATS, discussion=discussion)

    assert verdict_of(comment).verdict == "look"
    assert verdict_of(comment).findings.exists()
    assert comment.newest_screening.versions["house"] == str(cats.pk)


def test_other_comments_are_read_as_before(discussion):
    before = make_comment("The northern road floods every spring.", discussion=discussion)
    make_house_model(words=ABOUT_CATS)
    after = make_comment("The northern road floods every spring.", discussion=discussion)

    assert [v.verdict for v in before.newest_screening.verdicts_in_order] == [
        v.verdict for v in after.newest_screening.verdicts_in_order
    ]


def test_screening_again_uses_the_model_too(discussion):
    comment = make_comment(ABOUT_CATS, discussion=discussion)
    make_house_model(words=ABOUT_CATS)

    comment.screen()

    assert comment.newest_screening.number == 2
    assert verdict_of(comment).verdict == "look"


def test_switching_back_takes_one_command(discussion, cats):
    said = use_model("shipped", by=make_user("nadia").username)
    comment = make_comment(ABOUT_CATS, discussion=discussion)

    assert said == "In use from now on: shipped.\n"
    assert verdict_of(comment).verdict == "clear"
    assert TrailEntry.objects.filter(act="house model used", by__username="nadia").exists()


def test_and_forth_again(discussion, cats):
    use_model("shipped")
    use_model(str(cats.pk))

    assert verdict_of(make_comment(ABOUT_CATS, discussion=discussion)).verdict == "look"


def test_models_are_listed(cats):
    assert "* 1" not in use_model().splitlines()[0]
    assert use_model().splitlines()[1].startswith(f"* {cats.pk}  ")

    use_model("shipped")
    assert use_model().startswith("* shipped")


@pytest.mark.parametrize("version", ["999999", "x", "-1", "", "1.5", "٣"])
def test_a_model_that_is_not_there_is_refused(version):
    with pytest.raises(CommandError, match="There is no model"):
        call_command("use_model", version)


def test_another_process_sees_the_switch_at_its_next_comment(discussion, cats, django_assert_num_queries):
    """What this process remembers is by version: a row that another one added is enough."""
    make_comment(ABOUT_CATS, discussion=discussion)

    with django_assert_num_queries(1):
        assert HouseModelUse.objects.current().version == str(cats.pk)
    HouseModelUse.objects.create(model=None)

    assert HouseModelUse.objects.current() is None


def test_bytes_that_are_no_model_are_not_kept():
    with pytest.raises(BadHouse):
        HouseModel.objects.add(stored=b"no model", decisions=1, figures={})


def test_a_damaged_model_leaves_the_checks_their_word_and_says_so(discussion, cats, monkeypatch):
    damaged = HouseModel.objects.create(stored=cats.stored[:-40] + b"x" * 40, digest=cats.digest, decisions=1)
    HouseModelUse.objects.use(damaged)

    comment = make_comment(ABOUT_CATS, discussion=discussion)

    assert verdict_of(comment).verdict == "clear"
    assert comment.newest_screening.versions["house"] == (
        f"{damaged.pk} (not used: its bytes are not those that were stored)"
    )
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("use_model", str(damaged.pk))


@pytest.mark.parametrize("length", [0, 1, 30, 200, -1, -30])
def test_part_of_a_model_is_none(length):
    with pytest.raises(BadHouse):
        House.load(house_bytes()[:length])


def test_a_model_for_other_scores_is_not_used():
    model = House.load(house_bytes(words=ABOUT_CATS))
    model.made_for = {"en": "another"}

    screened = screen(
        Submission(ABOUT_CATS, page_text="The bridge is closed.", language="en"), house=HouseRead("7", model)
    )

    assert screened.versions["house"] == "7 (not used: made for other models)"
    assert all(verdict.verdict == "clear" for verdict in screened.verdicts)


def test_a_model_that_breaks_costs_nobody_their_comment():
    model = House.load(house_bytes(words=ABOUT_CATS))
    model.given = ("one", "too", "many")

    screened = screen(
        Submission(ABOUT_CATS, page_text="The bridge is closed.", language="en"), house=HouseRead("7", model)
    )

    assert screened.versions["house"] == "7 (not used: ValueError)"
    assert all(verdict.verdict == "clear" for verdict in screened.verdicts)


def test_what_failed_stays_failed():
    model = House.load(house_bytes(words=ABOUT_CATS))

    screened = screen(Submission(ABOUT_CATS, language="en"), house=HouseRead("7", model))

    assert {v.guideline: v.verdict for v in screened.verdicts}["relevance"] == "failed"


def test_what_a_word_list_is_sure_of_is_looked_at_whatever_was_approved():
    text = "I will kill you, I know where you live."
    model = House.load(house_bytes(words=text, guideline="threats", moved=-60))

    plain = screen(Submission(text, language="en"))
    screened = screen(Submission(text, language="en"), house=HouseRead("7", model))

    assert {v.guideline: v.verdict for v in plain.verdicts}["threats"] == "look"
    assert {v.guideline: v.verdict for v in screened.verdicts}["threats"] == "look"


def test_a_weaker_look_can_be_taken_back():
    text = "What an idiot, this reader above."
    model = House.load(house_bytes(words=text, guideline="personal_attacks", moved=-60))

    plain = screen(Submission(text, language="en"))
    screened = screen(Submission(text, language="en"), house=HouseRead("7", model))

    assert {v.guideline: v.verdict for v in plain.verdicts}["personal_attacks"] == "look"
    assert {v.guideline: v.verdict for v in screened.verdicts}["personal_attacks"] == "clear"


@pytest.mark.parametrize("text", ["", "?", "\ud800", "😀" * 3000, "a" * 3000, "\u202e ab \x00"])
def test_any_text_can_be_read(text):
    model = House.load(house_bytes(words=ABOUT_CATS))

    adapted = model.read(text, "en", {"relevance": 0.1}, 0.1)

    assert 0 <= adapted.scores["relevance"] <= 1


def test_a_model_that_is_not_used_is_warned_of(cats):
    assert check_house_model(databases=["default"]) == []

    damaged = HouseModel.objects.create(stored=b"x", digest=cats.digest, decisions=1)
    HouseModelUse.objects.use(damaged)

    (warning,) = check_house_model(databases=["default"])
    assert f"Model {damaged.pk}" in warning.msg
    assert check_house_model(databases=None) == []


def test_a_fresh_process_reads_the_model_once(cats, django_assert_num_queries):
    in_this_process._last_read.clear()

    with django_assert_num_queries(2):
        HouseModelUse.objects.current()
    with django_assert_num_queries(1):
        HouseModelUse.objects.current()
