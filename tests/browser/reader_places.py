"""Every page that readers meet, in each of its states, and how one gets there."""

from __future__ import annotations

import re
from datetime import date, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page

from comments import clock, letters, notices
from comments.models import Comment, MailChoice, Notice
from newsroom import urls
from newsroom.views import server_error
from tests.browser.test_public_record import keep_month
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.sealing import seal

RUDE = "You are an idiot."
PROBLEMS = ("400", "403", "403_csrf", "404", "413", "429")


def problem(request, name: str):
    """An error page by its name: not each of them can be met by asking for an address."""
    return render(request, f"{name}.html")


# With these a page may be put out of order on purpose.
handler400, handler500 = urls.handler400, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("problem/500/", server_error),
    path("problem/<str:name>/", problem),
]


def make_places() -> dict[str, str]:
    """What a guest can open, by a name of its state."""
    article = make_article()
    for month in (11, 12):
        keep_month(date(2025, month, 1), month)
    return (
        {"front page": "/"}
        | _discussions(article)
        | _receipts(make_discussion(article))
        | _letters()
        | _links_of_accounts()
        | {
            "form by its address": "/comments/submit/",
            "my comments, none": "/comments/mine/",
            "guidelines": "/comments/guidelines/",
            "transparency": "/comments/transparency/",
            "transparency, in a language": "/comments/transparency/?month=2025-12&language=ar",
            "log": "/comments/decisions/",
            "sign in": "/accounts/login/",
            "sign up": "/accounts/signup/",
            "password forgotten": "/accounts/password/reset/",
            "password mailed": "/accounts/password/reset/done/",
            "address to be confirmed": "/accounts/confirm-email/",
            "link of no address": "/accounts/confirm-email/nothing/",
            "link of no password": "/accounts/password/reset/key/1-nothing/",
            "account elsewhere failed": "/accounts/3rdparty/login/error/",
            "account elsewhere given up": "/accounts/3rdparty/login/cancelled/",
            "error 500": "/problem/500/",
        }
        | {f"error {name}": f"/problem/{name}/" for name in PROBLEMS}
    )


OF_AN_ACCOUNT = {
    "account": "/accounts/",
    "password asked again": "/accounts/reauthenticate/",
    "addresses": "/accounts/email/",
    "password": "/accounts/password/change/",
    "second factor": "/accounts/2fa/",
    "authenticator": "/accounts/2fa/totp/activate/",
    "accounts elsewhere": "/accounts/3rdparty/",
    "my data": "/accounts/data/",
    "erase": "/accounts/erase/",
    "mails": "/comments/mails/",
    "sign out": "/accounts/logout/",
}


def _discussions(article) -> dict[str, str]:
    discussion = make_discussion(article)
    began = make_approved(discussion=discussion, name="Rojda")
    make_approved("It does, and the southern one too.", discussion=discussion, in_reply_to=began)
    gone = make_approved("The river floods it.", discussion=discussion, name="Leyla")
    make_approved("Not this year.", discussion=discussion, in_reply_to=gone)
    gone.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    arabic = {"language": "ar", "headline": "يُغلق الجسر القديم عامًا", "standfirst": "", "body": "صوّت المجلس."}
    closed, full, slow = (make_discussion(make_article(**facts)) for facts in (arabic, {}, {}))
    closed.close()
    full.cap(by=make_editor(), most=1)
    make_comment(discussion=full)
    slow.slow_down(by=make_editor(), seconds=3600)
    address = article.get_absolute_url()
    return {
        "thread with a tombstone": address,
        "newest first": f"{address}?sort=newest",
        "nothing new": f"{address}?since=9",
        "reply": f"{address}?reply_to={began.pk}",
        "comment that is gone": f"{address}?from={gone.pk}",
        "nobody has commented": make_article().get_absolute_url(),
        "closed": closed.url,
        "full": full.url,
        "slowed down": slow.url,
        "report": f"/comments/{began.pk}/report/",
    }


def _receipts(discussion) -> dict[str, str]:
    def an_hour_ago(make, *words, **facts) -> Comment:
        with clock.at(timezone.now() - timedelta(hours=1)):
            return make(*words, discussion=discussion, **facts)

    rejected = an_hour_ago(make_rejected, RUDE, guidelines=["personal_attacks"])
    appealed, confirmed, overturned = (an_hour_ago(make_rejected) for _ in range(3))
    appealed.appeal(statement="I sell none.")
    with clock.at(timezone.now() - timedelta(minutes=30)):
        confirmed.appeal().confirm(by=make_moderator(), seen=1, guidelines=["promotion"])
        overturned.appeal().overturn(by=make_moderator(), seen=1)
    withdrawn = an_hour_ago(make_approved)
    withdrawn.withdraw()
    waiting = make_comment(discussion=discussion)
    found = {
        "waiting": waiting,
        "approved": an_hour_ago(make_approved),
        "rejected": rejected,
        "appealed": appealed,
        "confirmed": confirmed,
        "overturned": overturned,
        "withdrawn": withdrawn,
    }
    seal()
    addresses = {f"receipt, {state}": one.receipt.get_absolute_url() for state, one in found.items()}
    return addresses | {
        "reasons": f"{rejected.receipt.get_absolute_url()}reasons/1/",
        "write anew": f"{rejected.receipt.get_absolute_url()}anew/",
        "withdraw": f"{waiting.receipt.get_absolute_url()}withdraw/",
    }


