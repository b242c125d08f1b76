"""What is done to the sealed record behind the triggers' back is found, and the first of it is named."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments.models import (
    Comment,
    Decision,
    DecisionGuideline,
    Erasure,
    Finding,
    GuidelineWording,
    MarkedWords,
    Seal,
    SealedRow,
    TrailEntry,
    Unsealed,
    Verdict,
)
from comments.sealing.canonical import canonical, seal_head, sha256
from comments.sealing.documents import APART, PARTS, kind_of
from comments.sealing.signing import PublicKey, SealKey
from comments.triggers import lift
from comments.triggers.sealing import fill_unsealed
from tests.factories import make_approved, make_comment, make_moderator
from tests.full_record import COLUMNS, another, make_full_record, name_of, rows_of
from tests.sealing import found, make_key, seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken_back")]

SEALED = [
    (model, field)
    for model, field in COLUMNS
    if model not in APART
    and field.name not in model.may_change | model.fillable | model.forgettable
    and not field.primary_key
]
HEADS = sorted({model for model, _field in SEALED} - set(PARTS), key=kind_of)


@pytest.fixture(scope="module", autouse=True)
def full_record(django_db_setup, django_db_blocker):
    """Sealed, and its triggers lifted: as who owns the tables has it."""
    with django_db_blocker.unblock(), transaction.atomic():
        record = make_full_record()
        connection.check_constraints()  # until then PostgreSQL alters no table
        lift(connection)
        yield record
        transaction.set_rollback(True)


@pytest.fixture
def signed(tmp_path):
    """A key, and the record sealed with it from here on."""
    key = SealKey.read(make_key(tmp_path)[0])
    make_comment()
    fill_unsealed(connection)
    seal(key)
    return key


def called(row) -> str:
    """By what it is named, or the row that it is part of."""
    for name in filter(None, PARTS.get(type(row), "").split("__")):
        row = getattr(row, name)
    return f"{kind_of(type(row))} {row.pk}"


def change(row, **values) -> None:
    with _constraints_ignored():
        try:
            type(row)._default_manager.filter(pk=row.pk).update(**values)
        except IntegrityError:
            pytest.skip("the table refuses it by a constraint of its own")


@contextmanager
def _constraints_ignored():
    """Where the database can; other tests hold it to them again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def delete(rows) -> None:
    rows._raw_delete(connection.alias)


def reseal(number: int, key: SealKey | None = None) -> None:
    """Work out a seal and those after it again, from the rows that are there now."""
    first = Seal.objects.get(number=number)
    rows = SealedRow.objects.filter(number__gt=first.last - first.rows)
    delete(rows)
    delete(Seal.objects.filter(number__gte=number))
    fill_unsealed(connection)
    seal(key)


def test_a_sealed_record_is_as_it_was_sealed():
    assert found() == []


@pytest.mark.parametrize(("model", "field"), SEALED, ids=name_of)
def test_a_changed_column_is_found(full_record, model, field):
    row = rows_of(model, full_record).first()
    name = called(row)

    change(row, **{field.attname: another(getattr(row, field.attname), field)})

    assert name in "\n".join(found())


@pytest.mark.parametrize("model", HEADS, ids=name_of)
def test_a_deleted_row_is_found(full_record, model):
    row = rows_of(model, full_record).first()
    name = called(row)

    delete(model._default_manager.filter(pk=row.pk))

    assert f"seal 1, {name}: is gone" in found()


@pytest.mark.parametrize("model", [DecisionGuideline, MarkedWords, Finding], ids=name_of)
def test_a_deleted_part_is_found(model):
    row = model.objects.first()

    delete(model.objects.filter(pk=row.pk))

    assert f"seal 1, {called(row)}: is not what was sealed" in found()


def test_a_row_put_in_behind_the_triggers_is_found():
    entry = TrailEntry.objects.create(act="submitted")

    assert f"trailentry {entry.pk}: is neither sealed nor waiting for a seal" in found()


def test_a_further_guideline_under_an_old_decision_is_found(full_record):
    decision = full_record.decisions.get(number=2)

    DecisionGuideline.objects.create(decision=decision, guideline_id="vulgarity")

    assert found() == [f"seal 1, decision {decision.pk}: is not what was sealed"]


def test_words_marked_under_an_old_decision_are_found(full_record):
    decision = full_record.decisions.get(number=2)

    MarkedWords.objects.create(decision=decision, start=0, end=3)

    assert found() == [f"seal 1, decision {decision.pk}: is not what was sealed"]


def test_a_finding_under_an_old_screening_is_found(full_record):
    verdict = Verdict.objects.filter(screening__comment=full_record).first()

    Finding.objects.create(verdict=verdict, start=0, end=3, reason="Says The.")

    assert found() == [f"seal 1, screening {verdict.screening_id}: is not what was sealed"]


