"""The plain admin: comments to read and to decide, and nothing of them to edit, add or delete."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from comments.models import Comment, Decision, Discussion
from tests.desk_pages import card_url, desk_url, page
from tests.factories import make_comment, make_discussion, make_moderator, make_rejected, make_user

pytestmark = pytest.mark.django_db

CHANGELIST = "/admin/comments/comment/"


@pytest.fixture
def superuser(client):
    superuser = make_user(is_staff=True, is_superuser=True)
    client.force_login(superuser)
    return superuser


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def action(name: str, *comments, seen: int = 0, **fields) -> dict:
    """What the list sends: the boxes ticked, and the `seen` that stands beside each."""
    sent = {"action": name, "_selected_action": [comment.pk for comment in comments]}
    return sent | {f"seen_{comment.pk}": seen for comment in comments} | fields


def rows() -> dict:
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("comments").get_models()
    }


def test_the_list_can_be_searched_filtered_and_leads_to_the_desk(client, superuser):
    discussion = make_discussion()
    wanted = make_comment("You are an idiot, and the arches know it.", discussion=discussion, name="Rude")
    make_comment("Nothing to see.", name="Other")
    query = "?q=arches&status__exact=pending&guideline=personal_attacks&language=en"
    query += f"&discussion={discussion.pk}"

    text = page(client.get(CHANGELIST + query))

    assert "You are an idiot" in text
    assert "Nothing to see." not in text
    assert desk_url() in text
    assert f"/{wanted.pk}/change/" in text


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, superuser, django_assert_max_num_queries):
    discussion = make_discussion()
    make_comment(discussion=discussion)
    with django_assert_max_num_queries(25) as few:
        client.get(CHANGELIST)
    for _ in range(10):
        make_comment(discussion=discussion)
    with django_assert_max_num_queries(25) as many:
        client.get(CHANGELIST)

    assert len(many) == len(few)


def test_the_list_offers_the_newest_discussions_and_the_chosen_one(client, superuser, monkeypatch):
    monkeypatch.setattr("comments.desk.filters.DISCUSSIONS_LISTED", 2)
    oldest, _old, newest = (make_discussion(title=f"Bridge {number}") for number in range(3))

    everything, narrowed = client.get(CHANGELIST), client.get(f"{CHANGELIST}?discussion={oldest.pk}")

    assert f"?discussion={newest.pk}" in page(everything)
    assert f"?discussion={oldest.pk}" not in page(everything)
    assert f"?discussion={oldest.pk}" in page(narrowed)


@pytest.mark.parametrize(
    "query", ["guideline=%00", "language=%00", "discussion=%00", "discussion=x", "discussion=" + "9" * 30]
)
def test_a_filter_that_means_nothing_is_left_out(client, superuser, query):
    make_comment("The arches are older.")

    response = client.get(f"{CHANGELIST}?{query}")

    assert response.status_code == 200
    assert "The arches are older." in page(response)


@pytest.mark.parametrize("field", ["email", "network", "salt", "form_key", "text", "decisions__pk"])
def test_what_the_list_does_not_show_cannot_be_guessed_by_filters(client, superuser, field):
    make_comment(email="leyla@example.org")

    assert client.get(f"{CHANGELIST}?{field}__startswith=l").status_code == 400


def test_a_comment_is_read_at_the_desk(client, superuser):
    comment = make_comment()

    response = client.get(f"{CHANGELIST}{comment.pk}/change/")

    assert response["Location"] == card_url(comment)


@pytest.mark.parametrize("key", ["٣", "²", "x", "9" * 30])
def test_an_address_that_names_no_comment_leads_nowhere(client, superuser, key):
    response = client.get(f"{CHANGELIST}{key}/change/", follow=True)

    assert response.redirect_chain
    assert response.status_code in (200, 404)


@pytest.mark.parametrize("path", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_posting_a_form_by_hand_changes_nothing(client, superuser, path):
    comment = make_comment()
    before = rows()

    response = client.post(
        CHANGELIST + path.format(pk=comment.pk),
        {"text": "Edited.", "status": "approved", "name": "Somebody", "_save": "Save", "post": "yes"},
    )

    assert response.status_code == 403
    assert rows() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "delete_selected", "post": "yes"},
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-status": "approved", "_save": "Save"},
        {"action": "no_such_action"},
    ],
)
def test_no_other_post_to_the_list_changes_anything(client, superuser, sent):
    comment = make_comment()
    before = rows()

    client.post(CHANGELIST, sent | {"_selected_action": [comment.pk], "form-0-id": comment.pk})

    assert rows() == before


def test_facts_have_no_page_of_their_own(superuser):
    for name in ("decision", "screening", "verdict", "finding", "trailentry", "receipt", "notice", "erasure"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:comments_{name}_changelist")


@pytest.mark.parametrize("model", [m for m in admin.site._registry if m._meta.app_label == "comments"])
def test_nothing_of_comments_is_added_changed_or_deleted_by_hand(client, superuser, model, rf):
    request = rf.get("/")
    request.user = superuser
    registered = admin.site._registry[model]

    assert not registered.has_add_permission(request)
    assert not registered.has_change_permission(request)
    assert not registered.has_delete_permission(request)
    assert "delete_selected" not in registered.get_actions(request)
    assert registered.list_editable == ()


def test_the_selected_are_approved(client, moderator):
    comments = [make_comment(), make_comment()]

    client.post(CHANGELIST, action("approve_selected", *comments))

    assert Comment.objects.published().count() == 2
    assert Decision.objects.filter(by=moderator).count() == 2


def test_the_act_carries_what_was_on_screen(client, moderator):
    comment = make_comment()
    assert f'name="seen_{comment.pk}" value="0"' in page(client.get(CHANGELIST))
    comment.reject(by=make_moderator("leyla"), seen=0, guidelines=["threats"])

    response = client.post(CHANGELIST, action("approve_selected", comment), follow=True)

    assert "leyla already decided this comment" in page(response)
    assert comment.decisions.count() == 1


def test_selecting_all_decides_only_what_stood_on_the_page(client, moderator):
    shown, hidden = make_comment(), make_comment()
    sent = action("approve_selected", shown, select_across="1")

    response = client.post(CHANGELIST, sent, follow=True)

    hidden.refresh_from_db()
    assert hidden.status == "pending"
    assert "Only comments that stood on the page were decided" in page(response)


def test_rejecting_first_shows_the_words_and_asks_for_guidelines(client, moderator):
    comment = make_comment("Nobody ever " + "repairs it. " * 40)

    response = client.post(CHANGELIST, action("reject_selected", comment))

    assert comment.text in page(response)
    assert f'name="seen_{comment.pk}" value="0"' in page(response)
    assert Decision.objects.count() == 0


def test_rejecting_without_a_guideline_is_refused_and_keeps_everything(client, moderator):
    comment = make_comment()
    sent = action("reject_selected", comment, confirmed="yes", explanation="Sent many times.")

    response = client.post(CHANGELIST, sent)

    assert response.status_code == 422
    assert "A rejection names at least one guideline." in page(response)
    assert "Sent many times." in page(response)
    assert Decision.objects.count() == 0


def test_the_selected_are_rejected_and_the_stale_reported(client, moderator):
    fresh, stale = make_comment(), make_comment(name="Serdar")
    stale.approve(by=make_moderator("leyla"), seen=0)
    sent = action("reject_selected", fresh, stale, confirmed="yes", guideline=["threats", "abuse"])

    response = client.post(CHANGELIST, sent, follow=True)

    assert [guideline.pk for guideline in fresh.decisions.get().guidelines] == ["threats", "abuse"]
    assert stale.decisions.count() == 1
    assert "1 comment decided." in page(response)
    assert "\u2068Serdar\u2069: leyla already decided" in page(response)


def test_a_rejected_comment_is_not_approved_in_passing(client, moderator):
    comment = make_rejected()

    response = client.post(CHANGELIST, action("approve_selected", comment, seen=1), follow=True)

    assert "Say why it is approved now." in page(response)
    assert comment.decisions.count() == 1


def test_who_may_only_look_has_no_actions(client):
    from django.contrib.auth.models import Permission

    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(viewer)
    comment = make_comment()

    text = page(client.get(CHANGELIST))
    client.post(CHANGELIST, action("approve_selected", comment))

    assert "approve_selected" not in text
    assert "<style>" not in text
    assert Decision.objects.count() == 0


def test_editors_close_and_reopen_discussions(client, superuser):
    discussion = make_discussion()
    url = "/admin/comments/discussion/"

    client.post(url, {"action": "close_selected", "_selected_action": [discussion.pk]})
    closed = not Discussion.objects.get().is_open
    client.post(url, {"action": "reopen_selected", "_selected_action": [discussion.pk]})

    assert closed
    assert Discussion.objects.get().is_open


def test_moderators_do_not_close_discussions(client, moderator):
    discussion = make_discussion()

    client.post(
        "/admin/comments/discussion/", {"action": "close_selected", "_selected_action": [discussion.pk]}
    )

    assert Discussion.objects.get().is_open


def test_guidelines_show_every_wording(client, superuser):
    text = page(client.get("/admin/comments/guideline/threats/change/"))

    assert "Do not threaten anyone" in text
    assert 'name="_save"' not in text
    assert 'name="wordings-0-text"' not in text


def test_the_admin_carries_the_name_of_the_site_and_leads_to_the_desk(client, moderator, settings):
    text = page(client.get("/admin/"))

    assert settings.SITE_NAME in text
    assert desk_url() in text
