"""Freeze versions: what was submitted keeps its content, what was published is never deleted.

Why: cases and fees stand on a version for years; no code path may edit one in place.
Expected: instant, the tables are new.
Undo: reverse this migration; nothing else depends on the trigger.
"""

from django.db import migrations

_FORWARD = """
CREATE FUNCTION catalogue_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'draft' THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.state = 'draft' AND NEW.state = 'draft' THEN
        RETURN NEW;
    ELSIF (OLD.published_at IS NULL
           OR (NEW.published_at, NEW.reviewer) = (OLD.published_at, OLD.reviewer)
              AND NEW.state NOT IN ('draft', 'in_review'))
          -- All stored columns but state, reviewer, published_at and reason; generated ones are not
          -- there yet before the row is written.
          AND (NEW.id, NEW.item_id, NEW.number, NEW.based_on, NEW.maker, NEW.made_at,
               NEW.fields, NEW.content)
            = (OLD.id, OLD.item_id, OLD.number, OLD.based_on, OLD.maker, OLD.made_at,
               OLD.fields, OLD.content) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'version % of item % is frozen', OLD.number, OLD.item_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_version_frozen';
END $$;
CREATE TRIGGER catalogue_version_frozen BEFORE UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze_version();
"""
_BACK = """
DROP TRIGGER catalogue_version_frozen ON catalogue_itemversion;
DROP FUNCTION catalogue_freeze_version();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0002_items"),
    ]

    operations = [migrations.RunSQL(_FORWARD, _BACK)]
