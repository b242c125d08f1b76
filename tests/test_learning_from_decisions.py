"""The checks learn from what this newsroom decides, and keep only what is no worse on the newest of it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import clock
from comments.checks.house import OVERALL, House
from comments.learning.decisions import decided, examples
from comments.learning.example import Example
from comments.learning.figures import measure
from comments.learning.teaching import TooLittle, lessons, teach
from comments.models import Comment, Decision, HouseModel, HouseModelUse, PastComment, PastDecision, PastPage
from comments.screening import CLEAR, LOOK, Screened, Verdict
from tests.factories import make_approved, make_comment, make_discussion, make_moderator, make_rejected

PLAIN = [
    "bridge",
    "road",
    "council",
    "market",
    "river",
    "bus",
    "school",
    "winter",
    "repair",
    "budget",
    "mayor",
]
SPORT = ["goal", "referee", "penalty", "striker"]
PAGE = PastPage(
    key="/bridge", url="/bridge", title="The bridge", text="The bridge is closed.", section="", language="en"
)


def words(chance: Random, *, is_sport: bool) -> str:
    said = [chance.choice(PLAIN) for _word in range(8)]
    return " ".join([*said, chance.choice(SPORT)] if is_sport else said)


def example(text: str, *, rejected: bool, score: float = 0.1, **facts) -> Example:
    verdicts = (
        Verdict("relevance", LOOK if score >= 0.5 else CLEAR, score),
        Verdict("abuse", CLEAR, 0.05),
    )
    return Example(
        text,
        Screened("en", score, verdicts),
        rejected_under=frozenset({"relevance"} if rejected else ()),
        **facts,
    )


def a_house(number: int = 400, *, seed: int = 7) -> list[Example]:
    """Here whatever is about sport is rejected as off topic, which no shipped check could know."""
    chance = Random(seed)
    return [
        example(words(chance, is_sport=is_sport), rejected=is_sport, score=chance.random() / 4)
        for is_sport in (number % 4 == 0 for number in range(number))
    ]


def taught(found: list[Example]) -> House:
    return House.load(teach(lessons(found), made_for={}, seed=1).stored)


def test_a_house_that_differs_is_learned():
    found = a_house()
    newest = lessons(found).examined

    shipped = measure(newest, None, ["relevance"])["relevance"]
    learned = measure(newest, taught(found), ["relevance"])["relevance"]

    assert shipped.area < 0.65
    assert learned.area > 0.95
    assert learned.look_caught > shipped.look_caught


def test_few_of_the_approved_are_looked_at_for_it():
    found = a_house()

    assert measure(lessons(found).examined, taught(found), [])[OVERALL].look_alarms <= 0.05


def test_the_words_that_were_learned_are_pointed_at():
    text = "the mayor of the market is a striker today"

    adapted = taught(a_house()).read(text, "en", {"relevance": 0.1}, 0.1)

    assert [text[start:end] for start, end in adapted.carriers["relevance"]] == ["striker"]


def test_a_guideline_nobody_rejects_under_keeps_its_score():
    assert taught(a_house()).guidelines == ("relevance",)


def test_what_a_rejection_says_of_other_guidelines_is_not_taken_for_a_no():
    rejected = example("goal", rejected=True)

    assert rejected.judged("relevance") is True
    assert rejected.judged("abuse") is None
    assert example("bridge", rejected=False).judged("abuse") is False


def test_the_same_seed_learns_the_same():
    found = lessons(a_house(240))

    assert teach(found, made_for={}, seed=3).stored == teach(found, made_for={}, seed=3).stored


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "There are 0 decisions to learn from; it takes at least 200."),
        (a_house(199), "There are 199 decisions to learn from; it takes at least 200."),
        ([example("x", rejected=False)] * 300, "there are 0 rejections; it takes at least 30."),
        ([example("x", rejected=True)] * 300, "there are 0 approvals; it takes at least 30."),
        (
            a_house(240) + [example("x", rejected=False)] * 55,
            "Among the 59 newest decisions there are 1 rejections; it takes at least 10.",
        ),
    ],
)
def test_too_little_is_not_learned_from(found, said):
    with pytest.raises(TooLittle) as refused:
        lessons(found)

    assert said in str(refused.value)


# With the database.


def decide(*, number: int = 240, reversed_from: int = 10_000) -> None:
    """A past in which sport was rejected; from `reversed_from` on it is the only thing approved."""
    chance, now = Random(5), timezone.now()
    past = []
    for each in range(number):
        is_sport = each % 3 == 0
        is_rejected = is_sport if each < reversed_from else not is_sport
        at = now - timedelta(days=300 - each)
        decision = PastDecision(
            outcome="rejected" if is_rejected else "approved",
            decided_at=at,
            guidelines=("relevance",) if is_rejected else (),
        )
        past.append(
            PastComment(
                source_key=str(each),
                text=f"{words(chance, is_sport=is_sport)} {each}",
                page=PAGE,
                submitted_at=at,
                decision=decision,
            )
        )
    Comment.objects.bring_in(source="earlier", comments=past)


def decide_unseen(number: int) -> None:
    """As `decide`, later, and by moderators who did not see what the checks found."""
    chance = Random(6)
    past = [
        PastComment(source_key=str(each), text=words(chance, is_sport=each % 2 == 0), page=PAGE)
        for each in range(number)
    ]
    comments = Comment.objects.bring_in(source="later", comments=past)
    Decision.objects.bulk_create(
        Decision(
            comment=comment,
            number=1,
            outcome="rejected" if each % 2 == 0 else "approved",
            guideline_id="relevance" if each % 2 == 0 else None,
            source="later",
            evidence_hidden=True,
        )
        for each, comment in enumerate(comments)
    )


def learn(**options) -> str:
    out = StringIO()
    call_command("train_checks", from_decisions=True, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_what_was_learned_is_in_use_at_once():
    decide()

    said = learn(by=make_moderator("nadia").username)

    model = HouseModel.objects.get()
    assert model.by.username == "nadia"
    assert model.decisions == 168
    assert model.figures["relevance"]["area"] > 0.9
    assert f"In use from now on: {model.pk}." in said
    assert {"shipped", "in use", "learned"} <= {line[11:18].strip() for line in said.splitlines()}
    assert "None of these was made with evidence hidden" in said
    comment = make_comment("a penalty and a goal, what a striker", discussion=make_discussion())
    assert comment.newest_screening.versions["house"] == str(model.pk)


@pytest.mark.django_db
def test_what_would_be_worse_is_not_kept():
    """The newest decisions say the opposite of those learned from."""
    decide(reversed_from=190)

    said = learn()

    assert "does better on the newest decisions, so it stays" in said
    assert not HouseModel.objects.exists()
    assert HouseModelUse.objects.current() is None


@pytest.mark.django_db
def test_learning_twice_from_the_same_keeps_the_first():
    decide()
    learn()

    said = learn()

    assert "so it stays" in said
    assert HouseModel.objects.count() == 1


@pytest.mark.django_db
def test_too_few_decisions_are_said_to_be():
    make_approved()

    with pytest.raises(CommandError, match="it takes at least 200"):
        learn()


@pytest.mark.django_db
def test_only_decisions_that_stand_are_learned_from(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    yesterday = timezone.now() - timedelta(days=1)
    with clock.at(yesterday):
        kept, rejected = make_approved("Kept."), make_rejected("Rejected.", guidelines=["abuse", "threats"])
        changed, appealed = make_approved("Changed."), make_rejected("Appealed.")
        gone, erased = make_approved("Gone."), make_approved("Erased.")
    changed.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    appealed.appeal()
    gone.withdraw()
    erased.erase(by=None, request="2026/1")
    make_comment("Waiting.")

    found = {each.text: each.rejected_under for each in examples(decided(100))}

    assert found == {"Kept.": set(), "Rejected.": {"abuse", "threats"}, "Changed.": {"abuse"}}
    assert kept.is_published
    assert rejected.status == "rejected"


@pytest.mark.django_db
def test_what_can_still_be_undone_is_not_learned_from():
    make_approved()

    assert decided(100) == []


@pytest.mark.django_db
def test_the_newest_are_taken_in_the_order_of_deciding(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    for name in ("First.", "Second.", "Third."):
        make_approved(name)

    assert [decision.comment.text for decision in decided(2)] == ["Second.", "Third."]


@pytest.mark.django_db
def test_the_sample_with_evidence_hidden_is_reported_apart():
    decide(number=220)
    decide_unseen(20)

    said = learn()

    assert "Of these, the 20 made with evidence hidden:" in said
    assert said.count("overall") == 6


@pytest.mark.parametrize(
    "options", [{"languages": ["en"]}, {"data": "somewhere"}, {"languages": ["en"], "data": "somewhere"}]
)
def test_decisions_are_not_mixed_with_files(options):
    with pytest.raises(CommandError, match="learns from decisions alone"):
        call_command("train_checks", *options.pop("languages", []), from_decisions=True, **options)


@pytest.mark.parametrize("arguments", [[], ["en"]])
def test_without_decisions_it_needs_files(arguments):
    with pytest.raises(CommandError, match="--from-decisions"):
        call_command("train_checks", *arguments)
