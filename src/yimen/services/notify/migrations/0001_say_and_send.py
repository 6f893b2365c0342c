"""Messages, the SMS that carry them, and how many may go out now.

Why: the first tables of notify.
Expected: at once; the tables are new.
Undo: reverse this migration; what was said is lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=32)),
                ('subject', models.CharField(max_length=64)),
                ('occasion', models.CharField(max_length=64)),
                ('values_sealed', models.BinaryField(default=b'')),
                ('recipient_index', models.BinaryField(null=True)),
                ('said_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
            },
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('gateway', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('filled_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tokens__gte', 0)), name='notify_budget_not_overdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Sms',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='notify.message')),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('language', models.CharField(max_length=8)),
                ('state', models.CharField(default='queued', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('reference', models.CharField(blank=True, max_length=64)),
                ('error', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'verbose_name': '短信',
                'verbose_name_plural': '短信',
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('recipient_index__isnull', False)), fields=['recipient_index', '-id'], name='notify_message_inbox'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('read_at__isnull', True), ('recipient_index__isnull', False)), fields=['recipient_index'], name='notify_message_unread'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['subject'], name='notify_message_subject'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('values_sealed', b''), _negated=True), fields=['said_at'], name='notify_message_kept'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('template', 'subject', 'occasion'), name='notify_message_said_once'),
        ),
        migrations.AddIndex(
            model_name='sms',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'queued', 'sending'])), fields=['due_at'], name='notify_sms_due'),
        ),
        migrations.AddIndex(
            model_name='sms',
            index=models.Index(fields=['state', '-message'], name='notify_sms_state'),
        ),
        migrations.AddConstraint(
            model_name='sms',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dead', 'failed', 'queued', 'sending', 'sent'])), name='notify_sms_state_known'),
        ),
        migrations.AddConstraint(
            model_name='sms',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), models.Q(('state', 'sent'), _negated=True), _connector='OR'), name='notify_sms_sent_at'),
        ),
        migrations.AddConstraint(
            model_name='sms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'sending')), models.Q(('lease_until__isnull', True), models.Q(('state', 'sending'), _negated=True)), _connector='OR'), name='notify_sms_sending_is_leased'),
        ),
    ]
