"""Bills, attempts to pay, the gateway's words, refunds, receipts, differences, and the ledger.

Why: the first tables of payments. The ledger, the gateway's words and receipts are only added to,
a posting sums to zero, and a bill's lines stay as they were made, whatever the code does.
Expected: at once; the tables are new.
Undo: reverse this migration; what is known of money is lost.
"""

import django.db.models.deletion
from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION payments_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payments_only_grows';
END $$;
CREATE TRIGGER payments_posting_only_grows BEFORE UPDATE OR DELETE ON payments_posting
    FOR EACH ROW EXECUTE FUNCTION payments_only_grows();
CREATE TRIGGER payments_entry_only_grows BEFORE UPDATE OR DELETE ON payments_entry
    FOR EACH ROW EXECUTE FUNCTION payments_only_grows();
CREATE TRIGGER payments_gatewayevent_only_grows BEFORE UPDATE OR DELETE ON payments_gatewayevent
    FOR EACH ROW EXECUTE FUNCTION payments_only_grows();
CREATE TRIGGER payments_receipt_only_grows BEFORE UPDATE OR DELETE ON payments_receipt
    FOR EACH ROW EXECUTE FUNCTION payments_only_grows();
CREATE FUNCTION payments_bill_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a bill asks for does not change'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payments_bill_frozen';
END $$;
CREATE TRIGGER payments_bill_frozen
    BEFORE UPDATE OF reference, department_id, lines, total_fen, item_version_id ON payments_bill
    FOR EACH ROW WHEN (
        (OLD.reference, OLD.department_id, OLD.lines, OLD.total_fen, OLD.item_version_id)
        IS DISTINCT FROM
        (NEW.reference, NEW.department_id, NEW.lines, NEW.total_fen, NEW.item_version_id)
    ) EXECUTE FUNCTION payments_bill_frozen();
CREATE FUNCTION payments_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(fen) FROM payments_entry WHERE posting_id = NEW.posting_id) <> 0 THEN
        RAISE EXCEPTION 'posting % does not sum to zero', NEW.posting_id
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'payments_posting_balanced';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_posting_balanced AFTER INSERT ON payments_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_posting_balanced();
"""
_BACK = """
DROP TRIGGER payments_posting_balanced ON payments_entry;
DROP FUNCTION payments_posting_balanced();
DROP TRIGGER payments_bill_frozen ON payments_bill;
DROP FUNCTION payments_bill_frozen();
DROP TRIGGER payments_receipt_only_grows ON payments_receipt;
DROP TRIGGER payments_gatewayevent_only_grows ON payments_gatewayevent;
DROP TRIGGER payments_entry_only_grows ON payments_entry;
DROP TRIGGER payments_posting_only_grows ON payments_posting;
DROP FUNCTION payments_only_grows();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='GatewayEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=64, unique=True)),
                ('order_no', models.CharField(db_index=True, max_length=32)),
                ('said', models.JSONField()),
                ('way', models.CharField(max_length=10)),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptSeries',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('run_at', models.DateTimeField()),
                ('run_by', models.CharField(max_length=80)),
                ('runs', models.PositiveIntegerField(default=0)),
                ('matched', models.PositiveIntegerField(default=0)),
                ('paid_fen', models.BigIntegerField(default=0)),
                ('refunded_fen', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Bill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('reference', models.CharField(max_length=64)),
                ('centre_id', models.BigIntegerField()),
                ('item_version_id', models.BigIntegerField(null=True)),
                ('lines', models.JSONField()),
                ('total_fen', models.BigIntegerField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('payer_name_sealed', models.BinaryField(default=b'')),
                ('payer_index', models.BinaryField(null=True)),
                ('topics', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=80)),
                ('make_key', models.CharField(max_length=120, null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
            ],
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('side', models.CharField(max_length=8)),
                ('number', models.CharField(max_length=64)),
                ('finding', models.CharField(max_length=12)),
                ('ours_fen', models.BigIntegerField(null=True)),
                ('theirs_fen', models.BigIntegerField(null=True)),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['day'], name='payments_difference_open')],
                'constraints': [models.UniqueConstraint(fields=('day', 'side', 'number'), name='payments_difference_once'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='payments_difference_settled_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_no', models.CharField(max_length=32, unique=True)),
                ('amount_fen', models.BigIntegerField()),
                ('state', models.CharField(default='created', max_length=10)),
                ('qr_text', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('received_fen', models.BigIntegerField(default=0)),
                ('received_at', models.DateTimeField(null=True)),
                ('received_on', models.DateField(null=True)),
                ('applied', models.BooleanField(default=False)),
                ('transaction_no', models.CharField(blank=True, max_length=64)),
                ('refunded_fen', models.BigIntegerField(default=0)),
                ('ask_at', models.DateTimeField(null=True)),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.bill')),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=14)),
                ('key', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=80)),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='payments.bill')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=16)),
                ('fen', models.BigIntegerField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.posting')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('check_code', models.CharField(max_length=6)),
                ('issued_at', models.DateTimeField()),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refund_no', models.CharField(max_length=32, unique=True)),
                ('amount_fen', models.BigIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('ask_key', models.CharField(max_length=120, null=True, unique=True)),
                ('state', models.CharField(default='requested', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.BigIntegerField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('ask_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=40)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.payment')),
            ],
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['centre_id', 'made_at'], name='payments_bill_made'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['payer_index', 'made_at'], name='payments_bill_payer'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['reference'], name='payments_bill_reference'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'cancelled'])), name='payments_bill_state_known'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('total_fen__gt', 0)), name='payments_bill_costs'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_at__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_at__isnull', True)), _connector='OR'), name='payments_bill_paid_when'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='payments_bill_cancelled_when'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('reference',), name='payments_bill_one_per_reference'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.UniqueConstraint(fields=('make_key',), name='payments_bill_make_once'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('ask_at__isnull', False)), fields=['ask_at'], name='payments_payment_ask'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['received_on'], name='payments_payment_day'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['created', 'pending', 'succeeded', 'refused', 'expired', 'held'])), name='payments_payment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', False), ('state__in', ['succeeded', 'held'])), models.Q(models.Q(('state__in', ['succeeded', 'held']), _negated=True), ('applied', False), ('received_fen', 0)), _connector='OR'), name='payments_payment_money_when_received'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('applied', False), _connector='OR'), name='payments_payment_held_not_applied'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_fen__gte', 0), ('refunded_fen__lte', models.F('received_fen'))), name='payments_payment_no_over_refund'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['created', 'pending'])), fields=('bill',), name='payments_payment_one_live'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('applied', True)), fields=('bill',), name='payments_payment_paid_once'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['at'], name='payments_posting_at'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['account', 'department'], name='payments_entry_account'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('fen', 0), _negated=True), name='payments_entry_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='payments_receipt_number_once'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(condition=models.Q(('ask_at__isnull', False)), fields=['ask_at'], name='payments_refund_ask'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['done_on'], name='payments_refund_day'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'approved', 'sent', 'done', 'failed', 'declined'])), name='payments_refund_state_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='payments_refund_costs'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'requested'), models.Q(('asked_by', 0), ('decided_by__isnull', False)), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='payments_refund_four_eyes'),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