def _letters() -> dict[str, str]:
    read, stopped, erased = (_mailed(f"{name}@example.org") for name in ("aram", "sara", "karim"))
    MailChoice.objects.choose(stopped.recipient.keys, {stopped.recipient.topic: False})
    links = [f"/comments/letter/{letters.token_of(notice)}/" for notice in (read, stopped, erased)]
    erased.comment.erase(by=make_editor(), request="2026/1")
    return {
        "mail's link": links[0],
        "mail's link, cut off": "/comments/letter/nothing/",
        "mail's link, comment erased": links[2],
        "stop mails": f"{links[0]}stop/",
        "mails stopped": f"{links[1]}stop/",
        "stop mails, comment erased": f"{links[2]}stop/",
    }


def _mailed(address: str) -> Notice:
    comment = make_comment(email=address)
    notices.deliver_due()
    mail.outbox.clear()
    return comment.notices.get(kind="receipt")


def _links_of_accounts() -> dict[str, str]:
    shared, holder = "sara@example.org", make_user("sara", email="sara@example.org")
    EmailAddress.objects.create(user=holder, email=shared, verified=True, primary=True)
    new, taken = (
        EmailAddress.objects.create(user=make_user(), email=email) for email in ("new@example.org", shared)
    )
    password = f"{user_pk_to_url_str(holder)}-{default_token_generator.make_token(holder)}"
    return {
        "address to confirm": f"/accounts/confirm-email/{EmailConfirmationHMAC(new).key}/",
        "address of another account": f"/accounts/confirm-email/{EmailConfirmationHMAC(taken).key}/",
        "password to choose": f"/accounts/password/reset/key/{password}/",
    }


def second_thoughts(page: Page, article: str) -> None:
    _send(page, article, RUDE)
    page.locator("#second-thoughts:focus").wait_for()


def form_with_errors(page: Page, article: str) -> None:
    _send(page, article, "")
    page.locator("#comment-errors:focus").wait_for()


def reply_in_place(page: Page, article: str) -> None:
    page.goto(article)
    page.locator(".comment__reply").first.click()
    page.locator(".comment .write__form").wait_for()


def draft_offered_back(page: Page, article: str) -> None:
    page.goto(article)
    page.locator("#comment-form-text").fill("Kept for later.")
    page.reload()
    page.locator(".draft").wait_for()
    page.evaluate("localStorage.clear()")


def report_with_errors(page: Page, article: str) -> None:
    page.goto(article)
    page.locator(".comment__controls a:not(.comment__reply)").first.click()
    page.locator("main [type=submit]").click()
    page.locator("#comment-errors").wait_for()


def refused_at_the_door(page: Page, article: str) -> None:
    page.goto(article)
    page.locator(".masthead__links a").last.click()
    page.locator("main [type=submit]").first.click()
    page.locator(".comments-errors").wait_for()


def receipt_just_sent(page: Page, article: str) -> None:
    _send(page, article, "The northern road floods.")
    page.wait_for_url("**/comments/receipt/**")


def mine_after_sending(page: Page, article: str) -> None:
    page.locator(".masthead__links a").first.click()
    page.locator(".mine__item").first.wait_for()


# In this order: the last looks at what the last but one has sent.
BY_DOING = {
    "second thoughts": second_thoughts,
    "form with errors": form_with_errors,
    "reply in place": reply_in_place,
    "draft offered back": draft_offered_back,
    "report with errors": report_with_errors,
    "refused at the door": refused_at_the_door,
    "receipt, just sent": receipt_just_sent,
    "my comments": mine_after_sending,
}


def code_to_be_asked_for(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/data/")
    page.wait_for_url("**/accounts/code/**")


def code_on_its_way(page: Page, site: str) -> None:
    page.locator("main [name=send]").click()
    page.locator("#id_code").wait_for()


def wrong_code(page: Page, site: str) -> None:
    page.locator("#id_code").fill("0")
    page.locator("main [type=submit]").first.click()
    page.locator("#id_code[aria-invalid]").wait_for()


def let_in_by_code(page: Page, site: str) -> None:
    [code] = re.findall(r"^\d{8}$", mail.outbox[-1].body, re.MULTILINE)
    page.locator("#id_code").fill(code)
    page.locator("main [type=submit]").first.click()
    page.wait_for_url("**/accounts/data/")


def password_for_the_first_time(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/password/set/")


# Of an account that only signs in elsewhere, one after the other.
WITHOUT_A_PASSWORD = {
    "code to be asked for": code_to_be_asked_for,
    "code on its way": code_on_its_way,
    "wrong code": wrong_code,
    "let in by code": let_in_by_code,
    "first password": password_for_the_first_time,
}


def _send(page: Page, article: str, words: str) -> None:
    page.goto(article)
    page.locator("#comment-form-name").fill("Aram")
    page.locator("#comment-form-text").fill(words)
    page.locator(".write__send").click()
