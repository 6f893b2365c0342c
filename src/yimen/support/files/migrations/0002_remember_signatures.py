"""Remember that a PDF was signed: rewriting it took the signature away, and clerks must know.

Expected: instant, the column has a default of the database.
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_keep_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='was_signed',
            field=models.BooleanField(db_default=False),
        ),
    ]
