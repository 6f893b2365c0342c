"""Keep the audit chain: entries linked by SM3, seals over all of them, nothing changed or removed.

Why: every act on a case and every full view of a person must be provable years later.
Expected: instant, the tables are new.
Undo: reverse this migration; the record is lost.
"""

import django.db.models.deletion
import yimen.support.fields
from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION support_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL
       AND (NEW.id, NEW.transaction, NEW.subject, NEW.number, NEW.act, NEW.actor, NEW.at, NEW.facts,
            NEW.digest)
         = (OLD.id, OLD.transaction, OLD.subject, OLD.number, OLD.act, OLD.actor, OLD.at, OLD.facts,
            OLD.digest) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entry % is kept as it was written', OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'support_audit_only_grows';
END $$;
CREATE TRIGGER support_audit_only_grows BEFORE UPDATE OR DELETE ON support_auditentry
    FOR EACH ROW EXECUTE FUNCTION support_audit_only_grows();
"""
_BACK = """
DROP TRIGGER support_audit_only_grows ON support_auditentry;
DROP FUNCTION support_audit_only_grows();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('entries', models.PositiveIntegerField()),
                ('digest', models.BinaryField()),
            ],
            options={
                'db_table': 'support_auditseal',
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('transaction', yimen.support.fields.TransactionId(db_default=yimen.support.fields.CurrentTransaction(), editable=False)),
                ('subject', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('act', models.CharField(max_length=40)),
                ('actor', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('digest', models.BinaryField()),
                ('seal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='support.auditseal')),
            ],
            options={
                'db_table': 'support_auditentry',
                'indexes': [models.Index(condition=models.Q(('seal__isnull', True)), fields=['id'], name='support_audit_unsealed')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'number'), name='support_audit_number_once')],
            },
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
