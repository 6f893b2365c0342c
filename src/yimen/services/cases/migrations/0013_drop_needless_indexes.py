"""Drop indexes that another one covers, or that no question needs.

Why: each move of a case entered it anew in eleven indexes, six of them for nothing: the patterns of
secret addresses and codes, departments and cases that a wider index begins with, agents of cases
without one; and each save of a draft entered it in all of them, for the sake of when it was saved.
Expected: seconds to a minute at a million cases; four smaller indexes are built.
Undo: reverse this migration.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_issue_notices'),
        ('catalogue', '0006_keep_bundles'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_case_agent',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_case_old_drafts',
        ),
        migrations.AlterField(
            model_name='case',
            name='department',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department'),
        ),
        migrations.AlterField(
            model_name='case',
            name='public_id',
            field=models.CharField(max_length=22),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='log', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='material',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='code',
            field=models.CharField(max_length=12),
        ),
        migrations.AlterField(
            model_name='notice',
            name='department',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department'),
        ),
        migrations.AlterField(
            model_name='step',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='step',
            name='department',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('agent_index__isnull', False)), fields=['agent_index', '-id'], name='cases_case_agent'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'draft')), fields=['made_at'], name='cases_case_old_drafts'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('public_id',), name='cases_case_address_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('code',), name='cases_notice_code_once'),
        ),
    ]
