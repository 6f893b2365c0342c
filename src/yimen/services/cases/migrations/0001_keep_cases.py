"""Keep cases with their materials, steps, opinions and log.

Why: the heart of the service; see docs/decisions/0020-cases.md.
Expected: instant, the tables are new.
Undo: reverse this migration; all cases are lost.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('number', models.CharField(max_length=21, null=True)),
                ('query_code_sealed', models.BinaryField(default=b'')),
                ('query_failures', models.PositiveSmallIntegerField(default=0)),
                ('item_code', models.CharField(max_length=100)),
                ('item_name', models.TextField()),
                ('centre_id', models.BigIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('form_sealed', models.BinaryField(default=b'')),
                ('state', models.CharField(default='draft', max_length=16)),
                ('instant', models.BooleanField(default=False)),
                ('tolerant', models.BooleanField(default=False)),
                ('promised', models.BooleanField(default=False)),
                ('deemed', models.BooleanField(default=False)),
                ('applicant_kind', models.CharField(default='person', max_length=12)),
                ('applicant_index', models.BinaryField(null=True)),
                ('applicant_id_sealed', models.BinaryField(default=b'')),
                ('applicant_name_sealed', models.BinaryField(default=b'')),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('agent_index', models.BinaryField(null=True)),
                ('agent_id_sealed', models.BinaryField(default=b'')),
                ('agent_name_sealed', models.BinaryField(default=b'')),
                ('signature_file_id', models.BigIntegerField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('hand_over', models.CharField(default='window', max_length=12)),
                ('address_sealed', models.BinaryField(default=b'')),
                ('channel', models.CharField(max_length=12)),
                ('ticket_id', models.BigIntegerField(null=True)),
                ('window_id', models.BigIntegerField(null=True)),
                ('bundle_id', models.BigIntegerField(null=True)),
                ('file_key', models.CharField(max_length=120, null=True)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('supplements', models.PositiveSmallIntegerField(default=0)),
                ('received_by', models.BigIntegerField(null=True)),
                ('accepted_by', models.BigIntegerField(null=True)),
                ('handled_by', models.BigIntegerField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('promised_due', models.DateField(null=True)),
                ('statutory_due', models.DateField(null=True)),
                ('audit_number', models.PositiveIntegerField(default=0)),
                ('audit_digest', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.itemversion')),
            ],
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=24)),
                ('before', models.CharField(blank=True, max_length=16)),
                ('after', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('facts', models.JSONField(default=dict)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=6)),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region', 'day'), name='cases_series_once')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('name', models.TextField()),
                ('position', models.PositiveSmallIntegerField()),
                ('need', models.CharField(max_length=10)),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None)),
                ('originals', models.PositiveSmallIntegerField(default=1)),
                ('copies', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(default='missing', max_length=10)),
                ('way', models.CharField(blank=True, max_length=8)),
                ('file_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('certificate_id', models.BigIntegerField(null=True)),
                ('trust', models.CharField(max_length=1)),
                ('flaw', models.CharField(blank=True, max_length=500)),
                ('due_on', models.DateField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.BigIntegerField()),
                ('expert', models.BigIntegerField()),
                ('question', models.CharField(max_length=500)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, max_length=2000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('role', models.CharField(max_length=16)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('assignee', models.BigIntegerField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.BigIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('opinion', models.CharField(blank=True, max_length=1000)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.case')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['applicant_index', '-id'], name='cases_case_applicant'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['agent_index', '-id'], name='cases_case_agent'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['department', 'state', 'promised_due'], name='cases_case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['centre_id', '-id'], name='cases_case_centre'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('ticket_id__isnull', False)), fields=['ticket_id'], name='cases_case_ticket'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'draft')), fields=['saved_at'], name='cases_case_old_drafts'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('bundle_id__isnull', False)), fields=['bundle_id'], name='cases_case_bundle'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('number',), name='cases_case_number_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('file_key',), name='cases_case_file_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'certified', 'closed', 'correction', 'delivered', 'draft', 'expired', 'granted', 'in_review', 'not_competent', 'not_required', 'received', 'refused', 'submitted', 'suspended', 'terminated', 'void', 'withdrawn'])), name='cases_case_state_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', False), ('state__in', ['draft', 'expired']), _connector='OR'), name='cases_case_has_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('state__in', ['certified', 'closed', 'delivered', 'granted', 'refused']), _negated=True), _connector='OR'), name='cases_case_decided_has_decision'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('instant', True), ('decided_by__isnull', True), models.Q(models.Q(('accepted_by__isnull', True), models.Q(('decided_by', models.F('accepted_by')), _negated=True), _connector='OR'), models.Q(('handled_by__isnull', True), models.Q(('decided_by', models.F('handled_by')), _negated=True), _connector='OR')), _connector='OR'), name='cases_case_four_eyes'),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(fields=['case', 'id'], name='cases_event_case'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.UniqueConstraint(fields=('case', 'key'), name='cases_material_once'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'given', 'held', 'missing', 'promised', 'wrong'])), name='cases_material_state_known'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('state__in', ['open', 'claimed'])), fields=['department', 'role', 'due_on', 'id'], name='cases_step_inbox'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('state', 'claimed')), fields=['assignee', 'due_on', 'id'], name='cases_step_mine'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['claimed', 'done', 'dropped', 'open', 'waiting'])), name='cases_step_state_known'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'claimed'), _negated=True), ('assignee__isnull', False), _connector='OR'), name='cases_step_claimed_has_assignee'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='cases_step_done_has_doer'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('case', 'position', 'name', 'round'), name='cases_step_once'),
        ),
    ]
