"""Parcels with what was told of them, claims, lockers and what lies in them.

Why: the first tables of delivery.
Expected: at once; the tables are new.
Undo: reverse this migration; addresses and timelines are lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('centre_id', models.BigIntegerField()),
                ('direction', models.CharField(max_length=12)),
                ('carrier', models.CharField(max_length=16)),
                ('number', models.CharField(max_length=30, null=True)),
                ('carrier_order', models.CharField(blank=True, max_length=64)),
                ('reference', models.CharField(max_length=64)),
                ('content', models.CharField(max_length=16)),
                ('items', models.PositiveSmallIntegerField(default=1)),
                ('weight_grams', models.PositiveIntegerField()),
                ('payer', models.CharField(max_length=10)),
                ('sender_sealed', models.BinaryField(default=b'')),
                ('receiver_sealed', models.BinaryField(default=b'')),
                ('region', models.CharField(max_length=12)),
                ('order_key', models.CharField(max_length=120)),
                ('ordered_at', models.DateTimeField()),
                ('ordered_by', models.CharField(max_length=80)),
                ('state', models.CharField(default='created', max_length=16)),
                ('state_since', models.DateTimeField()),
                ('problem', models.CharField(blank=True, max_length=12)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_by', models.CharField(blank=True, max_length=8)),
                ('last_news_at', models.DateTimeField()),
                ('alarm', models.CharField(blank=True, max_length=16)),
                ('alarm_since', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=40)),
                ('again_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='again', to='delivery.parcel')),
            ],
            options={
                'verbose_name': '寄递',
                'verbose_name_plural': '寄递',
            },
        ),
        migrations.CreateModel(
            name='Locker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('centre_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('place', models.CharField(max_length=60, verbose_name='位置')),
                ('address', models.CharField(max_length=200, verbose_name='地址')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '取件柜',
                'verbose_name_plural': '取件柜',
                'constraints': [models.UniqueConstraint(fields=('centre_id', 'name'), name='delivery_locker_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12)),
                ('size', models.CharField(max_length=6)),
                ('broken_at', models.DateTimeField(null=True)),
                ('locker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='delivery.locker')),
            ],
            options={
                'verbose_name': '格口',
                'verbose_name_plural': '格口',
            },
        ),
        migrations.CreateModel(
            name='Deposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=64)),
                ('holder_index', models.BinaryField()),
                ('agent_index', models.BinaryField(null=True)),
                ('code_index', models.BinaryField(null=True)),
                ('state', models.CharField(default='reserved', max_length=10)),
                ('reserved_at', models.DateTimeField()),
                ('reserved_by', models.CharField(max_length=80)),
                ('stored_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('opening_until', models.DateTimeField(null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=80)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deposits', to='delivery.slot')),
            ],
            options={
                'verbose_name': '取件柜存放',
                'verbose_name_plural': '取件柜存放',
            },
        ),
        migrations.CreateModel(
            name='TrackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=80)),
                ('event_id', models.CharField(max_length=80, null=True)),
                ('step', models.CharField(max_length=14)),
                ('problem', models.CharField(blank=True, max_length=12)),
                ('code', models.CharField(blank=True, max_length=8)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('happened_at', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='delivery.parcel')),
            ],
            options={
                'verbose_name': '寄递轨迹',
                'verbose_name_plural': '寄递轨迹',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('parcel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='delivery.parcel')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=80)),
                ('settled_fen', models.PositiveIntegerField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'verbose_name': '寄递索赔',
                'verbose_name_plural': '寄递索赔',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_fen__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_fen__isnull', False)), _connector='OR'), name='delivery_claim_settled_at')],
            },
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['reference'], name='delivery_parcel_reference'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['centre_id', 'state', '-id'], name='delivery_parcel_listing'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('state', 'created')), fields=['due_at'], name='delivery_parcel_to_book'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('state__in', ['awaiting', 'in_locker', 'in_transit', 'out_for_delivery', 'picked_up', 'problem', 'returning'])), fields=['due_at'], name='delivery_parcel_to_ask'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['awaiting', 'cancelled', 'created', 'in_locker', 'in_transit', 'lost', 'out_for_delivery', 'picked_up', 'problem', 'returned', 'returning', 'signed'])), name='delivery_parcel_state_known'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('problem__in', ['', 'address', 'damaged', 'delayed', 'disputed', 'not_taken', 'other', 'refused', 'stopped', 'uncollected', 'unreachable']), models.Q(models.Q(('state', 'problem'), models.Q(('problem', ''), _negated=True)), models.Q(models.Q(('state', 'problem'), _negated=True), ('problem', '')), _connector='OR')), name='delivery_parcel_problem_named'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('state', 'signed')), models.Q(('signed_at__isnull', True), models.Q(('state', 'signed'), _negated=True)), _connector='OR'), name='delivery_parcel_signed_at'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['from_citizen', 'to_citizen'])), name='delivery_parcel_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('payer__in', ['government', 'receiver', 'sender'])), name='delivery_parcel_payer_known'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alarm', ''), ('alarm_since__isnull', True)), models.Q(models.Q(('alarm', ''), _negated=True), ('alarm__in', ['', 'not_booked', 'not_picked_up', 'silent']), ('alarm_since__isnull', False)), _connector='OR'), name='delivery_parcel_alarm_since'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(fields=('order_key',), name='delivery_parcel_ordered_once'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('carrier', 'number'), name='delivery_parcel_number_once'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(condition=models.Q(('again_of__isnull', False)), fields=('again_of',), name='delivery_parcel_sent_again_once'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('locker', 'number'), name='delivery_slot_number_once'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('size__in', ['large', 'medium', 'small'])), name='delivery_slot_size_known'),
        ),
        migrations.AddIndex(
            model_name='deposit',
            index=models.Index(condition=models.Q(('state', 'stored')), fields=['valid_until'], name='delivery_deposit_to_expire'),
        ),
        migrations.AddIndex(
            model_name='deposit',
            index=models.Index(fields=['reference'], name='delivery_deposit_reference'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['collected', 'expired', 'opening', 'reserved', 'stored', 'taken', 'void'])), name='delivery_deposit_state_known'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['expired', 'opening', 'stored', 'taken']), _negated=True), models.Q(('code_index__isnull', False), ('stored_at__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='delivery_deposit_stored_has_code'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'opening'), _negated=True), ('opening_until__isnull', False), _connector='OR'), name='delivery_deposit_opening_until'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['expired', 'opening', 'reserved', 'stored'])), models.Q(models.Q(('state__in', ['expired', 'opening', 'reserved', 'stored']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='delivery_deposit_ended_at'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['expired', 'opening', 'reserved', 'stored'])), fields=('slot',), name='delivery_deposit_one_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['expired', 'opening', 'reserved', 'stored'])), fields=('reference',), name='delivery_deposit_one_per_reference'),
        ),
        migrations.AddIndex(
            model_name='trackevent',
            index=models.Index(fields=['parcel', 'happened_at'], name='delivery_event_order'),
        ),
        migrations.AddConstraint(
            model_name='trackevent',
            constraint=models.UniqueConstraint(condition=models.Q(('event_id__isnull', False)), fields=('parcel', 'event_id'), name='delivery_event_told_once'),
        ),
    ]
