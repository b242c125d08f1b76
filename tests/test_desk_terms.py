"""The pages where editors try terms, save them and retire them."""

from __future__ import annotations

import pytest
from django.core import signing
from django.urls import reverse

from comments.models import Term
from tests.desk_pages import page
from tests.factories import make_approved, make_editor, make_moderator, make_rejected, make_term, make_user

pytestmark = pytest.mark.django_db

ADD = reverse("admin:comments_desk_term_add")
LIST = reverse("admin:comments_desk_terms")
CHANGES = reverse("admin:comments_desk_term_changes")


def sent(**fields) -> dict:
    return {
        "effect": "watch",
        "words": "gammon",
        "shape": "word",
        "guideline": "abuse",
        "language": "en",
        "grade": "",
        "note": "",
        "size": "1000",
    } | fields


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def test_a_term_is_tried_first_and_saved_second(client, editor):
    make_approved("A gammon steak is dear.")
    make_rejected("You gammon.")

    tried = client.post(ADD, sent(note="Seen since Tuesday."))
    text = page(tried)

    assert tried.status_code == 200
    assert not Term.objects.exists()
    assert "<mark>gammon</mark>" in text
    assert "gammons" in text
    saved = client.post(ADD, {"tested": tried.context["form"].tested})
    assert saved.status_code == 303
    term = Term.objects.get()
    assert (term.words, term.guideline_id, term.note) == ("gammon", "abuse", "Seen since Tuesday.")
    assert term.changes.get().by == editor
    assert "gammon" in page(client.get(LIST))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "Write the word or phrase."),
        ({"words": "!!!"}, "leave out !"),
        ({"words": "a"}, "One letter stands in every comment."),
        ({"words": "go\u202ehome"}, "turn the direction of writing"),
        ({"words": "x" * 5000}, "5000 characters long"),
        ({"words": "go (home", "shape": "phrase"}, "is out of place"),
        ({"words": "go\x00home"}, "Null characters are not allowed."),
        ({"guideline": ""}, "Choose the guideline"),
        ({"guideline": "nothing"}, "Select a valid choice."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"size": "1000000"}, "Select a valid choice."),
        ({"note": "n" * 501}, "The text is too long."),
    ],
)
def test_a_bad_term_is_refused_with_a_message_and_nothing_typed_is_lost(client, editor, fields, said):
    answer = client.post(ADD, sent(**{"note": "Kept."} | fields))

    assert answer.status_code == 422
    assert said in page(answer)
    form = answer.context["form"]
    assert {name: form[name].value() for name in fields} == fields
    assert not Term.objects.exists()


def test_a_common_word_is_tried_with_a_warning(client, editor):
    for _ in range(3):
        make_approved("The bridge floods.")

    assert "it stands in 3 of 3 comments." in " ".join(page(client.post(ADD, sent(words="bridge"))).split())


@pytest.mark.parametrize(
    "tested",
    ["", "forged", "a:b:c", signing.dumps({"words": "gammon"}, salt="other")],
    ids=["none", "forged", "of three parts", "of another form"],  # a signature holds the time
)
def test_only_what_was_tried_is_saved(client, editor, tested):
    answer = client.post(ADD, {"tested": tested})

    assert answer.status_code == 303
    assert not Term.objects.exists()


def test_saving_what_somebody_added_meanwhile_keeps_the_form(client, editor):
    tested = client.post(ADD, sent()).context["form"].tested
    make_term("gammon")

    answer = client.post(ADD, {"tested": tested})

    assert answer.status_code == 409
    assert "in force already" in page(answer)
    assert answer.context["form"]["words"].value() == "gammon"


def test_a_term_is_retired_with_a_reason_and_stays_on_record(client, editor):
    term = make_term("gammon")
    retire = reverse("admin:comments_desk_term_retire", args=[term.pk])

    assert client.get(retire).status_code == 302
    assert client.post(retire, {"note": "The wave is over."}).status_code == 303

    assert not term.is_in_force
    assert "gammon" not in page(client.get(LIST)).split("messagelist")[-1].split("</ul>")[-1]
    assert "gammon" in page(client.get(LIST + "?state=retired"))
    assert "The wave is over." in page(client.get(reverse("admin:comments_desk_term", args=[term.pk])))
    assert "The wave is over." in page(client.get(CHANGES))


def test_retiring_twice_says_so(client, editor):
    term = make_term("gammon")
    retire = reverse("admin:comments_desk_term_retire", args=[term.pk])
    client.post(retire)

    answer = client.post(retire, {"note": "Again."})

    assert answer.status_code == 409
    assert "not in force any more" in page(answer)


def test_a_new_term_may_start_from_a_known_one(client, editor):
    term = make_term("go (home|away)", is_phrase=True, grade="severe")

    form = client.get(f"{ADD}?like={term.pk}").context["form"]

    assert (form["words"].value(), form["shape"].value(), form["grade"].value()) == (
        "go (home|away)",
        "phrase",
        "severe",
    )
    assert client.get(f"{ADD}?like=9{term.pk}").status_code == 200
    assert client.get(f"{ADD}?like=%00").status_code == 200


@pytest.mark.parametrize(
    ("role", "look", "edit"),
    [
        (None, 302, 302),
        (make_user, 302, 302),
        (lambda: make_user(is_staff=True), 403, 403),
        (make_moderator, 200, 403),
        (make_editor, 200, 200),
    ],
)
def test_who_may_see_terms_and_who_may_change_them(client, role, look, edit):
    term = make_term("gammon")
    if role:
        client.force_login(role())

    for address in (LIST, CHANGES, reverse("admin:comments_desk_term", args=[term.pk])):
        assert client.get(address).status_code == look
    assert client.get(ADD).status_code == edit
    refused = 403 if edit == 302 else edit  # not sent on: what was typed is given back
    assert client.post(ADD, sent(words="codswallop")).status_code == refused
    retired = client.post(reverse("admin:comments_desk_term_retire", args=[term.pk]))
    assert retired.status_code == (303 if edit == 200 else edit)
    assert term.is_in_force == (edit != 200)


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, editor, django_assert_max_num_queries):
    for number in range(20):
        make_term(f"gammon{number}")

    with django_assert_max_num_queries(14):
        client.get(LIST)
