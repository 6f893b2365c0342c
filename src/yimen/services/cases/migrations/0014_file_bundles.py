"""File bundles (一件事): what was filed once, and which case each part of it became.

Why: items of several departments are filed with one form and handed out together.
Expected duration: new tables, no lock. Undo: migrate back; bundles are lost, their cases stay.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_drop_needless_indexes'),
        ('catalogue', '0006_keep_bundles'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseBundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('number', models.CharField(max_length=21, null=True)),
                ('query_code_sealed', models.BinaryField(default=b'')),
                ('query_failures', models.PositiveSmallIntegerField(default=0)),
                ('query_failed_at', models.DateTimeField(null=True)),
                ('name', models.TextField()),
                ('centre_id', models.BigIntegerField()),
                ('items', models.JSONField()),
                ('answers', models.JSONField(default=dict)),
                ('form_sealed', models.BinaryField(default=b'')),
                ('given', models.JSONField(default=dict)),
                ('applicant_kind', models.CharField(default='person', max_length=12)),
                ('applicant_index', models.BinaryField(null=True)),
                ('applicant_id_sealed', models.BinaryField(default=b'')),
                ('applicant_name_sealed', models.BinaryField(default=b'')),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('agent_index', models.BinaryField(null=True)),
                ('agent_id_sealed', models.BinaryField(default=b'')),
                ('agent_name_sealed', models.BinaryField(default=b'')),
                ('channel', models.CharField(max_length=12)),
                ('ticket_id', models.BigIntegerField(null=True)),
                ('window_id', models.BigIntegerField(null=True)),
                ('file_key', models.CharField(max_length=120, null=True)),
                ('signature_file', models.CharField(blank=True, max_length=40)),
                ('presented_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('filed_at', models.DateTimeField(null=True)),
                ('filed_by', models.CharField(blank=True, max_length=80)),
                ('promised_due', models.DateField(null=True)),
                ('ready_at', models.DateTimeField(null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.bundleversion')),
            ],
        ),
        migrations.CreateModel(
            name='BundlePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('position', models.PositiveSmallIntegerField()),
                ('item_code', models.CharField(max_length=100)),
                ('item_name', models.TextField()),
                ('days', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('takes', models.JSONField(default=list)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.itemversion')),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='cases.casebundle')),
            ],
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(fields=['applicant_index', '-id'], name='cases_bundle_applicant'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('ticket_id__isnull', False)), fields=['ticket_id'], name='cases_bundle_ticket'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('presented_at__isnull', False)), fields=['window_id'], name='cases_bundle_presented'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('filed_at__isnull', True)), fields=['saved_at'], name='cases_bundle_drafts'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('filed_at__isnull', False), ('ready_at__isnull', True)), fields=['id'], name='cases_bundle_running'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('ready_at__isnull', False)), fields=['centre_id', 'ready_at'], name='cases_bundle_ready'),
        ),
        migrations.AddConstraint(
            model_name='casebundle',
            constraint=models.UniqueConstraint(fields=('number',), name='cases_bundle_number_once'),
        ),
        migrations.AddConstraint(
            model_name='casebundle',
            constraint=models.UniqueConstraint(fields=('file_key',), name='cases_bundle_file_once'),
        ),
        migrations.AddConstraint(
            model_name='casebundle',
            constraint=models.CheckConstraint(condition=models.Q(('filed_at__isnull', True), models.Q(('applicant_index__isnull', False), ('number__isnull', False), ('promised_due__isnull', False)), _connector='OR'), name='cases_bundle_filed_has_number'),
        ),
        migrations.AddConstraint(
            model_name='bundlepart',
            constraint=models.UniqueConstraint(fields=('bundle', 'key'), name='cases_part_once'),
        ),
        migrations.AddConstraint(
            model_name='bundlepart',
            constraint=models.UniqueConstraint(fields=('case',), name='cases_part_of_case_once'),
        ),
        migrations.AddConstraint(
            model_name='bundlepart',
            constraint=models.CheckConstraint(condition=models.Q(('case__isnull', True), ('dropped_at__isnull', True), _connector='OR'), name='cases_part_filed_or_dropped'),
        ),
    ]