def test_a_wording_of_the_past_is_found():
    seal_complete_now()
    GuidelineWording.objects.create(
        guideline_id="abuse",
        language="fr",
        title="Soyez polis",
        text="Pas d'insultes.",
        worded_at=timezone.now() - timedelta(days=2),
    )
    fill_unsealed(connection)
    seal()

    assert "guidelinewording" in found()[0]
    assert "before a seal that it came after" in found()[0]


def seal_complete_now() -> None:
    make_comment()
    fill_unsealed(connection)
    assert seal()[-1].complete


def test_a_decision_of_the_past_is_found():
    seal_complete_now()
    comment = make_approved()
    past = timezone.now() - timedelta(days=2)
    Decision.objects.filter(comment=comment).update(decided_at=past)
    fill_unsealed(connection)
    seal()

    assert any("decision" in each and "before a seal" in each for each in found())


def test_rows_that_change_places_are_found(full_record):
    one, two = TrailEntry.objects.filter(comment=full_record).order_by("pk")[:2]

    TrailEntry.objects.filter(pk=one.pk).update(act=two.act, by=two.by_id, details=two.details)
    TrailEntry.objects.filter(pk=two.pk).update(act=one.act, by=one.by_id, details=one.details)

    named = "\n".join(found())
    assert f"trailentry {one.pk}" in named
    assert f"trailentry {two.pk}" in named


def test_sealed_rows_that_change_places_are_found():
    one, two = SealedRow.objects.order_by("number")[:2]

    SealedRow.objects.filter(pk=one.pk).update(number=0)
    SealedRow.objects.filter(pk=two.pk).update(number=1)
    SealedRow.objects.filter(pk=one.pk).update(number=2)

    assert "seal 1: the digests of its rows are not those it was made of" in found()


def test_a_status_set_by_hand_is_found(full_record):
    Comment.objects.filter(pk=full_record.pk).update(status="approved")

    assert found() == [f"comment {full_record.pk}: its status is approved, and its decisions say otherwise"]


def test_words_taken_away_without_an_erasure_are_found(full_record):
    decision = full_record.decisions.get(number=2)
    Decision.objects.filter(pk=decision.pk).update(explanation="")
    SealedRow.objects.filter(kind="decision", key=str(decision.pk)).update(salt="")

    assert found() == [f"seal 1, decision {decision.pk}: has lost its words, and nobody erased them"]


def test_an_erasure_alone_takes_no_other_words(full_record):
    Erasure.objects.create(comment=make_comment(), request="2026/18")
    decision = full_record.decisions.get(number=2)
    Decision.objects.filter(pk=decision.pk).update(explanation="")

    assert f"seal 1, decision {decision.pk}: has lost its words, and nobody erased them" in found()


@pytest.mark.parametrize("column", ["facts", "people", "words"])
def test_a_digest_put_right_with_the_row_is_found(column):
    row = SealedRow.objects.exclude(**{column: ""}).first()

    SealedRow.objects.filter(pk=row.pk).update(**{column: "0" * 64})

    assert "seal 1: the digests of its rows are not those it was made of" in found()


def test_a_deleted_sealed_row_is_found():
    row = SealedRow.objects.order_by("number")[3]

    delete(SealedRow.objects.filter(pk=row.pk))

    assert "seal 1: its row number 4 is missing" in found()


def test_a_row_put_under_an_old_seal_is_found():
    newest = SealedRow.objects.latest("number")
    entry = TrailEntry.objects.create(act="submitted")

    SealedRow.objects.create(
        seal=newest.seal, number=newest.number + 1, kind="trailentry", key=str(entry.pk), seed="", facts=""
    )

    assert f"seal {newest.seal.number}, trailentry {entry.pk}: was put under it later" in found()


def test_a_row_put_in_and_hidden_under_a_seal_that_is_not_there_is_found():
    entry = TrailEntry.objects.create(act="submitted")

    SealedRow.objects.create(
        seal_id=987_654, number=0, kind="trailentry", key=str(entry.pk), seed="", facts=""
    )

    assert found() == [f"trailentry {entry.pk}: is under a seal that is missing"]


def test_a_seal_dated_before_the_one_that_it_follows_is_found():
    seal_complete_now()
    newest = Seal.objects.latest("number")
    newest.sealed_at -= timedelta(days=2)

    Seal.objects.filter(pk=newest.pk).update(
        sealed_at=newest.sealed_at, digest=sha256(canonical(seal_head(newest)))
    )

    (said,) = found()
    assert said.startswith(f"seal {newest.number}: it is dated {newest.sealed_at:%Y-%m-%d}")


