"""Find what waits for somebody's decision: special procedures, extensions, experts' opinions.

Why: who decides sees it in one list, without looking into each case.
Expected: three small partial indexes; tables of thousands of rows, a second. Appeals against cards
    have theirs (`cases_card_open`).
Undo: reverse this migration.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_keep_why_unsigned'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='extensionrequest',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='cases_extension_waits'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['expert', 'asked_at'], name='cases_opinion_waits'),
        ),
        migrations.AddIndex(
            model_name='specialprocedure',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='cases_special_waits'),
        ),
    ]
