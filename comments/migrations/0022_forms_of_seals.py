"""Of which form the rows of a seal are."""

import hashlib
import json
from datetime import UTC

from django.db import migrations, models

from comments.sealing.forms import FORMS

HEAD = ("previous", "rows", "last", "root", "complete", "key")


def tell_by_the_digests(apps, schema_editor):
    """A seal that was made with a form has it in its digest, also where the column was taken back since."""
    seals = apps.get_model("comments", "Seal")._default_manager.using(schema_editor.connection.alias)
    told = {}
    for seal in seals.order_by("number").iterator(chunk_size=1000):
        if form := _form(seal):
            told.setdefault(form, []).append(seal.pk)
    if not told:
        return
    # SQLite's are lifted since the column was added. Here it is one, put back in the same transaction.
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute("ALTER TABLE comments_seal DISABLE TRIGGER permanent_comments_seal")
    for form, keys in told.items():
        for first in range(0, len(keys), 500):
            seals.filter(pk__in=keys[first : first + 500]).update(form=form)
    if on_postgresql:
        schema_editor.execute("ALTER TABLE comments_seal ENABLE TRIGGER permanent_comments_seal")


def _form(seal):
    """None where it is older than the numbers of forms, or its digest is of none that we know."""
    head = {name: getattr(seal, name) for name in HEAD} | {"seal": seal.number}
    head["sealed_at"] = seal.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return next((form for form in FORMS if _digest(head | {"form": form}) == seal.digest), None)


def _digest(head):
    return hashlib.sha256(json.dumps(head, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0021_verification"),
    ]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="form",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(tell_by_the_digests, migrations.RunPython.noop),
    ]
