"""Mark steps nobody can do; keep four eyes over all steps of a case; unlock query codes in time.

Why: a step without staff must not be a dead end; the constraint of the case sees only its last
handler, the trigger sees every step; a mistyped query code must not lock a case for ever.
Expected: milliseconds; nullable columns, a trigger and small indexes.
Undo: reverse this migration.
"""

from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION cases_step_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_case AS whole
         WHERE whole.id = NEW.case_id
           AND NOT whole.instant
           AND (   NEW.role = 'approver' AND whole.accepted_by = NEW.done_by
                OR EXISTS (
                   SELECT FROM cases_step AS other
                    WHERE other.case_id = NEW.case_id
                      AND other.id <> NEW.id
                      AND other.state = 'done'
                      AND other.done_by = NEW.done_by
                      AND other.outcome <> 'return'
                      AND (   other.role = 'handler'
                           OR other.role = 'reviewer' AND NEW.role = 'approver')))
    ) THEN
        RAISE EXCEPTION 'one person may not do these steps of one case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_step_four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_step_four_eyes BEFORE INSERT OR UPDATE OF state, done_by ON cases_step
    FOR EACH ROW
    WHEN (NEW.state = 'done' AND NEW.outcome <> 'return' AND NEW.role IN ('reviewer', 'approver'))
    EXECUTE FUNCTION cases_step_four_eyes();
"""
_BACK = """
DROP TRIGGER cases_step_four_eyes ON cases_step;
DROP FUNCTION cases_step_four_eyes();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_keep_hand_outs'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='unstaffed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='query_failed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('unstaffed_at__isnull', False)), fields=['unstaffed_at'], name='cases_step_unstaffed'),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
