"""Weigh the reports that are open already. Nobody's record is read: each counts as a newcomer's."""

from django.db import migrations

NEWCOMERS = 500


def weigh(apps, schema_editor):
    Decision, Report = apps.get_model("comments", "Decision"), apps.get_model("comments", "Report")
    Reported = apps.get_model("comments", "Reported")
    using = schema_editor.connection.alias
    decided = Decision.objects.using(using).filter(undone_by=None).exclude(outcome="undone")
    answered = {}
    for comment, number in decided.filter(comment__reports__isnull=False).values_list("comment", "number").iterator():
        answered[comment] = max(number, answered.get(comment, 0))
    times = {}
    reports = Report.objects.using(using).filter(comment__status="approved")
    for comment, after, at in reports.values_list("comment", "after_number", "reported_at").iterator():
        if answered.get(comment, 0) <= after:
            times.setdefault(comment, []).append(at)
    Reported.objects.using(using).bulk_create(
        Reported(comment_id=comment, weight=NEWCOMERS * len(at), reports=len(at), oldest_at=min(at))
        for comment, at in times.items()
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_standing_and_escalation")]

    operations = [migrations.RunPython(weigh, migrations.RunPython.noop)]
