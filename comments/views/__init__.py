"""The reader's pages. Each translates between a request and a verb; none decides."""

from comments.views.again import words_sent
from comments.views.anew import anew
from comments.views.feeds import counts, feed, feed_of_all
from comments.views.guidelines import guidelines
from comments.views.letters import letter, letter_open, letter_stop
from comments.views.log import log, log_as_json
from comments.views.mail_choices import mail_choices
from comments.views.own import mine
from comments.views.reasons import reasons, reasons_as_json
from comments.views.receipt import appeal, receipt, withdraw
from comments.views.report import report
from comments.views.sealed import sealed, sealed_by_receipt
from comments.views.submit import csrf_failure, submit
from comments.views.transparency import transparency, transparency_as_csv, transparency_as_json

__all__ = [
    "anew",
    "appeal",
    "counts",
    "csrf_failure",
    "feed",
    "feed_of_all",
    "guidelines",
    "letter",
    "letter_open",
    "letter_stop",
    "log",
    "log_as_json",
    "mail_choices",
    "mine",
    "reasons",
    "reasons_as_json",
    "receipt",
    "report",
    "sealed",
    "sealed_by_receipt",
    "submit",
    "transparency",
    "transparency_as_csv",
    "transparency_as_json",
    "withdraw",
    "words_sent",
]
