"""Give each bad rating a repair with its own clocks, and let a rating be excluded.

Why: bad ratings must be answered in time (国办发〔2019〕51号). Expected duration: new tables and two
columns with constant defaults, no rewrite. Undo: migrate back; repairs are lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rating',
            name='excluded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='rating',
            name='excluded_for',
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('centre_id', models.BigIntegerField()),
                ('window_id', models.BigIntegerField()),
                ('rated_id', models.BigIntegerField(null=True)),
                ('real_name', models.BooleanField()),
                ('state', models.CharField(max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('opened_on', models.DateField()),
                ('sign_days', models.PositiveSmallIntegerField()),
                ('contact_days', models.PositiveSmallIntegerField()),
                ('feedback_days', models.PositiveSmallIntegerField()),
                ('extended_days', models.PositiveSmallIntegerField()),
                ('review_days', models.PositiveSmallIntegerField()),
                ('sign_due', models.DateField()),
                ('contact_due', models.DateField()),
                ('feedback_due', models.DateField(null=True)),
                ('review_due', models.DateField(null=True)),
                ('calendar_version', models.PositiveIntegerField()),
                ('handler_id', models.BigIntegerField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('in_time', models.BooleanField(null=True)),
                ('answers', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('called_back_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('second_stars', models.PositiveSmallIntegerField(null=True)),
                ('second_at', models.DateTimeField(null=True)),
                ('extension_asked_by', models.BigIntegerField(null=True)),
                ('extension_decided_by', models.BigIntegerField(null=True)),
                ('extension_granted', models.BooleanField(null=True)),
                ('appealed_by', models.BigIntegerField(null=True)),
                ('appealed_on', models.DateField(null=True)),
                ('appeal_ground', models.CharField(blank=True, max_length=9)),
                ('appeal_decided_by', models.BigIntegerField(null=True)),
                ('appeal_decided_on', models.DateField(null=True)),
                ('rating', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='feedback.rating')),
            ],
            options={
                'verbose_name': '差评整改',
                'verbose_name_plural': '差评整改',
            },
        ),
        migrations.CreateModel(
            name='RepairStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('step', models.CharField(max_length=20)),
                ('by', models.CharField(max_length=80)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('facts', models.JSONField(default=dict)),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='feedback.repair')),
            ],
            options={
                'verbose_name': '差评整改记录',
                'verbose_name_plural': '差评整改记录',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='repair',
            index=models.Index(fields=['centre_id', 'state', 'opened_at'], name='feedback_repair_open'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'signed', 'contacted', 'answered', 'called_back', 'appealed', 'closed', 'excluded'])), name='feedback_repair_state_known'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(('second_stars__isnull', True), models.Q(('second_stars__gte', 1), ('second_stars__lte', 5)), _connector='OR'), name='feedback_repair_second_stars'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(('handler_id', models.F('rated_id')), _negated=True), name='feedback_repair_handler_not_rated'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal_decided_by', models.F('appealed_by')), _negated=True), models.Q(('appeal_decided_by', models.F('rated_id')), _negated=True)), name='feedback_repair_appeal_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extension_decided_by', models.F('extension_asked_by')), _negated=True), models.Q(('extension_decided_by', models.F('rated_id')), _negated=True)), name='feedback_repair_extension_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'excluded'), _negated=True), ('appeal_decided_by__isnull', False), _connector='OR'), name='feedback_repair_excluded_by_decision'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='feedback_repair_closed_at'),
        ),
    ]
