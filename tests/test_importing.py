"""Importing comments: everything once, with its past, and every bad line by its number."""

import gzip
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.importing.importer import Importer
from comments.importing.numbered_lines import LONGEST_LINE, numbered_lines
from comments.importing.past import Reader
from comments.importing.report import Progress, Report
from comments.models import (
    Author,
    Comment,
    Decision,
    Discussion,
    Notice,
    PastComment,
    PastDecision,
    PastPage,
    Receipt,
)
from comments.refusals import ReplyRefused
from tests.factories import make_approved, make_article, make_moderator

ROOT = Path(__file__).parent.parent
TEXT = "The northern road floods every spring."
PAGE = {"url": "/articles/the-bridge/", "title": "The old bridge will close", "language": "tr"}


@pytest.fixture
def import_lines(db, tmp_path, capsys):
    """Imports these lines (objects, strings or bytes) as one file; returns what was reported."""

    def _import(*lines, **options):
        file = tmp_path / "archive.jsonl"
        file.write_bytes(b"\n".join(map(as_bytes, lines)))
        output = io.StringIO()
        try:
            call_command("import_comments", str(file), stdout=output, **options)
        except CommandError as error:
            return f"{output.getvalue()}exit {error.returncode}"
        return output.getvalue()

    return _import


def as_bytes(line) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()


def line(key=None, **fields):
    return {"text": TEXT, "page": PAGE} | ({} if key is None else {"id": key}) | fields


def rejection(**fields):
    return {"outcome": "rejected", "guidelines": ["promotion", "relevance"], "by": "Leyla"} | fields


def test_a_line_needs_only_a_text(import_lines):
    reported = import_lines({"text": f"  {TEXT}\r\nAgain. ", "labels": {"toxicity": 1}})

    comment = Comment.objects.get()
    assert "1 imported, 0 there already, 0 bad" in reported
    assert comment.text == f"{TEXT}\nAgain."
    assert (comment.name, comment.status, comment.source) == ("Guest", "pending", "archive")
    assert timezone.now() - comment.submitted_at < timedelta(minutes=1)


def test_what_is_imported_keeps_its_past(import_lines):
    import_lines(line(7, name="Aram", submitted_at="2019-05-31T18:20:00+03:00"))

    comment = Comment.objects.get()
    assert comment.submitted_at == datetime(2019, 5, 31, 15, 20, tzinfo=UTC)
    assert timezone.now() - comment.received_at < timedelta(minutes=1)
    assert (comment.name, comment.source_key) == ("Aram", "7")
    assert (comment.discussion.key, comment.discussion.title) == (PAGE["url"], PAGE["title"])
    assert comment.page_language == "tr"


def test_what_is_imported_is_screened_and_entered_into_the_trail(import_lines):
    import_lines(line(text="Buy watches now at https://watches.example https://more.example, WhatsApp me!"))

    comment = Comment.objects.get()
    verdicts = {v.guideline_id: v.verdict for v in comment.newest_screening.verdicts_in_order}
    assert verdicts["promotion"] == "look"
    assert len(verdicts) == 7
    assert list(comment.trail.values_list("act", "details")) == [("imported", {"digest": comment.digest})]


def test_nobody_is_told_of_an_import(import_lines):
    import_lines(line(1), line(2, decision=rejection()))

    assert Comment.objects.count() == 2
    assert not Notice.objects.exists()
    assert not Receipt.objects.exists()


def test_an_imported_decision_keeps_its_time_its_guidelines_and_its_name(import_lines):
    import_lines(
        line(
            1,
            submitted_at="2020-01-01T00:00:00Z",
            decision=rejection(decided_at="2020-01-02T00:00:00Z", explanation="An advertisement."),
        )
    )

    comment, decision = Comment.objects.get(), Decision.objects.get()
    assert comment.status == "rejected"
    assert decision.decided_at == datetime(2020, 1, 2, tzinfo=UTC)
    assert [guideline.code for guideline in decision.guidelines] == ["promotion", "relevance"]
    assert (decision.by, decision.by_name, decision.explanation) == (None, "Leyla", "An advertisement.")
    assert decision.screening == comment.newest_screening
    assert list(comment.trail.order_by("pk").values_list("act", flat=True)) == ["imported", "rejected"]


