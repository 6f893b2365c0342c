"""Find what applicants said while waiting: urging and complaints.

Why: supervisors answer them from a list.
Expected: a small partial index; one read of the log, about a minute for ten million lines, during
    which cases wait to be written to. Run it in the night.
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_keep_give_backs'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(condition=models.Q(('event__in', ['urge', 'complain'])), fields=['at'], name='cases_event_voice'),
        ),
    ]
