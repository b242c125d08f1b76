"""Every page keeps to its policy, fits a small screen, and can be read by a screen reader."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from newsroom.models import User
from tests.factories import make_approved, make_article, make_discussion, make_moderator, make_rejected

PASSWORD = "a lantern over the northern road"
# WCAG 2.2 at AA, which is what the pages promise.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def places(transactional_db) -> dict[str, str]:
    """One of each page, with something on it."""
    article = make_article()
    discussion = make_discussion(article)
    approved = make_approved(discussion=discussion, name="Rojda")
    make_approved("It does, and the southern one too.", discussion=discussion, in_reply_to=approved)
    rejected = make_rejected(discussion=discussion)
    comment = "/admin/comments/comment/"
    return {
        "front": "/",
        "article": article.get_absolute_url(),
        "reply": f"{article.get_absolute_url()}?reply_to={approved.pk}",
        "receipt": rejected.receipt.get_absolute_url(),
        "mine": "/comments/mine/",
        "guidelines": "/comments/guidelines/",
        "report": f"/comments/{approved.pk}/report/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
        "password": "/accounts/password/change/",
        "second factor": "/accounts/2fa/",
        "totp": "/accounts/2fa/totp/activate/",
        "admin": "/admin/",
        "desk": f"{comment}desk/",
        "decided": f"{comment}desk/{rejected.pk}/?state=decided",
        "changelist": comment,
        "article form": f"/admin/newsroom/article/{article.pk}/change/",
        "user form": f"/admin/newsroom/user/{make_moderator('leyla').pk}/change/",
    }


@pytest.fixture
def page(page, live_server, transactional_db):
    """An editor's, signed in at the door, which is also what lets them change how they sign in."""
    User.objects.create_superuser("ines", password=PASSWORD)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("User name or e-mail").fill("ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")
    return page


def test_no_page_loads_what_its_policy_refuses(page, live_server, places, troubles):
    page.goto(live_server.url + places["totp"])
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"**{places['totp']}")
    for name in places.keys() - {"login", "signup"}:
        path = places[name]
        answer = page.goto(live_server.url + path)

        assert answer.status == 200, name
        assert page.url == live_server.url + path, name
        assert troubles == [], name


def test_the_doors_load_nothing_that_their_policy_refuses(another_page, live_server, places, troubles):
    page = another_page()

    for name in ("login", "signup"):
        assert page.goto(live_server.url + places[name]).status == 200, name
        assert troubles == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_readers_can_be_read_by_everyone(another_page, live_server, places, scheme):
    page = another_page()
    page.emulate_media(color_scheme=scheme)
    found = {}

    for name in ("front", "article", "reply", "receipt", "mine", "guidelines", "report", "login", "signup"):
        page.goto(live_server.url + places[name])
        found[name] = faults_on(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_buttons_can_be_read_where_colours_are_forced(another_page, live_server, places):
    page = another_page()
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + places["article"])
    page.evaluate("document.body.append(document.createElement('button'))")

    colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    ours, any_button = (
        page.locator(name).last.evaluate(colours) for name in (".comments-button", "body > button")
    )

    assert ours == any_button


def test_nothing_is_cut_off_on_a_small_screen(another_page, live_server, places):
    page = another_page()
    page.set_viewport_size({"width": 320, "height": 640})
    widths = {}

    for name in ("front", "article", "reply", "receipt", "mine", "guidelines", "report", "login"):
        page.goto(live_server.url + places[name])
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in widths.items() if width > 320} == {}


def faults_on(page) -> list[str]:
    """What axe objects to, and where."""
    return [
        f"{fault['id']}: {', '.join(str(node['target']) for node in fault['nodes'])}"
        for fault in Axe().run(page, options=RULES).response["violations"]
    ]
