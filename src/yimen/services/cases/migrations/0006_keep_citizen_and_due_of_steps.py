"""Note who filled a case in from afar; keep the due day of open steps in step with the case's.

Why: citizens go on with their own drafts; inboxes sort by due day without joining every case.
Expected: milliseconds; a nullable column and a trigger.
Undo: reverse this migration.
"""

from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION cases_step_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_step SET due_on = NEW.promised_due
     WHERE case_id = NEW.id AND state IN ('waiting', 'open', 'claimed');
    RETURN NULL;
END $$;
CREATE TRIGGER cases_step_due AFTER UPDATE OF promised_due ON cases_case
    FOR EACH ROW WHEN (NEW.promised_due IS DISTINCT FROM OLD.promised_due)
    EXECUTE FUNCTION cases_step_due();
"""
_BACK = """
DROP TRIGGER cases_step_due ON cases_case;
DROP FUNCTION cases_step_due();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_ask_for_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='citizen_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
