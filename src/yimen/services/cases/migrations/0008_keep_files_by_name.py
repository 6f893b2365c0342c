"""Keep files by their public names, and what the second screen shows.

Why: files are known by names that cannot be guessed.
Expected: instant, no case has files yet.
Undo: reverse this migration.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_find_speed_of_steps'),
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='case',
            name='signature_file_id',
        ),
        migrations.AddField(
            model_name='case',
            name='presented_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='signature_file',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name='material',
            name='file_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('presented_at__isnull', False)), fields=['window_id'], name='cases_case_presented'),
        ),
    ]
