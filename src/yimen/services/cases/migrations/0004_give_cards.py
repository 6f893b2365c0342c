"""Give prompts and cards, once for each cause; an appeal may cancel one, nothing removes it.

Why: overdue cases are part of performance review (电子监察).
Expected: instant, the table is new; the index is on cases that are few.
Undo: reverse this migration; the cards are lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_keep_papers_and_logs'),
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.CharField(max_length=8)),
                ('cause', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('staff', models.BigIntegerField(null=True)),
                ('step_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(default='standing', max_length=9)),
                ('appealed_by', models.BigIntegerField(null=True)),
                ('appealed_at', models.DateTimeField(null=True)),
                ('ground', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('decided_at__isnull', True), ('ended_at__isnull', True), ('instant', True)), fields=['id'], name='cases_case_instant'),
        ),
        migrations.AddField(
            model_name='card',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='cases.case'),
        ),
        migrations.AddField(
            model_name='card',
            name='clock',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='cases.clock'),
        ),
        migrations.AddField(
            model_name='card',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['department', '-id'], name='cases_card_department'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(condition=models.Q(('staff__isnull', False)), fields=['staff', '-id'], name='cases_card_staff'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(condition=models.Q(('state', 'appealed')), fields=['id'], name='cases_card_open'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(fields=('case', 'clock', 'colour', 'cause'), name='cases_card_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('colour__in', ['prompt', 'red', 'yellow'])), name='cases_card_colour_known'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['deemed', 'half_left', 'instant_overnight', 'instant_slow', 'nearly_due', 'no_reason', 'overdue', 'second_supplement', 'special_overrun'])), name='cases_card_cause_known'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appealed_by__isnull', True), ('state', 'standing')), models.Q(('appealed_by__isnull', False), ('state', 'appealed')), models.Q(('appealed_by__isnull', False), ('decided_by__isnull', False), ('state__in', ['cancelled', 'kept'])), _connector='OR'), name='cases_card_state_whole'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('appealed_by')), _negated=True), models.Q(('decided_by', models.F('staff')), _negated=True)), name='cases_card_appeal_four_eyes'),
        ),
    ]
