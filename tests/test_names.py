"""What a guest may sign with: any name but that of somebody else here, or one that looks like it."""

import pytest

from comments.models import Comment, Discussion, TakenName
from comments.names import claims_an_office, name_key, people_of
from comments.refusals import NameTaken
from comments.text import settled_name
from newsroom.models import User
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_user,
)
from tests.readers import send, the_comment, words_kept

pytestmark = pytest.mark.django_db

ALIKE = [
    "Mina Sterling",
    "MINA STERLING",
    "  mina   sterling ",
    "Mina\u200bSterling",
    "Мinа Ѕterling",  # Cyrillic
    "Mína Stérling",
    "Mina-Sterling",
    "M.i.n.a Sterling",
    "M1na Ster1ing",
    "Mina Sterlıng",
    "\u202emina sterling",
    "𝓜𝓲𝓷𝓪 Sterling",
    "Ｍｉｎａ Ｓｔｅｒｌｉｎｇ",
    "Mina Sterling ✓",
    "Mina\u00a0Sterling",
    "M\u0336ina Sterling",
]
OTHERS = ["Mina", "Sterling", "Mina Sterling 2", "Nina Sterling", "Minas Terlings", "Sterling Mina"]


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_look_alike_are_the_same(name):
    assert name_key(name) == name_key("Mina Sterling")


@pytest.mark.parametrize("name", OTHERS)
def test_names_that_differ_are_others(name):
    assert name_key(name) != name_key("Mina Sterling")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سارة", "ساره"),
        ("لیلا", "ليلا"),
        ("ئاراس", "ئـاراس"),
        ("Şêrko", "Serko"),
        ("Bern", "Bem"),
        ("علي ٢", "علي 2"),
    ],
)
def test_names_of_all_five_languages_are_compared(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["🙂", "✓✓✓", "...", "\u0301\u0301"])
def test_what_has_no_letter_is_nobodys_name(name):
    assert name_key(name) == ""


@pytest.mark.parametrize("name", ALIKE)
def test_a_guest_cannot_sign_as_an_account(client, name):
    make_user(first_name="Mina", last_name="Sterling")

    response = send(client, make_article(byline="Agencies"), name=name)

    assert response.status_code == 422
    assert "or one that looks like it" in response.context["form"].errors["name"][0]
    assert words_kept(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_a_guest_may_have_a_name_of_their_own(client, name):
    make_user(first_name="Mina", last_name="Sterling")

    assert send(client, make_article(byline="Agencies"), name=name).status_code == 303


def test_the_error_is_tied_to_the_name(client):
    make_user(first_name="Mina", last_name="Sterling")

    page = send(client, make_article(), name="Mina Sterling").content.decode()

    assert 'id="comment-form-name_error"' in page
    assert '<a href="#comment-form-name">' in page


def test_a_guest_cannot_sign_as_staff(client):
    make_moderator("rojda")

    assert send(client, make_article(), name="Rojda").status_code == 422


def test_a_guest_cannot_sign_as_whoever_wrote_an_article(client):
    make_discussion(make_article(byline="Mina Sterling"))

    assert send(client, make_article(byline="Agencies"), name="Mina Sterling").status_code == 422


def test_nor_as_whoever_wrote_this_one_though_nobody_has_commented_yet(client):
    assert send(client, make_article(byline="Mina Sterling"), name="mina sterling").status_code == 422


@pytest.mark.parametrize("name", ["Mina Sterling", "Karim Aziz", "Leyla Aslan"])
def test_each_of_several_on_a_byline_is_somebody(client, name):
    article = make_article(byline="Mina Sterling, Karim Aziz and Leyla Aslan")

    assert send(client, article, name=name).status_code == 422


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Mina Sterling", ["Mina Sterling"]),
        ("A & B", ["A & B", "A", "B"]),
        ("Ayşe ve Mehmet", ["Ayşe ve Mehmet", "Ayşe", "Mehmet"]),
        ("سارة، ليلى", ["سارة، ليلى", "سارة", "ليلى"]),
        ("", [""]),
        (", ,", [", ,"]),
    ],
)
def test_bylines_name_people(byline, people):
    assert people_of(byline) == people


def test_an_account_signs_with_its_own_name(client):
    client.force_login(make_user(first_name="Mina", last_name="Sterling"))

    assert send(client, make_article(), name=None).status_code == 303


