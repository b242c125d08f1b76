from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0013_assignment'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedMonth',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('is_final', models.BooleanField()),
                ('definition', models.PositiveSmallIntegerField()),
                ('figures', models.JSONField()),
            ],
            options={
                'default_permissions': ('view',),
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('source', '')), fields=['received_at', 'page_language'], name='comment_received_here'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('by__isnull', False)), fields=['decided_at', 'id'], name='decision_made_here'),
        ),
    ]
