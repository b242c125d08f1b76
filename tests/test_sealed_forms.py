"""What a seal is made of never changes: rows that never change, and the digests they have for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from comments.models import (
    Author,
    Comment,
    Decision,
    DecisionGuideline,
    Discussion,
    Finding,
    MarkedWords,
    Permanent,
    Screening,
    Seal,
    SealedRow,
    Verdict,
)
from comments.sealing import closing, forms
from comments.sealing.canonical import canonical, row_line, seal_head, seal_line, sha256
from comments.sealing.documents import PARTS, Document, _columns, documents, heads, kind_of
from comments.sealing.forms import FORMS, Columns, sealed_columns
from newsroom.models import User
from tests.factories import make_approved, make_comment
from tests.sealing import behind_the_triggers, found, seal

SEED, SALT = "00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100"
MOMENT = datetime(2026, 11, 23, 8, 15, 0, 120, tzinfo=UTC)

# Facts, people and words of the row of each kind. To be added to with a new form, and never changed.
GOLDEN = {
    1: {
        "appeal": "fea930f4a883ac70b7e36f32a866613cbea47b96a01a53c78ba5ae23d74232b2",
        "attribution": "9f4d9d47f856a947e32a5a7b6f2d39fae6647c192771ea0e55fc3b302b1be927",
        "badge": "d95108e0dbc28a5fd7ef1a9a1098b66900f75dfb0c3a3bc006094f119e11489a",
        "comment": "d9cad2d8117341809f69f7b0730f38e59738d496e1786bc50ed0ee869b746e9f",
        "decision": "ceb6b63e5454b99c292bbbd0a21764c5e6b9b7fba5ffb2f506f42e520a9193ba",
        "decisionguideline": "113107debf8a049363854a3b211e3939efc9e72f321dc2f734cb7de0e3c99320",
        "erasure": "0f8bb4a5fb456e285d228248f81cb8c1920d86139849ae004140db8ae4b536a5",
        "escalation": "e85741cf2728673eee94212544f6732abe9e719ad3f28bb6596bcf2d3bc9f5dc",
        "finding": "f664290db77b1b91ba463eef48c40e6ec55091f16bd8d519d29d4e6bc362aa0a",
        "guideline": "63cdafc50cf7475f41bab8f49f8d0750eaade166295b7990464e23aca7a1d863",
        "guidelinewording": "75fd0b008ea60421f85ac8047adc4d5ac56cbd135f62cfda2fc2b2f8c0dd1217",
        "holdlifting": "761b3c1cad7cf6479ae838953f07228a7cca0384c732f911f51be4ccc88cc5db",
        "housemodel": "0c1d7253e5b052f8e62e86cf7e2cb43a095b4f26902894068cf533ce0b429c12",
        "housemodeluse": "01fa369f8f71d73334c16c11b8d68cc88d9b8cc64d51656afefea9101257f2f1",
        "markedwords": "70463c7e885589d3cf93f06e41d32712495f7946e1c595e2e44464648040907b",
        "note": "2691c50b60872c7a3a3b8364fc594bf3da810390b45c996952d7b99c9f66696a",
        "notice": "4a7e4027d78bb4d3d94a9859c4c5422ac814b8582bd757233bc0ddc84cda2931",
        "opening": "f5f19923f6c7a5965f5e559a8caec33988ea9c653b67b1500ea7c9fdf1f797fb",
        "overload": "4876a0d8c791cdb60a941c836a6868aa8563ecc4360d019b6363e4c8e6d67cdd",
        "receipt": "4dbb9cf6c02f562700380174992100c625720154e1238865882bf709a1df405a",
        "report": "99b3c5a49aa4e0ce8c491e3f952f14ce4465ca7d2b178154d1f4367ca34f9faf",
        "resolution": "37a9890f958f602f79c5b0456b8ff9fe0dd827eb7a87b40ea06bf5fb1649297a",
        "rowerasure": "4f352c613a6339249a9b53d5efed1da8c06980d974cde7a9bfb4c64e388ac36f",
        "screening": "5607cf994bfd705a819743e6d0649d56347ebf7b09d0a00070483b08104d705c",
        "secondreading": "bc9324c0190ab4e1c2715573ef46283b865d5db40da71f3b32f223bb931f2cf2",
        "standing": "2cb7ea8410cc82f17f5fd3ff93d275c18b581c7c9c9617cbf3b6ee5cc3a8af79",
        "term": "a7ab396208c73273a78d8467b5233fa705213f7b51feb2d51449da7e880cc21a",
        "termchange": "1edde7bd4538df7e95f972d11af7769903b0e92ecc90404ee8f1202196e0ce53",
        "trailentry": "168cf40bb459540d836b6bc10ac51e2df3a0988e4a30dd56cd65d057be0af1c6",
        "verdict": "a1e0220ada6daec9be9bdde81acb8e21c36fb1184960a6e987a181736d9bcbf7",
        "verification": "b7b7584b8091d5e51ac7481cc197dc10af2991c2d1d39876b02749deef342f67",
        "waitingcap": "6abbbf79e373f1fb3c0b77ade3537311f3ea34767f6228f0e685a41167f995ec",
        "withdrawal": "f1aa1520a7528890498d222a8bb2fe19b9b7ecca92c19b1d0cb431ebd5d3b48f",
    }
}
GOLDEN[2] = GOLDEN[1] | {"comment": "e42b6415b73f9ba004c1647d95d644df614973340c76abb62dfe8676aa8d86e5"}
# Of rows as either database gives them back, with what is sealed in them.
GOLDEN_WITH_PARTS = {
    1: {
        "comment": "4e8382fc7975af0581b0b0a87e57341e1968e21ae45a645b254e8b6a60b88e8f",
        "decision": "7578a6985e9dfbc0c8c578e0b81ffbf748ef3be66ca30daf49f48d675f957aec",
        "screening": "720c2b628b7b1a519ba939069a2d40e2503f2073596f2b8cf9cd8bff0093f38f",
    }
}
GOLDEN_WITH_PARTS[2] = GOLDEN_WITH_PARTS[1] | {
    "comment": "9ca8130cdd281dae529eb6ac8da76edc4dc9f40ff1a677ae39f454ec96254034"
}


def value_of(field: models.Field, number: int):
    """Another one for each column, the same for good."""
    if field.remote_field:
        field = field.target_field
    match field.get_internal_type():
        case "DateTimeField":
            return MOMENT + timedelta(days=number)
        case "BooleanField":
            return bool(number % 2)
        case "JSONField":
            return {"z": [number, None, "ı"], "a": 0.5}
        case "BinaryField":
            return bytes([number, 0, 255])
        case "FloatField":
            return number + 0.25
        case "CharField" | "TextField" | "SlugField":
            return f"{number} Ça “ï” الطريق 🚧\n"
        case "BigAutoField" | "BigIntegerField" | "IntegerField" | "PositiveSmallIntegerField":
            return number
        case "AutoField" | "PositiveIntegerField" | "PositiveBigIntegerField" | "SmallIntegerField":
            return number
    raise AssertionError(f"no value for {field}")


def row_of(model: type[Permanent], form: int) -> Permanent:
    """Not in the database, which has nothing to do with it."""
    columns = {str(field.column): field for field in model._meta.local_concrete_fields}
    named = FORMS[form][kind_of(model)].all
    return model(
        **{columns[name].attname: value_of(columns[name], n) for n, name in enumerate(named, start=1)}
    )


def digest_of(model: type[Permanent], form: int) -> str:
    document = Document(kind_of(model), "1", None, *_columns(row_of(model, form), form))
    return of_document(document)


def of_document(document: Document) -> str:
    return sha256(canonical(document.digests(seed=SEED, salt=SALT)))


def digests(form: int) -> dict[str, str]:
    models = {kind_of(model): model for model in [*heads().values(), *PARTS]}
    return {kind: digest_of(models[kind], form) for kind in sorted(FORMS[form])}


def test_every_form_has_its_digests():
    assert set(GOLDEN) == set(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_seals_never_changes(form):
    """Where this fails, what was sealed could not be verified any more: add a form, and leave this one."""
    assert digests(form) == GOLDEN[form]


@pytest.fixture
def rows_with_parts(db):
    """Each column as it is, whoever seals them and wherever."""
    at, key = MOMENT, 900_001
    user = User.objects.create(pk=key, username="so-and-so")
    text = "Ça alors: the road 🚧 floods,\nevery “spring”. الطريق يغرق."
    Discussion.objects.create(pk=key, site="s", key="k", url="/a/", title="t", begun_at=at)
    Author.objects.create(pk=key, kind="browser", key="b")
    Comment.objects.create(
        pk=key,
        discussion_id=key,
        author_id=key,
        name="Leyla",
        email="leyla@example.org",
        text=text,
        salt=SALT,
        digest=sha256(SALT + text),
        language="ar",
        submitted_at=at,
        received_at=at + timedelta(microseconds=1),
        source="old",
        source_key="7",
    )
    with transaction.atomic():
        Screening.objects.create(
            pk=key, comment_id=key, number=1, screened_at=at, score=0.1, versions={"z": 1, "a": "2.0"}
        )
        Verdict.objects.create(
            pk=key, screening_id=key, guideline_id="abuse", verdict="look", score=1 / 3, reason=""
        )
        Finding.objects.create(pk=key, verdict_id=key, start=0, end=2, reason="It says “Ça”.", kind="k")
    with transaction.atomic():
        Decision.objects.create(
            pk=key,
            comment_id=key,
            number=1,
            outcome="rejected",
            guideline_id="abuse",
            explanation="You wrote “Ça”.",
            by=user,
            decided_at=at,
            screening_id=key,
        )
        DecisionGuideline.objects.create(pk=key, decision_id=key, guideline_id="threats")
        MarkedWords.objects.create(pk=key, decision_id=key, start=0, end=2)
    return str(key)


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_the_database_never_change_either(rows_with_parts, form):
    key = rows_with_parts
    found = {kind: documents(kind, [key], form)[key] for kind in GOLDEN_WITH_PARTS[form]}

    assert {kind: of_document(document) for kind, document in found.items()} == GOLDEN_WITH_PARTS[form]


def test_the_line_of_a_row_and_the_head_of_a_seal_never_change():
    row = SealedRow(number=7, kind="note", key="3", seed=SEED, salt=SALT, facts="f", people="p", words="")
    seal = Seal(number=2, form=1, sealed_at=MOMENT, previous="0", rows=1, last=7, root="r", complete=True)

    assert row_line(row) == '{"facts":"f","key":"3","kind":"note","number":7,"people":"p","words":""}'
    assert canonical(seal_head(seal)) == (
        '{"complete":true,"form":1,"key":"","last":7,"previous":"0","root":"r","rows":1,"seal":2,'
        '"sealed_at":"2026-11-23T08:15:00.000120Z"}'
    )


def test_a_seal_from_before_forms_had_numbers_says_none(db):
    """Its digest was made without, and what is under it is of the first."""
    make_comment()
    (newest,) = seal()

    unnumbered = Seal(**(vars_of(newest) | {"form": None}))

    assert "form" not in seal_head(unnumbered)
    assert f'"form":{forms.NEWEST}' in seal_line(newest)
    assert (forms.form_of(unnumbered), forms.form_of(newest)) == (1, forms.NEWEST)


def vars_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}


@pytest.fixture
def with_forms(monkeypatch):
    """These forms in the place of ours, and which of them the sealer takes."""

    def use(them: dict, newest: int) -> None:
        sealed_columns.cache_clear()
        FORMS.clear()
        FORMS.update(them)
        monkeypatch.setattr(forms, "NEWEST", max(them))
        monkeypatch.setattr(closing, "NEWEST", newest)

    ours = dict(FORMS)
    yield use
    FORMS.clear()
    FORMS.update(ours)
    sealed_columns.cache_clear()


def without(columns: Columns, name: str) -> Columns:
    return Columns(tuple(each for each in columns.facts if each != name), columns.people, columns.words)


def test_what_was_sealed_before_a_column_was_there_is_verified_without_it(db, with_forms):
    """The language of a comment came with the second form, say."""
    ours = FORMS[max(FORMS)]
    older = dict(ours) | {"comment": without(ours["comment"], "language")}
    with_forms({1: older, 2: ours}, newest=1)
    first = make_approved()
    seal()
    with_forms({1: older, 2: ours}, newest=2)
    second = make_approved()
    seal()

    assert found() == []
    assert set(Seal.objects.values_list("form", flat=True)) == {1, 2}
    behind_the_triggers("UPDATE comments_comment SET language = 'xx'")
    assert [each for each in found() if f"comment {first.pk}:" in each] == []
    assert [each for each in found() if f"comment {second.pk}:" in each] != []


def test_rows_of_a_form_that_only_a_later_version_knows_are_named(db, with_forms):
    ours = FORMS[max(FORMS)]
    with_forms({1: ours, 2: ours}, newest=2)
    make_comment()
    newest = seal()[-1]
    with_forms({1: ours}, newest=1)

    assert found() == [f"seal {newest.number}: its rows are of form 2, which only a newer version can verify"]


def test_a_column_that_no_form_names_is_refused_and_named(db, with_forms):
    ours = FORMS[max(FORMS)]
    with_forms({1: dict(ours) | {"comment": without(ours["comment"], "language")}}, newest=1)
    make_comment()

    assert [each.msg for each in run_checks() if each.id == "comments.E044"] == [
        "Comment.language belongs into facts of what is sealed, and form 1 names it in none."
    ]
    with pytest.raises(ImproperlyConfigured, match=r"Comment\.language"):
        seal()
    assert not SealedRow.objects.filter(kind="comment").exists()


def test_what_a_model_calls_personal_is_refused_among_the_facts(with_forms):
    with_forms({1: FORMS[1]}, newest=1)

    assert [each.msg for each in run_checks() if each.id == "comments.E044"] == [
        "Comment.interface_language belongs into people of what is sealed, and form 1 names it in facts."
    ]


def test_a_column_that_sealed_rows_need_cannot_go(db, with_forms):
    ours = FORMS[max(FORMS)]
    note = ours["note"]
    older = dict(ours) | {"note": Columns((*note.facts, "mood"), note.people, note.words)}
    with_forms({1: older, 2: ours}, newest=2)

    assert [each.msg for each in run_checks() if each.id == "comments.E044"] == [
        "Note has no column 'mood', which form 1 of the seals names."
    ]


def test_a_model_that_no_form_names_is_refused_and_named(with_forms):
    ours = FORMS[max(FORMS)]
    with_forms({1: {kind: columns for kind, columns in ours.items() if kind != "note"}}, newest=1)

    named = [each.msg for each in run_checks() if each.id == "comments.E044"]

    assert len(named) == len(ours["note"].all)
    assert all(each.startswith("Note.") for each in named)


def test_each_form_is_told_as_it_is():
    told = (Path(__file__).parent.parent / "docs" / "record.md").read_text()

    before: Mapping[str, Columns] = {}
    for number, kinds in FORMS.items():
        listed = told.split(f"Form {number}, ")[1].split("```")[1].strip().splitlines()
        differs = {kind for kind in kinds if kinds[kind] != before.get(kind)}
        assert listed == [_told(kind, kinds[kind]) for kind in sorted(differs)]
        assert before.keys() <= kinds.keys()
        before = kinds


def _told(kind: str, columns: Columns) -> str:
    named = {"people": columns.people, "words": columns.words}
    parts = [" ".join(columns.facts), *(f"{name}: {' '.join(each)}" for name, each in named.items() if each)]
    return f"{kind}: {'; '.join(parts)}"


def test_nothing_is_forgotten():
    assert [each.msg for each in run_checks() if each.id == "comments.E044"] == []
