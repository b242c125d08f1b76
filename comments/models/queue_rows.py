"""What the queue should hold, as SQL of both databases. The one place that decides it."""

from __future__ import annotations

from django.apps import apps

# A record this long tells something of its author; more of it is not counted.
APPROVED_COUNTED = 3

COLUMNS = (
    "comment_id",
    "state",
    "received_at",
    "discussion_id",
    "section",
    "language",
    "author_id",
    "verdict",
    "risk",
    "approved_before",
)
VERDICT_COLUMNS = ("entry_id", "guideline_id", "verdict", "state", "received_at", "risk")


def entries(condition: str) -> str:
    """A SELECT of the rows that belong into the queue, of the comments `c` that meet the condition."""
    return (
        "SELECT c.id AS comment_id, c.state, c.received_at, c.discussion_id, c.section, c.language, "
        f"c.author_id, c.verdict, {_risk()} AS risk, {approved_before('c.author_id')} AS approved_before "
        f"FROM ({_read(_stating(condition))}) c WHERE c.state IS NOT NULL"
    )


def verdicts(condition: str) -> str:
    """The same of what is not clear, guideline by guideline, of the entries `q` that meet the condition."""
    return (
        "SELECT q.comment_id AS entry_id, v.guideline_id, v.verdict, q.state, q.received_at, q.risk "
        f"FROM {table('QueueEntry')} q "
        f"JOIN {table('Screening')} s ON s.id = {_newest_screening('q.comment_id')} "
        f"JOIN {table('Verdict')} v ON v.screening_id = s.id AND v.verdict <> 'clear' WHERE {condition}"
    )


def renewed(keys: str) -> list[str]:
    """Statements that renew what the queue holds of some comments; `keys` is SQL to stand after IN."""
    return [
        f"DELETE FROM {table('QueuedVerdict')} WHERE entry_id IN {keys}",
        f"DELETE FROM {table('QueueEntry')} WHERE comment_id IN {keys}",
        f"INSERT INTO {table('QueueEntry')} ({', '.join(COLUMNS)}) {entries(f'c.id IN {keys}')}",
        f"INSERT INTO {table('QueuedVerdict')} ({', '.join(VERDICT_COLUMNS)}) "
        f"{verdicts(f'q.comment_id IN {keys}')}",
    ]


def filled() -> list[str]:
    """Statements that make the queue from the record, where it is empty."""
    return [
        f"INSERT INTO {table('QueueEntry')} ({', '.join(COLUMNS)}) {entries(_may_be_queued())}",
        f"INSERT INTO {table('QueuedVerdict')} ({', '.join(VERDICT_COLUMNS)}) {verdicts('1 = 1')}",
    ]


def differing() -> str:
    """A SELECT of the comments of which the queue holds something else than the record says."""
    kept = f"SELECT {', '.join(COLUMNS)} FROM {table('QueueEntry')}"
    kept_verdicts = f"SELECT {', '.join(VERDICT_COLUMNS)} FROM {table('QueuedVerdict')}"
    pairs = (
        ("comment_id", entries(_may_be_queued()), kept),
        ("entry_id", verdicts("1 = 1"), kept_verdicts),
    )
    return " UNION ".join(
        f"SELECT {key} FROM ({one} EXCEPT {other}) AS differing"
        for key, *sides in pairs
        for one, other in (sides, sides[::-1])
    )


def recounted(author: str) -> str:
    """A statement that tells the author's other entries of a record that changed."""
    number = approved_before(author)
    return (
        f"UPDATE {table('QueueEntry')} SET approved_before = {number} "
        f"WHERE author_id = {author} AND approved_before <> {number}"
    )


def counts_otherwise() -> str:
    """Whether the change of a comment from OLD to NEW is one by which its author's record counts otherwise.

    Once more are approved than are counted, one of them comes or goes unnoticed.
    """
    # In brackets, as PostgreSQL's IF would end at the THEN.
    most = f"(CASE WHEN NEW.status = 'approved' THEN {APPROVED_COUNTED} ELSE {APPROVED_COUNTED - 1} END)"
    return (
        "(OLD.status = 'approved') <> (NEW.status = 'approved') "
        f"AND {approved_before('NEW.author_id', limit=APPROVED_COUNTED + 1)} <= {most}"
    )


def approved_before(author: str, *, limit: int = APPROVED_COUNTED) -> str:
    """How many of the author's comments are approved, as far as it is counted."""
    return (
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table('Comment')} a WHERE a.author_id = {author} "
        f"AND a.status = 'approved' LIMIT {limit}) AS counted)"
    )


