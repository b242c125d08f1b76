"""One noun a file. Verbs live on the noun they are done to."""

from comments.models.appeal import Appeal
from comments.models.assignment import Assignment
from comments.models.attribution import Attribution
from comments.models.author import Author
from comments.models.badge import Badge
from comments.models.claim import AtDesk, Claim
from comments.models.comment import Comment
from comments.models.counted_month import CountedMonth
from comments.models.decision import Decision, DecisionGuideline, MarkedWords
from comments.models.desk_settings import Preference, SavedSlice
from comments.models.discussion import Discussion, PastPage
from comments.models.erasure import Erasure
from comments.models.escalation import Escalation, HoldLifting, Resolution
from comments.models.folded_words import FoldedWords
from comments.models.guideline import Guideline, GuidelineWording
from comments.models.history import PastComment, PastDecision
from comments.models.house import HouseModel, HouseModelUse
from comments.models.later import LeftForLater
from comments.models.mail_choice import MailChoice, Topic
from comments.models.note import Note
from comments.models.notice import Notice
from comments.models.opening import Opening
from comments.models.overload import Overload
from comments.models.permanent import Permanent
from comments.models.person import Erased, Person
from comments.models.person_sought import find_person
from comments.models.publication import DiscussionVersion, Publication
from comments.models.queue import QueuedVerdict, QueueEntry
from comments.models.receipt import Receipt
from comments.models.report import Report
from comments.models.reported import Reported
from comments.models.rewriting import Rewriting
from comments.models.row_erasure import RowErasure
from comments.models.screening import Finding, Screening, Verdict
from comments.models.seal import Seal, SealedRow, Unsealed
from comments.models.second_reading import SecondReading
from comments.models.standing import Standing
from comments.models.taken_name import TakenName
from comments.models.term import Term, TermChange
from comments.models.trail import TrailEntry
from comments.models.verification import Verification
from comments.models.waiting_cap import WaitingCap
from comments.models.withdrawal import Withdrawal

__all__ = [
    "Appeal",
    "Assignment",
    "AtDesk",
    "Attribution",
    "Author",
    "Badge",
    "Claim",
    "Comment",
    "CountedMonth",
    "Decision",
    "DecisionGuideline",
    "Discussion",
    "DiscussionVersion",
    "Erased",
    "Erasure",
    "Escalation",
    "Finding",
    "FoldedWords",
    "Guideline",
    "GuidelineWording",
    "HoldLifting",
    "HouseModel",
    "HouseModelUse",
    "LeftForLater",
    "MailChoice",
    "MarkedWords",
    "Note",
    "Notice",
    "Opening",
    "Overload",
    "PastComment",
    "PastDecision",
    "PastPage",
    "Permanent",
    "Person",
    "Preference",
    "Publication",
    "QueueEntry",
    "QueuedVerdict",
    "Receipt",
    "Report",
    "Reported",
    "Resolution",
    "Rewriting",
    "RowErasure",
    "SavedSlice",
    "Screening",
    "Seal",
    "SealedRow",
    "SecondReading",
    "Standing",
    "TakenName",
    "Term",
    "TermChange",
    "Topic",
    "TrailEntry",
    "Unsealed",
    "Verdict",
    "Verification",
    "WaitingCap",
    "Withdrawal",
    "find_person",
]
