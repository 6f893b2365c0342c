"""Let a rater rate the repair by an address of its own, which works once.

Why: the link of the first rating is long used, or was never on the rater's phone (screens at the
windows). Expected duration: a new table, no lock. Undo: migrate back; unused addresses are lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0002_repair_bad_ratings'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='feedback.repair')),
            ],
            options={
                'verbose_name': '整改评价邀请',
                'verbose_name_plural': '整改评价邀请',
            },
        ),
    ]
