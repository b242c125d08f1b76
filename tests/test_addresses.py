"""An address is found however it was written, and by no other."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.mail.message import sanitize_address
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.crypto import salted_hmac

from comments import notices
from comments.addresses import LONGEST, settled_address, spellings
from comments.models import Author, Comment, MailChoice, Notice, Person, Report
from comments.models.bearer import email_keys
from newsroom.models import AccountMail
from tests.factories import make_approved, make_article, make_author, make_comment, make_user
from tests.readers import send, ticket

pytestmark = pytest.mark.django_db
SETTLED = "leyla@xn--mnchen-3ya.example"
WAYS = {
    "as typed": "leyla@münchen.example",
    "capitals": "LEYLA@MÜNCHEN.example",
    "in parts": unicodedata.normalize("NFD", "leyla@münchen.example"),
    "as servers write it": SETTLED,
    "so in capitals": SETTLED.upper(),
}


def recipients(mail) -> list[str]:
    """As a mail server is asked for them."""
    return [sanitize_address(address, "utf-8") for address in mail.recipients()]


@pytest.mark.parametrize("sought", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("sent", WAYS.values(), ids=WAYS)
def test_what_was_sent_with_it_is_found(client, sent, sought):
    article, other = make_article(), make_approved()
    send(client, article, email=sent)
    form = {"guideline": "abuse", "note": "Rude.", "email": sent, "ticket": ticket()}
    client.post(reverse("comments:report", args=[other.pk]), form)

    person = Person.of_email(sought)

    assert person.comments.get().email.lower() == SETTLED
    assert person.reports.get().email.lower() == SETTLED


def test_what_was_kept_before_is_found_as_it_was_typed():
    comment = make_comment(email="leyla@münchen.example")
    report = make_approved().report(author=make_author(), guideline="abuse", email="leyla@münchen.example")

    person = Person.of_email(SETTLED)

    assert (person.comments.get(), person.reports.get()) == (comment, report)


def test_so_is_the_account_that_has_proven_it():
    user = make_user(email="leyla@münchen.example")

    for sought in WAYS.values():
        assert list(Person.of_email(sought).accounts) == [user]


@pytest.mark.parametrize(
    "sought", ["leyla@munchen.example", "leyla@muenchen.example", "leyla+1@münchen.example"]
)
def test_another_address_is_another(sought):
    make_comment(email=SETTLED)

    assert Person.of_email(sought).is_nobody


BEYOND_ASCII = ["ÖZGE@example.org", "özge@EXAMPLE.org", unicodedata.normalize("NFD", "Özge@example.org")]


@pytest.mark.parametrize("sought", BEYOND_ASCII)
@pytest.mark.parametrize("sent", BEYOND_ASCII)
def test_capitals_beyond_ascii_before_the_at_make_no_other(sent, sought):
    """No form takes them. What a site's own code takes is found all the same, on either database."""
    make_comment(email="ozge@example.org")
    comment, user = make_comment(email=sent), make_user(email=sent)
    report = make_approved().report(author=make_author(), guideline="abuse", email=sent)

    person = Person.of_email(sought)

    assert (person.comments.get(), person.reports.get()) == (comment, report)
    assert list(person.accounts) == [user]


@pytest.mark.parametrize(
    ("sent", "other"),
    [
        ("İ@example.org", "i@example.org"),
        ("ı@example.org", "I@example.org"),
        ("ß@example.org", "SS@example.org"),
    ],
    ids=["capital dotted i", "dotless i", "sharp s"],
)
def test_what_is_only_like_a_capital_is_somebody_elses(sent, other):
    for one, another in ((sent, other), (other, sent)):
        comment, user = make_comment(email=one), make_user(email=one)

        person = Person.of_email(another)

        assert comment not in person.comments
        assert user not in person.accounts


def test_what_is_plain_is_found_by_an_index():
    with CaptureQueriesContext(connection) as captured:
        list(Comment.objects.left_at("leyla@example.org"))

    (query,) = captured
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{query['sql']}")
        assert "comment_by_email" in str(cursor.fetchall())


@pytest.mark.parametrize(
    "address", ["", "leyla", "leyla@", "leyla@ü..example", "leyla@" + "ü" * 70 + ".example"]
)
def test_what_is_no_address_is_left_as_it_is(address):
    assert settled_address(address) == address


