"""Keep checked copies by the public names of their files.

Why: files are known by names that cannot be guessed.
Expected: instant, no copy is kept yet.
Undo: reverse this migration.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0001_keep_certificates'),
    ]

    operations = [
        migrations.AlterField(
            model_name='checkedcopy',
            name='file_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
        ),
    ]