def test_a_name_is_free_again_when_its_account_signs_with_another(client):
    user = make_user(first_name="Mina", last_name="Sterling")
    user.last_name = "Aslan"
    user.save()

    assert send(client, make_article(byline="Agencies"), name="Mina Sterling").status_code == 303
    with pytest.raises(NameTaken):
        TakenName.objects.refuse("Mina Aslan")


def test_a_name_goes_with_its_account():
    user = make_user(first_name="Mina", last_name="Sterling")
    user.delete()

    assert not TakenName.objects.exists()


def test_signing_in_asks_the_database_nothing_about_names(django_assert_num_queries):
    user = make_user()

    with django_assert_num_queries(1):
        user.save(update_fields=["last_login"])


def test_names_from_before_they_were_kept_are_filled_in():
    make_user(first_name="Mina", last_name="Sterling")
    discussion = make_discussion(make_article(byline="Karim Aziz"))
    TakenName.objects.all().delete()

    filled = TakenName.objects.fill()

    assert filled == User.objects.count()
    assert TakenName.objects.fill() == 0
    for name in ("mina sterling", "karim aziz"):
        with pytest.raises(NameTaken):
            TakenName.objects.refuse(name)
    assert Discussion.objects.get() == discussion


def test_two_discussions_with_one_byline_keep_it_once():
    make_discussion(make_article(byline="Karim Aziz"))
    make_discussion(make_article(byline="KARIM AZIZ"))

    assert TakenName.objects.filter(user=None).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "Moderator", "the moderator", "M0derat0r", "Мoderator", "Admin", "Mina (staff)", "News-room",
        "Editör", "مشرف الموقع", "سەرنووسەر", "The Lantern", "thelantern", "The Lantern ✓",
    ],
)  # fmt: skip
def test_a_guest_cannot_sign_as_the_site(settings, name):
    settings.COMMENTS = settings.COMMENTS | {"SITE_NAME": "The Lantern"}

    assert claims_an_office(name)


@pytest.mark.parametrize("name", ["Modera Tora", "Adminah", "Edith", "Staffan", "Lantern", "مشرف", "🙂", ""])
def test_names_that_only_begin_like_an_office_are_names(settings, name):
    settings.COMMENTS = settings.COMMENTS | {"SITE_NAME": "The Lantern"}

    assert not claims_an_office(name)


def test_an_office_is_refused_in_other_words(client):
    response = send(client, make_article(), name="Moderator")

    assert response.status_code == 422
    assert "as if you spoke for the site" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eevil\u202c", "evil"),
        ("\u2066a\u2069b", "ab"),
        ("A\x07r\x1bam", "Aram"),
        ("Aram\u200e", "Aram"),
        ("Aram\r\nBcc: x@y.example", "Aram Bcc: x@y.example"),
        ("Aram\u2028Leyla", "Aram Leyla"),
        ("Aram\x85Leyla", "Aram Leyla"),
        ("نێچیر\u200cوان", "نێچیر\u200cوان"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("\ufeffAram", "Aram"),
        ("a\u0301", "a\u0301"),
    ],
)
def test_a_name_keeps_what_can_be_seen_of_it(typed, kept):
    assert settled_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    ["x" * 200, "x" * 61, "\u0301" * 20, "\u202e\u202c", "\u200b", "   ", "\x00", "nul\x00", "\u3164"],
    ids=["200", "61", "marks", "overrides", "zero width", "blank", "NUL", "NUL within", "filler"],
)
def test_a_name_that_is_none_is_refused_beside_its_field(client, name):
    response = send(client, make_article(), name=name)

    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert words_kept(response)


def test_a_name_cannot_write_headers_into_a_mail(client, mailoutbox):
    send(client, make_article(), name="Aram\r\nBcc: victim@mail.example", email="aram@mail.example")

    assert "\n" not in the_comment().name


def test_what_others_brought_in_keeps_its_names():
    """An import tells of the past; nobody signs anew."""
    make_user(first_name="Mina", last_name="Sterling")
    author = make_author()
    author.kind = author.Kind.IMPORT
    author.save()

    assert make_comment(name="Mina Sterling", author=author).name == "Mina Sterling"