@pytest.mark.parametrize("column", ["form", "sealed_at", "previous", "rows", "root", "complete", "key"])
def test_a_changed_seal_is_found(column):
    first = Seal.objects.get(number=1)
    value = another(getattr(first, column), Seal._meta.get_field(column))

    change(first, **{column: "y" * 64 if column in ("previous", "root") else value})

    assert "seal 1: its digest is not that of what it says" in found()


def test_a_missing_seal_is_found():
    seal_complete_now()
    seal_complete_now()
    first = Seal.objects.get(number=2)
    delete(SealedRow.objects.filter(seal=first))
    delete(Seal.objects.filter(pk=first.pk))

    assert "seal 3: seal 2 before it is missing" in found()


def test_an_end_cut_off_with_the_rows_left_is_found():
    seal_complete_now()
    newest = Seal.objects.latest("number")
    left = newest.sealed_rows.order_by("number").first()

    delete(Seal.objects.filter(pk=newest.pk))

    assert f"{left.kind} {left.key}: is under a seal that is missing" in found()


def test_an_end_cut_off_with_its_rows_is_found():
    seal_complete_now()
    newest = Seal.objects.latest("number")
    row = newest.sealed_rows.order_by("number").first()

    delete(newest.sealed_rows.all())
    delete(Seal.objects.filter(pk=newest.pk))

    assert f"{row.kind} {row.key}: is neither sealed nor waiting for a seal" in found()


def test_an_end_cut_off_with_all_that_is_under_it_is_found_beside_what_was_published():
    entry = TrailEntry.objects.create(act="submitted")
    fill_unsealed(connection)
    (newest,) = seal()
    published = {newest.number: newest.digest}

    delete(newest.sealed_rows.all())
    delete(Seal.objects.filter(pk=newest.pk))
    delete(TrailEntry.objects.filter(pk=entry.pk))

    assert found() == []
    assert "an older backup was restored" in found(published=published)[0]


def test_a_new_seal_over_changed_rows_is_found_beside_what_was_published():
    published = {1: Seal.objects.get(number=1).digest}
    TrailEntry.objects.filter(pk=TrailEntry.objects.first().pk).update(act="rejected")

    reseal(1)

    assert found() == []
    assert found(published=published) == [f"seal 1: it was published as {published[1]}"]


def test_a_new_seal_without_the_key_is_found(signed):
    reseal(1)

    assert found() == []
    assert "it is not signed, though there is a key" in found(keys=[signed.public])[0]


def test_a_new_seal_that_keeps_the_name_of_the_key_is_found(signed):
    newest = Seal.objects.latest("number")
    newest.root = "0" * 64
    newest.digest = sha256(canonical(seal_head(newest)))
    Seal.objects.filter(pk=newest.pk).update(root=newest.root, digest=newest.digest)

    assert f"seal {newest.number}: its signature is not that of its key" in found(keys=[signed.public])


def test_a_seal_with_a_wrong_key_is_found(signed, tmp_path):
    wrong = SealKey.read(make_key(tmp_path, "wrong")[0])

    reseal(1, wrong)

    assert f"signed with another key than those given: {wrong.public.name}" in found(keys=[signed.public])[0]
    assert found(keys=[wrong.public]) == []


def test_a_missing_signature_is_found(signed):
    Seal.objects.exclude(key="").update(signature="")

    assert "its signature is missing" in found()[0]


def test_an_unsigned_seal_after_signed_ones_is_found(signed):
    seal_complete_now()

    assert "it is not signed, and those before it are" in found()[0]


def test_what_waits_and_is_gone_is_found():
    Unsealed.objects.create(kind="decision", key="987654321")
    Unsealed.objects.create(kind="nothing", key="1")

    assert found() == [
        "decision 987654321: was to be sealed, and is gone",
        "nothing in the record is called 'nothing', which waits for a seal",
    ]
    assert seal() == []


def test_the_first_bad_row_is_named_first(full_record):
    entries = list(TrailEntry.objects.filter(comment=full_record).order_by("pk"))
    for entry in (entries[-1], entries[2]):
        TrailEntry.objects.filter(pk=entry.pk).update(act="read")

    assert found()[0] == f"seal 1, trailentry {entries[2].pk}: is not what was sealed"


def test_another_moderator_put_in_the_place_of_who_decided_is_found(full_record):
    decision = full_record.decisions.get(number=1)

    Decision.objects.filter(pk=decision.pk).update(by=make_moderator())

    assert f"seal 1, decision {decision.pk}: says otherwise of people than what it was sealed with" in found()


def test_a_public_key_is_named_by_its_bytes(signed, tmp_path):
    assert PublicKey.read(tmp_path / "seal.pub").name == signed.public.name
