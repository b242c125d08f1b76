import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0015_names_and_rewritings'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('status', 'approved')), fields=['thread', 'submitted_at', 'id'], name='comment_replies'),
        ),
        migrations.CreateModel(
            name='DiscussionVersion',
            fields=[
                ('discussion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shown', serialize=False, to='comments.discussion')),
                ('version', models.PositiveIntegerField()),
                ('published_count', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='publication', serialize=False, to='comments.comment')),
                ('number', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
                ('discussion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='comments.discussion')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['discussion', 'number'], name='publication_by_number'), models.Index(fields=['discussion', 'published_at', 'comment'], name='publication_on_page'), models.Index(fields=['published_at', 'comment'], name='publication_in_order')],
            },
        ),
    ]
