"""Issue notices: numbered without a gap, each with a code that anybody can verify it by.

Why: whatever is decided is told in writing (Administrative Licensing Law art. 32, 38).
Expected: instant, the tables are new.
Undo: reverse this migration; notices are lost, their files stay.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_alarm_for_steps_and_pairs_of_eyes'),
        ('catalogue', '0004_mark_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('occasion', models.CharField(max_length=40)),
                ('word', models.CharField(max_length=4)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=120)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('facts_sealed', models.BinaryField()),
                ('digest', models.BinaryField(max_length=32)),
                ('state', models.CharField(default='issued', max_length=8)),
                ('issued_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.CharField(max_length=80)),
                ('voided_at', models.DateTimeField(null=True)),
                ('voided_by', models.CharField(blank=True, max_length=80)),
                ('void_reason', models.CharField(blank=True, max_length=500)),
                ('file', models.CharField(blank=True, max_length=100)),
                ('file_digest', models.BinaryField(max_length=32, null=True)),
                ('signer', models.CharField(blank=True, max_length=200)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.case')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('file', '')), fields=['tries', 'id'], name='cases_notice_to_be_drawn')],
                'constraints': [models.UniqueConstraint(fields=('case', 'kind', 'occasion'), name='cases_notice_once'), models.UniqueConstraint(fields=('number',), name='cases_notice_number_once'), models.UniqueConstraint(fields=('department', 'word', 'year', 'serial'), name='cases_notice_serial_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['acceptance', 'delivery', 'extension', 'grant', 'not_competent', 'not_required', 'promise', 'receipt', 'refuse', 'special', 'supplement', 'termination', 'tolerant', 'tolerant_promise'])), name='cases_notice_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['issued', 'void'])), name='cases_notice_state_known'), models.CheckConstraint(condition=models.Q(('state', 'issued'), models.Q(('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='cases_notice_void_has_reason'), models.CheckConstraint(condition=models.Q(('file', ''), ('file_digest__isnull', False), _connector='XOR'), name='cases_notice_file_has_digest')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=4)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('department', 'word', 'year'), name='cases_notice_series_once')],
            },
        ),
    ]
