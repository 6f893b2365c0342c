"""Keep who took each result; find results that wait at the issue window.

Why: a result leaves the house into named hands.
Expected: instant.
Undo: reverse this migration.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_find_checks'),
        ('catalogue', '0003_freeze_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taker', models.CharField(max_length=10)),
                ('name_sealed', models.BinaryField()),
                ('id_sealed', models.BinaryField()),
                ('by_reader', models.BooleanField()),
                ('authority_shown', models.BooleanField(default=False)),
                ('signature_file', models.CharField(blank=True, max_length=40)),
                ('by', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('hand_over', 'window'), ('state__in', ['certified', 'refused'])), fields=['centre_id', 'decided_at'], name='cases_case_ready'),
        ),
        migrations.AddField(
            model_name='handout',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_outs', to='cases.case'),
        ),
        migrations.AddConstraint(
            model_name='handout',
            constraint=models.UniqueConstraint(fields=('case',), name='cases_handout_once'),
        ),
        migrations.AddConstraint(
            model_name='handout',
            constraint=models.CheckConstraint(condition=models.Q(('taker__in', ['agent', 'applicant', 'proxy'])), name='cases_handout_taker_known'),
        ),
        migrations.AddConstraint(
            model_name='handout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taker', 'proxy'), _negated=True), ('authority_shown', True), _connector='OR'), name='cases_handout_proxy_has_authority'),
        ),
    ]