def test_an_imported_approval_is_published(import_lines):
    import_lines(line(1, decision={"outcome": "approved"}))

    assert Comment.objects.published().count() == 1
    assert Decision.objects.get().by_name == "archive"


def test_an_imported_decision_can_be_decided_again_here(import_lines):
    import_lines(line(1, decision={"outcome": "approved"}))
    comment = Comment.objects.get()

    comment.reject(by=make_moderator(), seen=1, guidelines=["relevance"])

    assert comment.status == "rejected"


def test_nothing_is_imported_twice(import_lines):
    lines = [line(1), line("two"), line(text="No id here."), line(text="No id here.")]
    first = import_lines(*lines)

    again = import_lines(*reversed(lines), line(3))

    assert "3 imported, 1 there already, 0 bad" in first
    assert "1 imported, 4 there already, 0 bad" in again
    assert Comment.objects.count() == 4


@pytest.mark.parametrize("named", [line(1), line(text="No id here.")], ids=["id", "no id"])
def test_what_was_erased_is_not_brought_back(import_lines, named):
    import_lines(named)
    Comment.objects.get().erase(by=make_moderator(), request="2026/20")

    again = import_lines(named)

    assert "0 imported, 1 there already" in again
    assert Comment.objects.get().text == ""


def test_keys_belong_to_their_source(import_lines):
    import_lines(line(1), source="one")
    import_lines(line(1), source="two")

    assert Comment.objects.filter(source_key="1").count() == 2


def test_who_shares_an_author_id_is_one_author(import_lines):
    import_lines(line(1, author_id=5), line(2, author_id="5"), line(3), line(4))

    authors = list(Comment.objects.order_by("pk").values_list("author", flat=True))
    assert authors[0] == authors[1]
    assert len(set(authors)) == 3
    assert set(Author.objects.values_list("kind", flat=True)) == {"import"}


def test_answers_find_what_they_answer_wherever_it_stands(import_lines):
    reported = import_lines(
        line("grandchild", in_reply_to="child"),
        line("child", in_reply_to="root"),
        line("root"),
        line("later", in_reply_to="grandchild"),
        batch=1,
    )

    threads = {c.source_key: (c.thread, c.in_reply_to) for c in Comment.objects.all()}
    by_key = {c.source_key: c for c in Comment.objects.all()}
    assert "4 imported, 0 there already, 0 bad" in reported
    assert threads["root"] == (None, None)
    assert threads["child"] == (by_key["root"], by_key["root"])
    assert threads["grandchild"] == (by_key["root"], by_key["child"])
    assert threads["later"] == (by_key["root"], by_key["grandchild"])


def test_an_answer_under_what_was_rejected_is_history(import_lines):
    import_lines(line(1, decision=rejection()), line(2, in_reply_to=1, decision={"outcome": "approved"}))

    assert Comment.objects.get(source_key="2").thread.status == "rejected"


@pytest.mark.parametrize("is_rehearsal", [False, True])
def test_an_answer_to_nobody_or_across_pages_is_bad(import_lines, is_rehearsal):
    elsewhere = PAGE | {"url": "/articles/another/"}
    reported = import_lines(
        line(1),
        line(2, in_reply_to="nobody"),
        line(3, in_reply_to=1, page=elsewhere),
        line(4, in_reply_to=2),
        dry_run=is_rehearsal,
    )

    assert "line 2: in_reply_to names a comment that is not there." in reported
    assert "line 3: in_reply_to names a comment under another page." in reported
    assert "line 4: in_reply_to names a comment that is not there." in reported
    assert "3 bad" in reported


def test_the_verb_itself_refuses_an_answer_to_nobody(db):
    page = PastPage(key="k", url="/", title="")
    past = PastComment(source_key="1", text=TEXT, page=page, in_reply_to="nobody")

    with pytest.raises(ReplyRefused):
        Comment.objects.bring_in(source="archive", comments=[past])

    assert not Discussion.objects.exists()


