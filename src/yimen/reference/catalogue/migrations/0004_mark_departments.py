"""Give departments the word that their documents are numbered with (机关代字).

Why: notices are numbered by body, kind, year and serial.
Expected: instant; a column with a database default.
Undo: reverse this migration; the words are lost.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='mark',
            field=models.CharField(blank=True, db_default='', max_length=20, verbose_name='机关代字'),
        ),
    ]
