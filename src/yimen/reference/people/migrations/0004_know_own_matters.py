"""Know whose account it is by a blind index.

Why: nobody decides in a matter of their own (公务员法 art. 76).
Expected: milliseconds; a nullable column.
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_know_citizens'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='identity_index',
            field=models.BinaryField(editable=False, null=True),
        ),
    ]
