"""Keep certificates, their log and uses, and checked copies.

Why: results outlive their cases and are verified, shown, reused and taken back.
Expected: instant, the tables are new.
Undo: reverse this migration; all certificates are lost.
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
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('identifier', models.CharField(max_length=120, unique=True)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('code', models.CharField(max_length=22)),
                ('reference', models.CharField(max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('holder_index', models.BinaryField()),
                ('holder_name_sealed', models.BinaryField()),
                ('holder_id_sealed', models.BinaryField()),
                ('authority_code', models.CharField(max_length=18)),
                ('authority', models.CharField(max_length=200)),
                ('issued_at', models.DateTimeField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('state', models.CharField(default='01', max_length=2)),
                ('digest', models.BinaryField()),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate')),
            ],
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.CharField(max_length=12)),
                ('before', models.CharField(blank=True, max_length=2)),
                ('after', models.CharField(max_length=2)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='certificates.certificate')),
            ],
        ),
        migrations.CreateModel(
            name='CertificateType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=3)),
                ('is_document', models.BooleanField(default=False)),
                ('last', models.PositiveIntegerField(default=0)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
            ],
        ),
        migrations.AddField(
            model_name='certificate',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='certificates.certificatetype'),
        ),
        migrations.CreateModel(
            name='CheckedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder_index', models.BinaryField()),
                ('name', models.CharField(max_length=200)),
                ('file_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('checked_by', models.BigIntegerField()),
                ('checked_at', models.DateTimeField()),
                ('valid_to', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['holder_index', 'name'], name='certificates_copy_holder')],
            },
        ),
        migrations.CreateModel(
            name='ShownCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='certificates.certificate')),
            ],
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder_index', models.BinaryField()),
                ('kind', models.CharField(max_length=8)),
                ('purpose', models.CharField(max_length=200)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('actor', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('consent_at', models.DateTimeField(null=True)),
                ('certificate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='certificates.certificate')),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='certificates.checkedcopy')),
            ],
        ),
        migrations.AddConstraint(
            model_name='certificatetype',
            constraint=models.UniqueConstraint(fields=('department', 'name'), name='certificates_type_once'),
        ),
        migrations.AddConstraint(
            model_name='certificatetype',
            constraint=models.UniqueConstraint(fields=('department', 'code'), name='certificates_type_code_once'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['holder_index', '-id'], name='certificates_holder'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(condition=models.Q(('state', '01')), fields=['valid_to'], name='certificates_running_out'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['01', '02', '03', '04', '05', '06', '07'])), name='certificates_state_known'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('reference', 'place', 'version'), name='certificates_one_per_result'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('code',), name='certificates_code_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('replaces',), name='certificates_replaced_once'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['holder_index', '-id'], name='certificates_use_holder'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reuse'), _negated=True), ('consent_at__isnull', False), _connector='OR'), name='certificates_reuse_has_consent'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('certificate__isnull', False), ('copy__isnull', False), _connector='XOR'), name='certificates_use_of_one_thing'),
        ),
    ]
