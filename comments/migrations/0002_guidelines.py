"""The policy's seven guidelines, worded in five languages. Editors reword them from here on."""

from django.db import migrations
from django.utils import timezone

from comments.guidelines import CODES, DEFAULT_WORDINGS


def seed(apps, schema_editor):
    Guideline = apps.get_model("comments", "Guideline")
    GuidelineWording = apps.get_model("comments", "GuidelineWording")
    using = schema_editor.connection.alias
    # Migrating back leaves them, as permanent rows are; forward again must not add them twice.
    if Guideline.objects.using(using).exists():
        return
    now = timezone.now()
    Guideline.objects.using(using).bulk_create(
        Guideline(code=code, position=position) for position, code in enumerate(CODES, start=1)
    )
    GuidelineWording.objects.using(using).bulk_create(
        GuidelineWording(guideline_id=code, language=language, version=1, title=title, text=text, worded_at=now)
        for language, wordings in DEFAULT_WORDINGS.items()
        for code, (title, text) in wordings.items()
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
