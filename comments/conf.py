"""The `COMMENTS` setting and its defaults. What is set wrongly is named by `system_checks`."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Discussions are kept apart by this name, so that several sites can share one database.
    "SITE": "default",
    # Where the site lives, for links in mails: "https://news.example". Empty: mails are not written.
    "BASE_URL": "",
    # Whose the ids of feeds and entries are (RFC 4151): a domain, and a date on which it was yours. It stays
    # when the site moves, as readers' programs show again what has another id. Empty: the host of the site.
    "FEED_TAG": "",
    # What the site is called, in mails and on the desk.
    "SITE_NAME": "",
    # A function that says which address an account has proven to be its own, "" for none; by its dotted path.
    # Empty: whatever address an account has is taken for proven.
    "PROVEN_EMAIL": "",
    # A function that closes an account with all that was written with it, given the user, `by` and `request`;
    # by its dotted path. It calls `record_closing`. Empty: accounts are closed in some other way.
    "CLOSE_ACCOUNT": "",
    # A function that says what the site keeps of an account beside its comments, for an export: given the
    # user, a dict that JSON can hold; by its dotted path. Empty: nothing more.
    "ACCOUNT_DATA": "",
    # Seconds in which a decision can be undone; receipt and mail wait for it.
    "UNDO_SECONDS": 30,
    # Seconds for which a comment is held by who has it open; it is renewed while they do.
    "CLAIM_SECONDS": 120,
    # Days in which a rejected author may ask to have it decided again. The Digital Services Act gives them
    # six months from being told, which are 184 days at most.
    "APPEAL_DAYS": 185,
    # Days for which a network can be suspended or blocked at most: whole mobile carriers share an address.
    "NETWORK_BLOCK_DAYS": 7,
    # Where a suspended author can object, as a sentence can name it: an e-mail address, or a page's address.
    "OBJECTIONS_TO": "",
    # What authors can do against a rejection beside asking to have it decided again and going to a court: a
    # text, or one for each language, as {"en": …}.
    "FURTHER_REDRESS": "",
    # The certified body to which they can turn to settle it out of court, by its name and address: the same.
    # Empty: that there are such bodies where the Digital Services Act of the European Union holds.
    "DISPUTE_BODY": "",
    # Whether the public log names who decided, where they have a full name. Never by how they sign in.
    "PUBLIC_LOG_NAMES": False,
    # Where the export of the record, its public key and the script that verifies it are published.
    "EXPORT_URL": "",
    # Groups that comments can be escalated to, made by `migrate`. Empty: nothing is escalated.
    "ESCALATION_GROUPS": ("Legal", "Security"),
    # How many proxies of ours stand before us, each adding one address to X-Forwarded-For.
    "TRUSTED_PROXIES": 0,
    # Most comments in so many seconds. An IPv4 network is shared by whole mobile carriers: generous.
    "POSTING_LIMITS": {
        "browser": (6, 300),
        "account": (10, 300),
        "network_v4": (60, 300),
        "network_v6": (20, 300),
    },
    # A form younger than this was not filled in by a person; an older one is asked for again.
    "FORM_SECONDS": (2, 24 * 3600),
    # Whether a reader whose words a check would look at is asked, once, before they are taken.
    "SECOND_THOUGHTS": True,
    # Words that no guest's name may hold, beside SITE_NAME and the names of accounts and of bylines.
    "RESERVED_NAMES": (
        "moderator",
        "administrator",
        "admin",
        "editor",
        "editors",
        "newsroom",
        "staff",
        "moderatör",
        "yönetici",
        "editör",
        "editörü",
        "edîtor",
        "rêveber",
        "moderatorê",
        "المشرف",
        "مشرف الموقع",
        "إدارة",
        "هيئة التحرير",
        "رئيس التحرير",
        "بەڕێوەبەر",
        "سەرنووسەر",
        "دەستەی نووسەران",
    ),
    # Paragraphs of help and links are ours to word; hosts named here are not promotion.
    "OWN_DOMAINS": (),
    # Threads on one page of a discussion, and cards on one page of the desk.
    "THREADS_PER_PAGE": 50,
    "QUEUE_PER_PAGE": 50,
    # How much of the pages it made a process keeps, in millions of bytes. 0: every page is made anew.
    "KEPT_MEGABYTES": 32,
    # Days for which a browser remembers what was seen of a discussion. 0: it is given no cookie.
    "NEWS_DAYS": 90,
    # Most comments that may wait, in all and under one page; beyond it, no more are taken until some are
    # decided. 0: as many as come. Editors can set others at the desk, which then count instead.
    "MOST_WAITING": 0,
    "MOST_WAITING_ON_PAGE": 0,
    # The checks, like AUTH_PASSWORD_VALIDATORS; None for the seven of ours.
    "CHECKS": None,
    # Whether ours read with the contextual model too: True, False, or None for "where it can".
    "CONTEXTUAL_CHECK": None,
    # {guideline: score from which the verdict is `look`}; what is missing here keeps our default.
    "THRESHOLDS": {},
    # The share of comments that are decided without knowing what the checks found: 0 to 1.
    "EVIDENCE_HIDDEN_SHARE": 0.02,
    # The share of decided comments that another moderator reads again, not knowing what was decided: 0 to 1.
    "SECOND_READING_SHARE": 0.02,
    # Languages in which it is published how much the checks find: only there clear ones are offered together.
    "RECALL_PUBLISHED": ("en", "ar", "tr"),
    # A private Ed25519 key (PEM, no password) that seals are signed with, by its path. Empty: not signed.
    "SEAL_KEY_FILE": "",
    # The file to which every seal is appended, to tell an older backup in the database's place. Empty: none.
    "SEALS_FILE": "",
    # Hours within which what was added has to be under a seal; later it is reported.
    "SEAL_WITHIN_HOURS": 24,
    # Hours within which the record has to be verified again, once it has seals. 0: nobody asks.
    "VERIFY_WITHIN_HOURS": 48,
    # Most mails to an address that a guest gave, each in so many seconds. What comes on top waits for its
    # turn, and is told in one mail: anybody can type an address.
    "MAILS_TO_ONE_ADDRESS": ((6, 3600), (20, 24 * 3600)),
    # Hours within which a mail has to be off; later it is reported.
    "SEND_WITHIN_HOURS": 2,
    # Days after which the words of rejected comments are erased, by `apply_retention`. None: they are kept.
    # Never before the author has lost the right to appeal.
    "RETAIN_REJECTED_DAYS": None,
    # Days for which it is kept from which network a comment came, as a keyed digest. None: as long as it is.
    "RETAIN_NETWORK_DAYS": 90,
    # The file to which every erasure is appended, to be done again on a restored backup. Empty: none.
    "ERASURES_FILE": "",
    # Tested between checks: over it, the checks that have not run yet are `failed`.
    "SCREENING_BUDGET_MS": 1000,
}


def setting(name: str) -> Any:
    """The site's value for `name`, else our default. Raises KeyError for a name we do not know."""
    return getattr(settings, "COMMENTS", {}).get(name, DEFAULTS[name])