def test_what_the_site_knows_of_a_page_stays(import_lines):
    article = make_article(headline="What the article says now")
    make_approved(discussion=Discussion.objects.begun_by(article))

    import_lines(line(1, page={"key": article.discussion_key, "title": "What it said then"}))

    assert Discussion.objects.get().title == "What the article says now"


def test_an_address_on_this_site_is_the_page_of_that_path(import_lines, settings):
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": "https://news.example"}

    import_lines(
        line(1, page={"url": "https://news.example/a/#comments"}),
        line(2, page={"url": "/a/"}),
        line(3, page={"url": "https://other.example/a/"}),
    )

    keys = Comment.objects.order_by("pk").values_list("discussion__key", flat=True)
    assert list(keys) == ["/a/", "/a/", "https://other.example/a/"]


def test_an_address_on_this_site_leads_to_no_other(import_lines, settings):
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": "https://news.example"}

    reported = import_lines(line(1, page={"url": "https://news.example//elsewhere.example/"}))

    assert "page.url must be a path" in reported


@pytest.mark.parametrize("key", ["//elsewhere.example/", "/\\elsewhere.example/", "/a\n/", "article:1"])
def test_a_key_that_is_no_path_of_ours_is_never_linked_to(import_lines, key):
    import_lines(line(1, page={"key": key}))

    assert Comment.objects.get().discussion.url == "/"


BAD = [
    (b'{"text": "half', "Not JSON"),
    (b"[1, 2]", "Not an object"),
    (b'"text"', "Not an object"),
    (b"[" * 100_000, "Not JSON"),
    (b'{"id": ' + b"9" * 5000 + b"}", "Not JSON"),
    (b'{"text": "caf\xe9"}', "Not UTF-8 text: byte 14"),
    ('{"text": "x"}'.encode("utf-16-le"), "Not"),
    ({"labels": {}}, "text is missing."),
    ({"text": None}, "text is missing."),
    ({"text": 5}, "text must be a string."),
    ({"text": " \n\u200b "}, "Write a comment first."),
    ({"text": "x" * 3001}, "The comment is 1 character too long."),
    ({"text": "a\x00b"}, "text has characters that are not text"),
    (b'{"text": "a\\ud800b"}', "text has characters that are not text"),
    (line(name="n" * 61), "The name is too long."),
    (line(name=["Aram"]), "name must be a string."),
    (line(name="A\x00"), "name has characters that are not text"),
    (line(id=1.5), "id must be a string or a whole number."),
    (line(id=True), "id must be a string or a whole number."),
    (line(id="x" * 201), "id is longer than 200 characters."),
    (line(author_id={}), "author_id must be a string or a whole number."),
    (line(in_reply_to=[]), "in_reply_to must be a string or a whole number."),
    (line(submitted_at="yesterday"), "submitted_at must be a time like"),
    (line(submitted_at=1700000000), "submitted_at must be a string."),
    (line(submitted_at="2024-05-31T18:20:00"), "submitted_at has no time zone"),
    (line(submitted_at="2024-05-31"), "submitted_at has no time zone"),
    (line(submitted_at="0001-01-01T00:00:00+14:00"), "submitted_at is before 1990."),
    (line(submitted_at="9999-12-31T23:59:59-14:00"), "submitted_at lies in the future."),
    (line(page="/articles/"), "page must be an object."),
    (line(page={"title": "No address"}), "page needs a url or a key."),
    (line(page={"url": "javascript:alert(1)"}), "page.url must be a path"),
    (line(page={"url": "//elsewhere.example/"}), "page.url must be a path"),
    (line(page={"url": "/\\elsewhere.example/"}), "page.url must be a path"),
    (line(page={"url": "/a\n/"}), "page.url must be a path"),
    (line(page={"url": "https://elsewhere.example/\t"}), "page.url must be a path"),
    (line(page={"url": "http://[broken/"}), "page.url is not an address."),
    (line(page={"url": "/a/", "language": "x" * 13}), "page.language is longer than 12 characters."),
    (line(page={"url": "/a/", "text": "\x00"}), "page.text has characters that are not text"),
    (line(decision="approved"), "decision must be an object."),
    (line(decision={}), "decision.outcome is missing."),
    (line(decision={"outcome": "undone"}), "decision.outcome must be one of approved, rejected."),
    (line(decision={"outcome": "rejected"}), "A rejection names at least one guideline"),
    (line(decision=rejection(guidelines="promotion")), "decision.guidelines must be a list of strings."),
    (line(decision=rejection(guidelines=["rudeness"])), "decision.guidelines may name abuse, "),
    (line(decision=rejection(outcome="approved")), "An approval names no guidelines."),
    (line(decision=rejection(by="b" * 61)), "decision.by is longer than 60 characters."),
    (
        line(submitted_at="2024-01-02T00:00:00Z", decision=rejection(decided_at="2024-01-01T00:00:00Z")),
        "decision.decided_at is before submitted_at.",
    ),
]


