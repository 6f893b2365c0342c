"""Keep files: what was received from citizens or made by the house, and how it stands.

Why: materials, notices and certificates need one safe place with one way in.
Expected: instant, the table is new.
Undo: reverse this migration; the rows are lost, sealed contents stay in the storage as orphans.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('subject', models.CharField(max_length=80)),
                ('state', models.CharField(max_length=10)),
                ('media_type', models.CharField(blank=True, max_length=40)),
                ('received_size', models.PositiveBigIntegerField()),
                ('size', models.PositiveBigIntegerField(null=True)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('digest', models.BinaryField(max_length=32, null=True)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('limits', models.JSONField(default=dict)),
                ('quarantine', models.CharField(blank=True, max_length=100)),
                ('kept', models.CharField(blank=True, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('received_at', models.DateTimeField()),
                ('received_by', models.CharField(max_length=80)),
                ('checked_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_by', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['subject'], name='files_subject'), models.Index(condition=models.Q(('state', 'received')), fields=['received_at'], name='files_unchecked'), models.Index(condition=models.Q(('state', 'clean'), models.Q(('quarantine', ''), _negated=True)), fields=['id'], name='files_left_over'), models.Index(condition=models.Q(('state__in', ['refused', 'dropped'])), fields=['state', 'received_at'], name='files_to_forget')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['clean', 'dropped', 'received', 'refused'])), name='files_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'clean'), _negated=True), models.Q(('checked_at__isnull', False), ('digest__isnull', False), ('size__isnull', False), models.Q(('kept', ''), _negated=True)), _connector='OR'), name='files_clean_has_content'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('kept', '')), _connector='OR'), name='files_refused_has_reason'), models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('dropped_at__isnull', True), _connector='XOR'), name='files_dropped_when')],
            },
        ),
    ]
