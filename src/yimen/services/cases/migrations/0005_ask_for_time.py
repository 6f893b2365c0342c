"""Let special procedures and extensions be asked for and granted, never by one person.

Why: the clocks of a decision stand still or grow only by consent (行政许可法 art. 42, 45).
Expected: instant, the tables are new.
Undo: reverse this migration; requests are lost, the ledgers keep what was granted.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_give_cards'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=500)),
                ('joint', models.BooleanField(default=False)),
                ('state', models.CharField(default='asked', max_length=8)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=500)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'granted'])), fields=('case',), name='cases_extension_once'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'dropped', 'granted', 'refused'])), name='cases_extension_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='cases_extension_granted_by'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('asked_by')), _negated=True), name='cases_extension_four_eyes')],
            },
        ),
        migrations.CreateModel(
            name='SpecialProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=14)),
                ('days', models.PositiveSmallIntegerField()),
                ('basis', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=500)),
                ('state', models.CharField(default='asked', max_length=8)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=500)),
                ('began_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_by', models.BigIntegerField(null=True)),
                ('result', models.CharField(blank=True, max_length=500)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='specials', to='cases.case')),
                ('clock', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.clock')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'running'])), fields=('case',), name='cases_special_one_live'), models.CheckConstraint(condition=models.Q(('kind__in', ['appraisal', 'auction', 'expert_review', 'hearing', 'inspection', 'other', 'quarantine', 'tender', 'testing'])), name='cases_special_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'dropped', 'over', 'refused', 'running'])), name='cases_special_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['running', 'over']), _negated=True), models.Q(('began_on__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='cases_special_running_was_approved'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('asked_by')), _negated=True), name='cases_special_four_eyes')],
            },
        ),
    ]
