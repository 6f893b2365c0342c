"""Keep why somebody who cannot write did not sign, and what stands in for it.

Why: nothing is filed at a window unsigned any more; a hall serves people who cannot sign, too.
Expected: columns with a default of the database, at once; a small partial index and two checks read
    the table once, a few seconds for a million cases, during which cases wait to be written to.
Undo: reverse this migration; the reasons stay in the log.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_begin_bundles_from_afar'),
        ('catalogue', '0007_know_branches'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='unsigned',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='case',
            name='unsigned_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='casebundle',
            name='unsigned',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='casebundle',
            name='unsigned_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('unsigned', ''), _negated=True), fields=['centre_id', '-id'], name='cases_case_unsigned'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unsigned', ''), ('unsigned_reason', '')), models.Q(('signed_at__isnull', True), ('unsigned__in', ['fingerprint', 'proxy', 'unable']), models.Q(('unsigned_reason', ''), _negated=True)), _connector='OR'), name='cases_case_unsigned_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='casebundle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unsigned', ''), ('unsigned_reason', '')), models.Q(('signed_at__isnull', True), ('unsigned__in', ['fingerprint', 'proxy', 'unable']), models.Q(('unsigned_reason', ''), _negated=True)), _connector='OR'), name='cases_bundle_unsigned_has_reason'),
        ),
    ]