def table(model: str) -> str:
    return f'"{apps.get_model("comments", model)._meta.db_table}"'


def _may_be_queued() -> str:
    """Whether a comment `c` may have an entry at all, in words that an index answers."""
    reported = f"SELECT comment_id FROM {table('Report')}"
    appealed = (
        f"SELECT d.comment_id FROM {table('Appeal')} a JOIN {table('Decision')} d ON d.id = a.decision_id"
    )
    return f"(c.status = 'pending' OR c.id IN ({reported}) OR c.id IN ({appealed}))"


def _stating(condition: str) -> str:
    """The comments with what each waits for; NULL where nothing is to be decided."""
    return (
        f"SELECT c.*, (CASE WHEN c.status = 'pending' THEN 'waiting' "
        f"WHEN c.status = 'approved' AND {_is_reported()} THEN 'reported' "
        f"WHEN c.status = 'rejected' AND {_is_under_appeal()} THEN 'appeals' END) AS open_state, "
        f"{_newest_screening('c.id')} AS screening FROM {table('Comment')} c WHERE {condition}"
    )


def _read(stating: str) -> str:
    """With what the newest screening says, and set aside where it is escalated or left for later."""
    return (
        "SELECT c.id, c.received_at, c.discussion_id, c.language, c.author_id, d.section, s.score, "
        f"(CASE WHEN c.open_state IS NULL THEN NULL WHEN {_is_escalated()} THEN 'escalated' "
        f"WHEN {_is_left_for_later()} THEN 'later' ELSE c.open_state END) AS state, "
        f"{_word()} AS verdict "
        f"FROM ({stating}) c JOIN {table('Discussion')} d ON d.id = c.discussion_id "
        f"LEFT JOIN {table('Screening')} s ON s.id = c.screening"
    )


def _word() -> str:
    """One word for all guidelines: look, failed, clear. What no check has read is not clear."""
    said = f"SELECT 1 FROM {table('Verdict')} v WHERE v.screening_id = c.screening"
    return (
        f"(CASE WHEN EXISTS ({said} AND v.verdict = 'look') THEN 'look' "
        f"WHEN EXISTS ({said} AND v.verdict = 'failed') OR NOT EXISTS ({said}) THEN 'failed' "
        "ELSE 'clear' END)"
    )


def _risk() -> str:
    """What is to look at stands above what failed, and that above what is clear; within each the score."""
    return (
        "((CASE c.verdict WHEN 'look' THEN 2000 WHEN 'failed' THEN 1000 ELSE 0 END) "
        "+ CAST(ROUND(COALESCE(c.score, 0) * 999) AS integer))"
    )


def _newest_screening(comment: str) -> str:
    return (
        f"(SELECT n.id FROM {table('Screening')} n WHERE n.comment_id = {comment} "
        "ORDER BY n.number DESC LIMIT 1)"
    )


def _is_reported() -> str:
    """By a report that no decision has answered."""
    return (
        f"EXISTS (SELECT 1 FROM {table('Report')} r WHERE r.comment_id = c.id "
        f"AND NOT {_is_decided_after('r.after_number')})"
    )


def _is_under_appeal() -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table('Appeal')} a JOIN {table('Decision')} ad ON ad.id = a.decision_id "
        f"WHERE ad.comment_id = c.id AND NOT {_is_decided_after('ad.number')})"
    )


def _is_escalated() -> str:
    """To a group that has not passed it back."""
    resolved = f"SELECT 1 FROM {table('Resolution')} p WHERE p.escalation_id = e.id"
    return (
        f"EXISTS (SELECT 1 FROM {table('Escalation')} e WHERE e.comment_id = c.id "
        f"AND NOT EXISTS ({resolved}))"
    )


def _is_left_for_later() -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table('LeftForLater')} l WHERE l.comment_id = c.id "
        f"AND NOT {_is_decided_after('l.after_number')})"
    )


def _is_decided_after(number: str) -> str:
    """By a decision that was not undone."""
    decision = table("Decision")
    return (
        f"EXISTS (SELECT 1 FROM {decision} d WHERE d.comment_id = c.id AND d.number > {number} "
        f"AND d.outcome <> 'undone' AND NOT EXISTS (SELECT 1 FROM {decision} u WHERE u.undoes_id = d.id))"
    )
