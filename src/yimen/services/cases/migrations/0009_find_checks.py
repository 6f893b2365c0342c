"""Find materials whose files are still being checked.

Why: a job looks for them every minute.
Expected: instant.
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_keep_files_by_name'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='material',
            index=models.Index(condition=models.Q(('state', 'checking')), fields=['changed_at'], name='cases_material_checking'),
        ),
    ]
