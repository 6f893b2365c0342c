"""How far each follower has read the event log, and events whose reaction failed.

Why: messages and what follows from an event are made after the fact, each once.
Expected: at once; the tables are new.
Undo: reverse this migration; followers read the log from its beginning again.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0002_keep_audit_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('transaction', models.BigIntegerField(default=0)),
                ('event_id', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'support_follower',
            },
        ),
        migrations.CreateModel(
            name='ParkedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follower', models.CharField(max_length=40)),
                ('event_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('body', models.JSONField()),
                ('tries', models.PositiveSmallIntegerField(default=1)),
                ('error', models.CharField(max_length=80)),
                ('parked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'support_parkedevent',
                'constraints': [models.UniqueConstraint(fields=('follower', 'event_id'), name='support_parkedevent_once')],
            },
        ),
    ]
