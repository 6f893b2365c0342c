"""Keep the files handed in at the import page, how far each has come, and the lines not taken.

Why: an import of a hundred thousand lines runs in the background; people follow it and work through
its report. Expected duration: new tables, no lock. Undo: migrate back; reports are lost, items stay.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_mark_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=300)),
                ('size', models.PositiveBigIntegerField()),
                ('stored', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('stage', models.CharField(blank=True, max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('ignored', models.JSONField(default=list)),
                ('refusal', models.CharField(blank=True, max_length=60)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'refused', 'failed'])), name='catalogue_run_state_known'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('refusal', ''), _connector='XOR'), name='catalogue_run_refusal_named')],
            },
        ),
        migrations.CreateModel(
            name='ImportRejection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('column', models.CharField(max_length=200)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('flaw', models.CharField(max_length=20)),
                ('other_line', models.PositiveIntegerField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejections', to='catalogue.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'line'], name='catalogue_rejection_line')],
            },
        ),
    ]
