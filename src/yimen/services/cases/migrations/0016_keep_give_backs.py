"""Keep who got originals back: the applicant, the agent or a proxy, as with a result.

Why: papers of a case that was turned away or ended stayed in a clerk's hands for ever.
Expected duration: a new table, no lock. Undo: migrate back; the records are lost, the scans stay.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_count_by_centre'),
    ]

    operations = [
        migrations.CreateModel(
            name='GiveBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('barcodes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None)),
                ('taker', models.CharField(max_length=10)),
                ('name_sealed', models.BinaryField()),
                ('id_sealed', models.BinaryField()),
                ('by_reader', models.BooleanField()),
                ('authority_shown', models.BooleanField(default=False)),
                ('signature_file', models.CharField(blank=True, max_length=40)),
                ('by', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_back', to='cases.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('taker__in', ['agent', 'applicant', 'proxy'])), name='cases_giveback_taker_known'), models.CheckConstraint(condition=models.Q(models.Q(('taker', 'proxy'), _negated=True), ('authority_shown', True), _connector='OR'), name='cases_giveback_proxy_has_authority'), models.CheckConstraint(condition=models.Q(('barcodes', []), _negated=True), name='cases_giveback_has_papers')],
            },
        ),
    ]
