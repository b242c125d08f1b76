"""An account that was closed stays closed: by an editor too, and on a backup of the time before."""

from __future__ import annotations

import io
import json
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import UUIDField
from django.urls import reverse
from django.utils import timezone

from comments import refusals
from comments.erasing.listed import Listed, NotListed
from comments.models import Author, Comment, MailChoice, Person, TrailEntry
from comments.models.account_closing import facts_of_account
from newsroom.closing import StaffAccount, close
from newsroom.models import User
from tests.factories import make_comment, make_editor, make_escalated, make_user
from tests.giving import given
from tests.sealing import found, seal
from tests.test_listing_erasures import again, editor, lines, path  # noqa: F401
from tests.test_system_checks import named

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"


@pytest.fixture
def reader() -> User:
    user = make_user("leyla", email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def listed(user: User, **values) -> dict:
    """As the line that its closing left."""
    facts = facts_of_account(user)
    line = {"kind": "account", "key": str(user.pk), "facts": facts, "request": "2026/18", "erased_at": "2026"}
    return line | values


def list_erasures() -> None:
    call_command("list_erasures", stdout=io.StringIO())


def test_a_closing_is_listed_once_it_is_committed(path, reader, django_capture_on_commit_callbacks):  # noqa: F811
    line = listed(reader)
    with django_capture_on_commit_callbacks(execute=True):
        close(reader)
        assert not path.exists()

    (written,) = lines(path)
    assert written | {"erased_at": "2026", "request": "2026/18"} == line
    assert written["request"] == "closed by its reader"
    assert "leyla" not in path.read_text()


def test_one_that_is_lacking_is_added_and_not_twice(path, reader):  # noqa: F811
    line = listed(reader)
    close(reader)

    out = io.StringIO()
    call_command("list_erasures", stdout=out)
    call_command("list_erasures", stdout=out)

    assert out.getvalue() == "Listed 1.\nListed 0.\n"
    assert lines(path)[0]["facts"] == line["facts"]


def test_on_a_backup_it_is_closed_again(tmp_path, editor, reader):  # noqa: F811
    comment = make_comment("Mill Lane 7.", author=Author.objects.of_account(reader), email=EMAIL)

    said = again(tmp_path / "list", listed(reader))
    twice = again(tmp_path / "list", listed(reader))

    comment.refresh_from_db()
    assert said == "Erased 1 again. 0 came in after the backup.\n"
    assert twice == "Erased 0 again. 0 came in after the backup.\n"
    assert (comment.status, comment.erasure.request) == ("erased", "2026/18")
    assert not User.objects.filter(username="leyla").exists()
    seal()
    assert found() == []


def test_what_an_earlier_restore_listed_once_more_is_closed_once(tmp_path, editor, reader):  # noqa: F811
    later = listed(reader, erased_at="2027")

    said = again(tmp_path / "list", listed(reader), later)

    assert said == "Erased 1 again. 0 came in after the backup.\n"
    assert not User.objects.filter(username="leyla").exists()


@pytest.mark.parametrize("held", [False, True])
def test_two_restores_one_after_the_other_close_it(path, tmp_path, editor, reader, held):  # noqa: F811
    """By the list that the first of them went on with."""
    if held:
        make_escalated(make_comment(author=Author.objects.of_account(reader), email=EMAIL))
    with transaction.atomic():  # taken back: the backup
        backup = transaction.savepoint()
        close(reader)
        list_erasures()
        transaction.savepoint_rollback(backup)
        call_command("erase_comments", again=str(path), by="nadia", stdout=io.StringIO())
        list_erasures()
        transaction.savepoint_rollback(backup)
    assert len(lines(path)) == 2
    out = io.StringIO()

    call_command("erase_comments", again=str(path), by="nadia", stdout=out)

    assert out.getvalue() == "Erased 1 again. 0 came in after the backup.\n"


def test_one_that_a_hold_still_needs_is_closed_again_once(tmp_path, editor, reader):  # noqa: F811
    make_escalated(make_comment(author=Author.objects.of_account(reader), email=EMAIL))
    line = listed(reader)

    assert again(tmp_path / "list", line).startswith("Erased 1 again.")
    assert again(tmp_path / "list", line).startswith("Erased 0 again.")
    assert User.objects.get(pk=reader.pk).username == f"erased-{reader.pk}"


def test_another_account_under_the_same_number_is_left_alone(tmp_path, editor, reader):  # noqa: F811
    with pytest.raises(CommandError, match=f"account {reader.pk} is another than the one that was closed"):
        again(tmp_path / "list", listed(reader, facts="f" * 64))

    assert User.objects.filter(username="leyla").exists()


def test_it_is_the_same_after_it_was_saved_in_the_admin(tmp_path, client, editor, reader):  # noqa: F811
    """Where the time that it was made at is shown, and saved, in whole seconds."""
    reader.date_joined = reader.date_joined.replace(microsecond=700_000)
    reader.save()
    line = listed(reader)
    client.force_login(User.objects.create_superuser("chief"))
    joined = timezone.localtime(reader.date_joined)
    form = {"username": "leyla", "date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    client.post(reverse("admin:newsroom_user_change", args=[reader.pk]), form)
    assert User.objects.get(pk=reader.pk).date_joined.microsecond == 0

    assert again(tmp_path / "list", line).startswith("Erased 1 again.")


def test_one_of_which_nobody_knows_when_it_was_made_is_named_alone(tmp_path, editor, reader, monkeypatch):  # noqa: F811
    """Under its number there may be anybody's by now."""
    monkeypatch.setattr(User, "date_joined", property(lambda user: None, lambda user, value: None))

    with pytest.raises(CommandError, match=f"account {reader.pk} may be another's by now"):
        again(tmp_path / "list", listed(reader))

    assert User.objects.filter(username="leyla").exists()


def test_a_key_that_is_no_number_is_read_where_accounts_have_such(monkeypatch):
    key = str(uuid4())
    line = {"kind": "account", "key": key, "facts": "f", "request": "2026/18", "erased_at": "2026"}
    with pytest.raises(NotListed):
        Listed.read(json.dumps(line))

    monkeypatch.setattr(User._meta, "pk", UUIDField())

    assert Listed.read(json.dumps(line)).key == key
    for another in (key.upper(), "7" * 19, "leyla"):
        with pytest.raises(NotListed):
            Listed.read(json.dumps(line | {"key": another}))
    with pytest.raises(NotListed):
        Listed.read(json.dumps(line | {"kind": "comment"}))


def test_what_came_after_the_backup_needs_no_closing(tmp_path, editor, reader):  # noqa: F811
    assert "1 came in after the backup" in again(tmp_path / "list", listed(reader, key=str(10**12)))


def test_one_that_works_here_again_is_named_and_the_rest_is_done(tmp_path, editor, reader):  # noqa: F811
    line = listed(reader)
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    other = make_user("rojda")

    with pytest.raises(CommandError, match=f"account {reader.pk} stays: leyla is an account of the newsroom"):
        again(tmp_path / "list", line, listed(other))

    assert not User.objects.filter(pk=other.pk).exists()


def test_a_site_that_says_of_no_way_is_told(tmp_path, editor, reader, settings):  # noqa: F811
    settings.COMMENTS = settings.COMMENTS | {"CLOSE_ACCOUNT": ""}

    with pytest.raises(CommandError, match=r"account \d+ stays: COMMENTS\['CLOSE_ACCOUNT'\] is empty"):
        again(tmp_path / "list", listed(reader))


# By an editor, who was asked in a letter.


def test_an_editor_closes_it_with_all_that_is_theirs(reader):
    editor, author = make_editor(), Author.objects.of_account(reader)  # noqa: F811
    comment, typed = make_comment(author=author), make_comment(email=EMAIL)
    MailChoice.objects.choose([author.choices_key], {"replies": True})

    erased = Person.of_email(EMAIL).erase(by=editor, request="2026/18", closing=True)

    for each in (comment, typed):
        each.refresh_from_db()
        assert (each.status, each.erasure.by, each.erasure.request) == ("erased", editor, "2026/18")
    assert (erased.comments, erased.closed, erased.open) == (2, 1, 0)
    assert not User.objects.filter(pk=reader.pk).exists()
    assert not MailChoice.objects.exists()
    entry = TrailEntry.objects.get(act="account closed")
    assert (entry.by, entry.comment, entry.details["request"]) == (editor, None, "2026/18")


def test_one_of_the_newsroom_is_not_closed_and_nothing_is_erased(reader):
    comment = make_comment(email=EMAIL)
    User.objects.filter(pk=reader.pk).update(is_staff=True)

    with pytest.raises(StaffAccount, match="leyla is an account of the newsroom"):
        Person.of_email(EMAIL).erase(by=make_editor(), request="2026/18", closing=True)

    comment.refresh_from_db()
    assert comment.text


def test_an_account_that_wrote_nothing_is_somebody(reader):
    for person in (Person.of_account(reader), Person.of_email("LEYLA@example.org")):
        assert not person.is_nobody
        assert [each["user_name"] for each in given(person)["accounts"]] == ["leyla"]

    Person.of_email(EMAIL).erase(by=None, request="2026/18", closing=True)

    assert Person.of_email(EMAIL).is_nobody


def test_from_a_shell_it_is_said_what_is_still_there(reader):
    make_editor("nadia")
    out, asked = io.StringIO(), {"email": EMAIL, "by": "nadia", "request": "2026/18"}

    call_command("erase_comments", **asked, look=True, stdout=out)
    call_command("erase_comments", **asked, stdout=out)
    call_command("erase_comments", **asked, close=True, stdout=out)

    assert out.getvalue().splitlines() == [
        "0 notes about them",
        "account leyla, with --close",
        "Erased 0 comments, 0 reports and 0 notes.",
        "Still there: 1 accounts. --close closes them too.",
        "Erased 0 comments, 0 reports and 0 notes.",
        "Closed 1 accounts.",
    ]


def test_from_a_shell_a_site_that_says_of_no_way_erases_nothing(reader, settings):
    make_editor("nadia")
    settings.COMMENTS = settings.COMMENTS | {"CLOSE_ACCOUNT": ""}
    comment = make_comment(email=EMAIL)

    with pytest.raises(CommandError, match=r"no way to close accounts\. Nothing was erased"):
        call_command("erase_comments", email=EMAIL, by="nadia", request="2026/18", close=True)

    assert Comment.objects.get(pk=comment.pk).text


@pytest.mark.parametrize("closing", [True, False])
def test_at_the_desk_it_is_a_box_to_tick(client, reader, closing):
    make_comment(author=Author.objects.of_account(reader))
    client.force_login(make_editor())
    sought = {"by": "account", "sought": "leyla"}
    page = client.post(reverse("admin:comments_desk_erasing_find"), sought).content.decode()
    assert "Close the account too" in page

    form = sought | {"seen": Person.of_account(reader).kept.digest, "request": "2026/18"}
    form |= {"closing": "on"} if closing else {}
    page = client.post(reverse("admin:comments_desk_erasing_erase"), form, follow=True).content.decode()

    assert ("Accounts closed: 1." in page) == closing
    assert ("Accounts that are still there: 1." in page) == (not closing)
    assert User.objects.filter(pk=reader.pk).exists() == (not closing)


def test_a_box_that_is_not_there_closes_nothing(client, reader, settings):
    """Sent by hand, or by a page from before the setting was taken away."""
    settings.COMMENTS = settings.COMMENTS | {"CLOSE_ACCOUNT": ""}
    client.force_login(make_editor())
    form = {"by": "account", "sought": "leyla", "request": "2026/18", "closing": "on"}
    form["seen"] = Person.of_account(reader).kept.digest

    page = client.post(reverse("admin:comments_desk_erasing_erase"), form, follow=True).content.decode()

    assert "Accounts that are still there: 1." in page
    assert User.objects.filter(pk=reader.pk).exists()


def test_an_account_that_proved_the_address_meanwhile_is_shown_first(reader):
    seen = Person.of_email(EMAIL).kept.digest
    other = make_user("leyla-2", email=EMAIL)

    with pytest.raises(refusals.KeptChanged):
        Person.of_email(EMAIL).erase(by=None, request="2026/18", closing=True, seen=seen)

    assert User.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("name", ["CLOSE_ACCOUNT", "ACCOUNT_DATA", "PROVEN_EMAIL"])
@pytest.mark.parametrize("value", ["newsroom.closing.nothing", "nowhere.at.all", 7])
def test_a_way_that_leads_nowhere_is_named(settings, name, value):
    assert "comments.E053" in named(settings, **{name: value})


def test_what_else_is_kept_of_an_account_is_given_too(reader):
    MailChoice.objects.choose([Author.objects.of_account(reader).choices_key], {"replies": False})

    exported = given(Person.of_account(reader))

    (account,) = exported["accounts"]
    assert account["addresses"] == [{"email": EMAIL, "is_verified": True, "is_primary": True}]
    assert account["made_at"]
    assert (account["signs_in_with"], account["second_factors"]) == ([], [])
    (choice,) = exported["mails_wanted"]
    assert (choice["about"], choice["is_wanted"]) == ("replies", False)
    assert reader.password not in json.dumps(exported)
