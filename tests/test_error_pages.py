"""What is shown when something went wrong."""

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from newsroom import urls
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def break_down(request):
    raise ZeroDivisionError("a fault of ours")


def refuse(request):
    raise PermissionDenied


def form(request):
    return HttpResponse(request.POST["field"])


handler400 = urls.handler400
urlpatterns = [
    *urls.urlpatterns,
    path("breaks/", break_down),
    path("refuses/", refuse),
    path("form/", form),
]


@pytest.fixture(autouse=True)
def faulty_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nothing/", 404, "There is no such page"),
        ("/articles/nothing/", 404, "There is no such page"),
        ("/refuses/", 403, "You may not see this page"),
        ("/breaks/", 500, "Something broke on our side"),
    ],
)
def test_a_page_that_cannot_be_shown_says_why(client, address, status, said):
    response = client.get(address)

    assert response.status_code == status
    assert said in response.content.decode()
    assert f"Error {status}<" in response.content.decode()


def test_a_host_that_is_not_ours_is_refused(client):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()


def test_a_body_too_big_to_read_says_so(client):
    response = client.post("/form/", {"field": "x" * (site_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})

    assert response.status_code == 413
    assert "That is too much at once" in response.content.decode()


def test_a_form_without_its_token_is_told_to_load_the_page_again():
    response = Client(enforce_csrf_checks=True).post("/form/", {"field": "x"})

    assert response.status_code == 403
    assert "Load the page again" in response.content.decode()


def test_the_page_for_when_all_is_broken_needs_nothing_but_its_own_style():
    page = render_to_string("500.html")

    assert page.count("href=") == 2
    assert '<link rel="stylesheet" href="/static/newsroom/broken.css">' in page
    assert finders.find("newsroom/broken.css")


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html"]
)
def test_each_error_page_leads_to_the_front_page(template, rf):
    request = rf.get("/")
    request.user = make_user()

    assert 'href="/"' in render_to_string(template, request=request)


@pytest.mark.parametrize(("address", "number"), [("/nothing/", "٤٠٤"), ("/breaks/", "٥٠٠")])
def test_it_is_numbered_in_the_readers_digits(client, address, number):
    page = client.get(address, headers={"accept-language": "ar"}).content.decode()

    assert f'<p class="kicker">خطأ {number}</p>' in page


@pytest.mark.parametrize("language", ["de", "fr", "he"])
def test_a_page_is_marked_as_what_it_is_written_in(client, language):
    page = client.get("/nothing/", headers={"accept-language": language}).content.decode()

    assert "There is no such page" in page
    assert '<html lang="en" dir="ltr">' in page


@pytest.mark.parametrize("address", ["/", "article"])
def test_pages_are_only_asked_for(client, address):
    address = make_article().get_absolute_url() if address == "article" else address

    assert client.post(address).status_code == 405


def test_an_article_with_its_form_is_kept_by_no_shared_cache(client):
    assert "private" in client.get(make_article().get_absolute_url())["Cache-Control"]


def test_an_article_not_yet_published_is_not_found(client):
    article = make_article(published_at="2099-01-01T00:00Z")

    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_an_article_is_written_the_way_its_language_is(client, language):
    page = client.get(make_article(language=language).get_absolute_url()).content.decode()

    assert f'<article class="story" lang="{language}" dir="rtl">' in page


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/password/reset/done/"],
)
def test_account_pages_are_the_sites_own(client, address):
    page = client.get(address).content.decode()

    assert '<div class="account">' in page
    assert "masthead" in page
