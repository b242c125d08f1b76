"""Who is at the desk and who has what open: a courtesy, renewed while the page is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import AtDesk, Claim, Preference
from tests.desk_pages import HTMX, act_url, card_url, desk_url, names, page
from tests.factories import make_comment, make_moderator, make_user

pytestmark = pytest.mark.django_db
WATCH, LEAVE = reverse("admin:comments_desk_watch"), reverse("admin:comments_desk_leave")


def seated(username: str) -> Client:
    client = Client()
    client.moderator = make_moderator(username)
    client.force_login(client.moderator)
    return client


@pytest.fixture
def mina():
    return seated("mina")


@pytest.fixture
def leyla():
    return seated("leyla")


@pytest.fixture
def three():
    made = []
    for minutes, name in ((30, "First"), (20, "Second"), (10, "Third")):
        with clock.at(timezone.now() - timedelta(minutes=minutes)):
            made.append(make_comment(name=name, discussion=made[0].discussion if made else None))
    return made


def watch(client, comment, **fields):
    return client.post(WATCH, {"shown": comment.pk, "seen": 0, **fields}, headers=HTMX)


def holder(comment) -> str | None:
    claim = Claim.objects.in_force().filter(comment=comment).first()
    return claim.by.username if claim else None


def expire(comment) -> None:
    Claim.objects.filter(comment=comment).update(until=timezone.now() - timedelta(seconds=1))


def test_looking_holds_nothing(mina, three):
    mina.get(desk_url())
    mina.get(card_url(three[0]))

    assert holder(three[0]) is None
    assert not AtDesk.objects.exists()


def test_a_card_shown_is_held_and_others_are_told_by_whom(mina, leyla, three):
    watch(mina, three[0])

    told = page(watch(leyla, three[0]))

    assert holder(three[0]) == "mina"
    assert "mina has this comment open." in told
    assert "Here too:" in told


def test_watching_on_renews_the_hold(mina, three):
    watch(mina, three[0])
    Claim.objects.update(until=timezone.now() + timedelta(seconds=1))

    watch(mina, three[0])

    assert Claim.objects.get().until > timezone.now() + timedelta(seconds=100)


def test_going_to_another_card_lets_go_of_the_one_before(mina, three):
    watch(mina, three[0])

    watch(mina, three[1], held=three[0].pk)

    assert holder(three[0]) is None
    assert holder(three[1]) == "mina"


def test_leaving_lets_go_and_is_seen(mina, three):
    watch(mina, three[0])

    response = mina.post(LEAVE, {"held": three[0].pk})

    assert response.status_code == 204
    assert holder(three[0]) is None
    assert not AtDesk.objects.exists()


def test_nobody_lets_go_of_what_another_holds(mina, leyla, three):
    watch(mina, three[0])

    leyla.post(LEAVE, {"held": [three[0].pk, "forged", "9" * 30]})

    assert holder(three[0]) == "mina"


def test_a_hold_that_ran_out_is_free(mina, leyla, three):
    watch(mina, three[0])
    expire(three[0])

    watch(leyla, three[0])

    assert holder(three[0]) == "leyla"


def test_a_hold_can_be_taken_over_and_its_holder_is_told(mina, leyla, three):
    watch(mina, three[0])

    leyla.post(act_url("hold", three[0]), {"over": "yes"})
    told = page(watch(mina, three[0]))

    assert holder(three[0]) == "leyla"
    assert "leyla has this comment open." in told


def test_what_others_hold_is_marked_and_skipped(mina, leyla, three):
    watch(mina, three[0])

    response = leyla.get(desk_url())

    assert names(response) == ["First", "Second", "Third"]
    assert response.context["rows"][0].holder == "mina"
    assert response.context["card"].comment == three[1]
    watch(mina, three[2], held=three[0].pk)
    after = leyla.post(act_url("approve", three[1]), {"seen": 0})
    assert after["Location"].startswith(card_url(three[0]))


def test_who_wants_to_sees_what_others_hold(mina, leyla, three):
    Preference.objects.set(leyla.moderator, masks=False, skips_held=False)
    watch(mina, three[0])

    assert leyla.get(desk_url()).context["card"].comment == three[0]


def test_where_others_hold_all_the_desk_says_so(mina, leyla, three):
    for comment in three:
        Claim.objects.take(comment=comment, by=mina.moderator)

    assert "Others have open what is left here." in page(leyla.get(desk_url()))


def test_deciding_holds_the_next_and_lets_go_of_the_decided(mina, three):
    watch(mina, three[0])

    mina.post(act_url("approve", three[0]), {"seen": 0})

    assert holder(three[0]) is None
    assert holder(three[1]) == "mina"


def test_a_hold_is_no_lock(mina, leyla, three):
    watch(mina, three[0])

    response = leyla.post(act_url("approve", three[0]), {"seen": 0})

    three[0].refresh_from_db()
    assert response.status_code == 303
    assert three[0].is_published


def test_whoever_still_reads_it_is_told_that_it_was_decided(mina, leyla, three):
    watch(mina, three[0])
    leyla.post(act_url("approve", three[0]), {"seen": 0})

    told = page(watch(mina, three[0]))

    assert "leyla already decided this comment: approved at" in told
    assert "What you typed stays here." in told


def test_arrivals_are_told_and_not_shown(mina, three):
    since = int(timezone.now().timestamp() * 1_000_000)
    assert "new</a>" not in page(watch(mina, three[0], since=since))

    make_comment(name="Late")

    assert "1 new <kbd>N</kbd></a>" in page(watch(mina, three[0], since=since))


@pytest.mark.parametrize(
    "sent", [{}, {"shown": "x"}, {"shown": "9" * 18}, {"since": "-1"}, {"since": "9" * 19}]
)
def test_what_is_forged_is_left_out(mina, sent):
    assert mina.post(WATCH, sent, headers=HTMX).status_code == 200


def test_what_is_gone_is_not_held(mina, three):
    three[0].withdraw()

    watch(mina, three[0])

    assert holder(three[0]) is None


def test_who_may_only_look_holds_nothing(three):
    client, looker = Client(), make_user(is_staff=True)
    client.force_login(looker)

    assert client.post(WATCH, {"shown": three[0].pk}).status_code == 403
    assert client.post(act_url("hold", three[0])).status_code == 403
