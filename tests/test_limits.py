"""How much may be sent in how short a time."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Report
from comments.network import client_address, network_of
from comments.refusals import Throttled
from comments.views.again import retry_after
from tests.factories import make_approved, make_article, make_user
from tests.readers import SUBMIT, filled_in, send, ticket, words_kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_reports_counted():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def limits(settings):
    """Sets limits; what is not named is out of the way."""

    def set_limits(**limits):
        generous = dict.fromkeys(("browser", "account", "network_v4", "network_v6"), (1000, 300))
        settings.COMMENTS = settings.COMMENTS | {"POSTING_LIMITS": generous | limits}

    return set_limits


def send_many(client, article, n):
    return [send(client, article, text=f"Remark number {number}.") for number in range(n)]


def test_a_browser_over_its_limit_is_told_when_to_try_again_and_keeps_its_words(client, limits):
    limits(browser=(2, 300))
    article = make_article()
    send_many(client, article, 2)

    response = send(client, article)

    assert response.status_code == 429
    assert 290 <= int(response["Retry-After"]) <= 300
    assert "There is room again at" in response.content.decode()
    assert words_kept(response)
    assert Comment.objects.count() == 2


def test_there_is_room_again_when_the_window_has_passed(client, limits, time_machine):
    limits(browser=(1, 300))
    article = make_article()
    send(client, article)

    time_machine.move_to(timezone.now() + timedelta(seconds=301))

    assert send(client, article, text="Later.").status_code == 303


def test_another_browser_in_the_same_network_is_not_held_back_by_it(client, limits):
    limits(browser=(1, 300))
    article = make_article()
    send(client, article)

    assert send(Client(), article, text="Another reader.").status_code == 303


def test_an_account_has_a_limit_of_its_own(client, limits):
    limits(account=(1, 300))
    client.force_login(make_user())
    article = make_article()
    send(client, article)

    assert send(client, article, text="Once more.").status_code == 429


def test_whoever_sends_no_cookie_is_held_by_the_network(limits):
    limits(network_v4=(2, 300))
    article = make_article()
    for _ in range(2):
        send(Client(), article, text="The same flood.")

    assert send(Client(), article).status_code == 429


def test_what_was_sent_already_is_not_throttled_when_it_is_refreshed(client, limits):
    limits(browser=(1, 300))
    form = filled_in(make_article())
    client.post(SUBMIT, form)

    assert client.post(SUBMIT, form).status_code == 303


def test_reports_are_limited_by_browser(client, limits):
    limits(browser=(1, 300))
    first, second = make_approved(), make_approved()
    report = {"guideline": "abuse", "note": "Look at this.", "ticket": ticket()}
    client.post(reverse("comments:report", args=[first.pk]), report)

    response = client.post(reverse("comments:report", args=[second.pk]), report)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Look at this." in response.content.decode()


def test_reports_without_a_cookie_are_limited_by_network(limits):
    limits(network_v4=(2, 300))
    comment = make_approved()
    address = reverse("comments:report", args=[comment.pk])

    responses = [Client().post(address, {"guideline": "abuse", "ticket": ticket()}) for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert Report.objects.count() == 2


def test_retry_after_is_never_in_the_past():
    from django.http import HttpResponse

    response = retry_after(HttpResponse(), Throttled(timezone.now() - timedelta(seconds=5)))

    assert response["Retry-After"] == "1"


def came_from(remote: str, forwarded: str = "", *, proxies: int = 0, settings):
    settings.COMMENTS = settings.COMMENTS | {"TRUSTED_PROXIES": proxies}
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "seen"),
    [
        ("203.0.113.9", 0, "10.0.0.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", 1, "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "10.0.0.1"),
        ("nonsense", 1, "10.0.0.1"),
        ("203.0.113.9, ", 1, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("::ffff:203.0.113.9", 1, "203.0.113.9"),
        ("fe80::1%eth0", 1, "fe80::1"),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(forwarded, proxies, seen, settings):
    assert str(client_address(came_from("10.0.0.1", forwarded, proxies=proxies, settings=settings))) == seen


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.254", True),
        ("203.0.113.1", "203.0.114.1", False),
        ("2001:db8:1:100::1", "2001:db8:1:1ff::2", True),
        ("2001:db8:1:100::1", "2001:db8:1:200::1", False),
        ("203.0.113.1", "::ffff:203.0.113.77", True),
    ],
)
def test_networks_are_24_bits_of_ipv4_and_56_of_ipv6(one, other, same, settings):
    networks = {network_of(came_from(address, settings=settings)) for address in (one, other)}

    assert (len(networks) == 1) is same
    assert all(len(network) <= 64 for network in networks)


def test_the_hash_of_a_network_needs_the_sites_secret(settings):
    before = network_of(came_from("203.0.113.1", settings=settings))

    settings.SECRET_KEY = "another secret"

    assert network_of(came_from("203.0.113.1", settings=settings)) != before


def test_a_request_without_an_address_has_no_network(settings):
    assert network_of(came_from("", settings=settings)) == ""
