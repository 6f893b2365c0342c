"""Keep the clocks of cases as ledgers that only grow.

Why: a due date must be explained day by day years later; no code path may move one in place.
Expected: instant, the tables are new.
Undo: reverse this migration; the ledgers are lost.
"""

import django.db.models.deletion
from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION cases_clock_keeps_beginning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'ended'
       AND (NEW.id, NEW.case_id, NEW.kind, NEW.unit, NEW."limit", NEW.starts_on, NEW.basis, NEW.at)
         = (OLD.id, OLD.case_id, OLD.kind, OLD.unit, OLD."limit", OLD.starts_on, OLD.basis, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'clock % is kept as it began', OLD.id
        USING ERRCODE = 'integrity_constraint_violation',
              CONSTRAINT = 'cases_clock_keeps_beginning';
END $$;
CREATE TRIGGER cases_clock_keeps_beginning BEFORE UPDATE OR DELETE ON cases_clock
    FOR EACH ROW EXECUTE FUNCTION cases_clock_keeps_beginning();

CREATE FUNCTION cases_segment_only_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.kind = 'pause' AND OLD.last IS NULL AND NEW.last IS NOT NULL
       AND (NEW.id, NEW.clock_id, NEW.kind, NEW.first, NEW.days, NEW.why, NEW.reason, NEW.basis,
            NEW.approver, NEW.actor, NEW.at, NEW.calendar_version)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.clock_id, OLD.kind, OLD.first, OLD.days, OLD.why, OLD.reason, OLD.basis,
            OLD.approver, OLD.actor, OLD.at, OLD.calendar_version) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'segment % is kept as it was written', OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'cases_segment_only_closes';
END $$;
CREATE TRIGGER cases_segment_only_closes BEFORE UPDATE OR DELETE ON cases_clocksegment
    FOR EACH ROW EXECUTE FUNCTION cases_segment_only_closes();

CREATE FUNCTION cases_clockchange_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'change % is kept as it was written', OLD.id
        USING ERRCODE = 'integrity_constraint_violation',
              CONSTRAINT = 'cases_clockchange_only_grows';
END $$;
CREATE TRIGGER cases_clockchange_only_grows BEFORE UPDATE OR DELETE ON cases_clockchange
    FOR EACH ROW EXECUTE FUNCTION cases_clockchange_only_grows();
"""
_BACK = """
DROP TRIGGER cases_clockchange_only_grows ON cases_clockchange;
DROP FUNCTION cases_clockchange_only_grows();
DROP TRIGGER cases_segment_only_closes ON cases_clocksegment;
DROP FUNCTION cases_segment_only_closes();
DROP TRIGGER cases_clock_keeps_beginning ON cases_clock;
DROP FUNCTION cases_clock_keeps_beginning();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_keep_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('unit', models.CharField(max_length=8)),
                ('limit', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('basis', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(default='running', max_length=8)),
                ('ended_on', models.DateField(null=True)),
                ('why', models.CharField(blank=True, max_length=12)),
                ('calendar_version', models.PositiveIntegerField()),
                ('due_on', models.DateField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('watch_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='ClockChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('why', models.CharField(max_length=12)),
                ('before_on', models.DateField(null=True)),
                ('after_on', models.DateField(null=True)),
                ('before_version', models.PositiveIntegerField()),
                ('after_version', models.PositiveIntegerField()),
                ('was_provisional', models.BooleanField()),
                ('is_provisional', models.BooleanField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='cases.clock')),
            ],
        ),
        migrations.CreateModel(
            name='ClockSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=9)),
                ('first', models.DateField()),
                ('last', models.DateField(null=True)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('why', models.CharField(blank=True, max_length=14)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('basis', models.CharField(max_length=200)),
                ('approver', models.BigIntegerField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('calendar_version', models.PositiveIntegerField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='cases.clock')),
            ],
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('state', 'running'), ('watch_on__isnull', False)), fields=['watch_on', 'id'], name='cases_clock_watch'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('state', 'ended'), _negated=True), fields=['calendar_version', 'id'], name='cases_clock_calendar'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('case', 'kind'), name='cases_clock_one_live'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['acceptance', 'delivery', 'promised', 'special', 'statutory', 'supplement', 'tolerant'])), name='cases_clock_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ended', 'running', 'stopped'])), name='cases_clock_state_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['natural', 'working'])), name='cases_clock_unit_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('limit__gte', 1)), name='cases_clock_limit'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='cases_clock_ended_on'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('due_on__isnull', False), _connector='OR'), name='cases_clock_running_is_due'),
        ),
        migrations.AddConstraint(
            model_name='clockchange',
            constraint=models.UniqueConstraint(fields=('clock', 'after_version'), name='cases_clockchange_once'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'pause'), ('last__isnull', True)), fields=('clock',), name='cases_segment_one_open'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'extension')), fields=('clock',), name='cases_segment_extended_once'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.CheckConstraint(condition=models.Q(('last__isnull', True), ('last__gte', models.F('first')), _connector='OR'), name='cases_segment_in_order'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pause'), ('why__in', ['appraisal', 'auction', 'expert_review', 'hearing', 'inspection', 'other', 'quarantine', 'supplement', 'tender', 'testing'])), models.Q(('approver__isnull', False), ('days__gte', 1), ('kind', 'extension'), ('why', '')), _connector='OR'), name='cases_segment_whole'),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