@pytest.mark.parametrize(
    ("typed", "settled", "is_not"),
    [
        ("leyla@straße.example", "leyla@xn--strae-oqa.example", "leyla@strasse.example"),
        ("leyla@STRAẞE.example", "leyla@xn--strae-oqa.example", "leyla@strasse.example"),
        ("leyla@mail.βόλος.example", "leyla@mail.xn--nxasmm1c.example", "leyla@mail.xn--nxasmq6b.example"),
        ("leyla@نامه\u200cای.example", "leyla@xn--mgba3gch31f060k.example", "leyla@xn--mgba3gch31f.example"),
        ("leyla@ශ්\u200dරී.example", "leyla@xn--10cl1a0b660p.example", "leyla@xn--10cl1a0b.example"),
    ],
    ids=["sharp s", "capital sharp s", "final sigma", "non-joiner", "joiner"],
)
def test_a_letter_of_its_own_makes_a_domain_of_its_own(typed, settled, is_not):
    before, beside = make_comment(email=typed), make_comment(email=is_not)

    assert settled_address(typed) == settled
    assert spellings(settled)[1] == spellings(typed)[1] == typed.replace("STRAẞE", "straße")
    assert before in Person.of_email(typed).comments
    assert list(Person.of_email(is_not).comments) == [beside]
    assert beside not in Person.of_email(settled).comments


def test_a_mail_goes_there_and_to_no_namesake(mailoutbox):
    make_comment(email="leyla@straße.example")

    notices.deliver_due()
    AccountMail(address="leyla@straße.example", subject="A link", text="…").message().send()

    assert [recipients(mail) for mail in mailoutbox] == [["leyla@xn--strae-oqa.example"]] * 2


@pytest.mark.parametrize("label", ["xn--a", "xn--999999999", "xn---oqa", "xn--ss-", "xn--0000h"])
def test_a_name_that_cannot_be_read_is_only_what_it_is(label):
    assert spellings(f"leyla@{label}.example") == [f"leyla@{label}.example"]


def test_one_that_would_be_too_long_is_left_as_it_is(client):
    address = "leyla@" + ".".join(["ü" * 40] * 6)
    assert len(address) <= LONGEST
    article = make_article()

    assert send(client, article, email=address).status_code in (303, 422)
    assert len(settled_address(address)) <= LONGEST
    assert not Comment.objects.exclude(email__in=["", address]).exists()
    assert not Report.objects.exists()


@pytest.mark.parametrize("said", WAYS.values(), ids=WAYS)
def test_a_no_at_it_holds_however_it_is_written(said):
    MailChoice.objects.choose(email_keys(said), {"decisions": False})

    comment = make_comment(email=WAYS["as typed"])
    settled = make_comment(email=SETTLED)
    notices_of = Notice.objects.filter(comment__in=[comment, settled], kind="receipt")

    assert [notice.recipient.wants_it for notice in notices_of] == [False, False]
    assert Person.of_email(SETTLED).mail_choices


def test_a_no_of_before_at_it_holds(settings):
    """When only what was typed was kept, under a key that has been replaced since."""
    settings.SECRET_KEY_FALLBACKS = ["the one of before"]
    typed = WAYS["as typed"]
    digest = salted_hmac("comments.email", typed, secret="the one of before", algorithm="sha256").hexdigest()
    MailChoice.objects.choose([f"email:{digest}"], {"decisions": False})

    assert not make_comment(email=SETTLED).notices.get().recipient.wants_it


@pytest.mark.parametrize("proven", ["leyla@münchen.example", SETTLED])
def test_whoever_has_proven_it_reads_it_however_it_is_written(proven):
    author = Author.objects.of_account(make_user(email=proven))

    for written in WAYS.values():
        assert Author.objects.with_proven(written) == [author]
        assert Notice.objects.has_reader(written)
        comment = make_comment(author=author, email=written)
        assert comment.notices.get().recipient.is_proven
    assert not Notice.objects.has_reader("leyla@munchen.example")


def test_who_is_blocked_at_it_stays_blocked():
    keys = [email_keys(written) for written in WAYS.values()]

    assert len({settled for settled, *_others in keys}) == 1
