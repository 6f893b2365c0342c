"""Find a department's finished steps by time.

Why: the forecast of who will be late asks how fast steps went in the last months.
Expected: a second for each million of steps; concurrently is not needed before the first release.
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_keep_citizen_and_due_of_steps'),
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('state', 'done')), fields=['department', 'done_at'], name='cases_step_speed'),
        ),
    ]