@pytest.mark.parametrize("is_rehearsal", [False, True])
@pytest.mark.parametrize(("bad", "reason"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_named_by_its_number_and_costs_no_other(import_lines, bad, reason, is_rehearsal):
    reported = import_lines(line(1), "", bad, line(2), dry_run=is_rehearsal)

    assert f"  line 3: {reason}" in reported
    assert "2 would be imported, 0 there already, 1 bad" in reported or "2 imported" in reported
    assert reported.endswith("exit 1")
    assert Comment.objects.count() == (0 if is_rehearsal else 2)


def test_a_report_repeats_no_words_of_readers(import_lines):
    reported = import_lines(
        b'{"text": "Secretive words', {"text": "Secretive words", "name": "Secretive" * 9}
    )

    assert "2 bad" in reported
    assert "ecretive" not in reported


def test_a_half_written_last_line_is_bad_and_comes_in_once_it_is_whole(import_lines):
    whole = as_bytes(line(2))

    cut = import_lines(line(1), whole[:40])
    again = import_lines(line(1), whole)

    assert "line 2: Not JSON" in cut
    assert "1 imported, 1 there already, 0 bad" in again


def test_byte_order_mark_and_windows_line_ends_do_not_matter(import_lines):
    reported = import_lines(b"\xef\xbb\xbf" + as_bytes(line(1)) + b"\r", as_bytes(line(2)) + b"\r")
    again = import_lines(line(1), line(2))

    assert "2 imported, 0 there already, 0 bad" in reported
    assert "0 imported, 2 there already, 0 bad" in again


def test_a_line_without_end_is_read_past_and_never_held():
    class Endless(io.RawIOBase):
        """Ten megabytes on one line, then another line; remembers how much was asked for at once."""

        left, most_asked = 10 * LONGEST_LINE, 0

        def readline(self, size=-1):
            self.most_asked = max(self.most_asked, size) if size >= 0 else 10**9
            if self.left == 0:
                self.left = -1
                return b'{"text": "after"}\n'
            if self.left < 0:
                return b""
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken + (b"\n" if self.left == 0 and taken < size else b"")

    file = Endless()

    lines = list(numbered_lines(file))

    assert lines[0] == (1, None)
    assert file.most_asked <= LONGEST_LINE + 1


def test_the_line_after_one_that_is_too_long_comes_in(import_lines):
    reported = import_lines(line(1), b'{"text": "' + b"x" * (3 * LONGEST_LINE) + b'"}', line(2))

    assert "line 2: The line is longer than 1,048,576 bytes." in reported
    assert "2 imported, 0 there already, 1 bad" in reported


def test_only_the_first_bad_lines_are_shown_and_all_are_written(import_lines, tmp_path):
    bad_lines = tmp_path / "bad.jsonl"

    reported = import_lines(*["{"] * 25, bad_lines=bad_lines)

    written = [json.loads(each) for each in bad_lines.read_text().splitlines()]
    assert reported.count("Not JSON") == 20
    assert "and 5 more" in reported
    assert [each["line"] for each in written] == list(range(1, 26))


def test_a_rehearsal_imports_nothing_and_counts_the_same(import_lines):
    lines = [line(2, in_reply_to=1), line(1), line(1), line(3, in_reply_to=4)]

    rehearsed = import_lines(*lines, dry_run=True, batch=1)
    assert not Comment.objects.exists()
    imported = import_lines(*lines, batch=1)

    assert "2 would be imported, 1 there already, 1 bad" in rehearsed
    assert "2 imported, 1 there already, 1 bad" in imported


def test_a_gzipped_file_is_unpacked_whatever_its_name(db, tmp_path):
    file = tmp_path / "archive"
    file.write_bytes(gzip.compress(as_bytes(line(1))))

    call_command("import_comments", str(file), stdout=io.StringIO())

    assert Comment.objects.get().source == "archive"


def test_a_cut_gzipped_file_keeps_what_could_be_read(db, tmp_path):
    lines = b"\n".join(as_bytes(line(number, text=f"{TEXT} {os.urandom(40).hex()}")) for number in range(200))
    file = tmp_path / "archive.jsonl.gz"
    file.write_bytes(gzip.compress(lines)[:-4000])

    with pytest.raises(CommandError, match="cannot be read after line") as stopped:
        call_command("import_comments", str(file), batch=5, stdout=io.StringIO())

    assert stopped.value.returncode == 2
    assert 0 < Comment.objects.count() < 200


def test_a_missing_file_and_a_nameless_source_are_one_line(db):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_comments", "nowhere.jsonl", stdout=io.StringIO())
    with pytest.raises(CommandError, match="say --source NAME"):
        call_command("import_comments", "-", stdout=io.StringIO())
    with pytest.raises(CommandError, match="at most 60 characters"):
        call_command("import_comments", "x.jsonl", source="x" * 61, stdout=io.StringIO())


def test_progress_does_not_flood_a_log():
    log = io.StringIO()
    progress, report = Progress(log), Report()

    for _ in range(10_000):
        report.imported += 1
        progress.tell(report)
    progress.begun = progress.told = progress.told - 11
    progress.tell(report)

    assert log.getvalue().count("\n") == 1
    assert log.getvalue().startswith("10,000 lines, ")


def test_what_the_database_refuses_costs_no_other(db):
    class Trusting(Reader):
        """Lets a rejection by, though it names no guideline: the database does not."""

        def read(self, line):
            past = super().read(line)
            if past.source_key == "2":
                past.decision = PastDecision("rejected", decided_at=timezone.now())
            return past

    report = Report()
    reader = Trusting(page=PastPage(key="k", url="/", title=""), guidelines=())
    lines = io.BytesIO(b"\n".join(as_bytes(line(number)) for number in (1, 2, 3)))

    Importer(source="archive", reader=reader, report=report, batch=10).run(lines)

    assert report.first_bad == [(2, "The database refused it: IntegrityError.")]
    assert sorted(Comment.objects.values_list("source_key", flat=True)) == ["1", "3"]


def test_a_killed_import_goes_on_where_it_was(tmp_path):
    """For real: a process that is killed with -9 between two batches, then run again."""
    database, file = tmp_path / "newsroom.sqlite3", tmp_path / "archive.jsonl"
    lines = [as_bytes(line(number, text=f"{number}: {TEXT * 60}")) + b"\n" for number in range(160)]
    file.write_bytes(b"".join(lines))
    environment = os.environ | {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{database}"}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)

    importing = [*manage, "import_comments", "-", "--source", "archive", "--batch", "20"]
    with subprocess.Popen(
        importing, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as one:
        # A pipe holds far less than this, so once it is written most of it was read, batch after batch.
        one.stdin.write(b"".join(lines[:100]))
        one.send_signal(signal.SIGKILL)
    before = comments_in(database)
    again = [*manage, "import_comments", str(file)]
    done = subprocess.run(again, env=environment, capture_output=True, text=True, check=True)

    assert before in (20, 40, 60, 80, 100)
    assert f"{160 - before} imported, {before} there already, 0 bad" in done.stdout
    assert comments_in(database) == 160


def comments_in(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT count(*) FROM comments_comment").fetchone()[0]
