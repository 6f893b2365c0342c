"""Keep papers with every hand they went through, and counts; freeze what was logged of a case.

Why: every original and result must be in named hands, and a log that can be rewritten proves nothing.
Expected: instant, the tables are new or empty.
Undo: reverse this migration; what was known of papers is lost.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION cases_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'cases_only_grows';
END $$;
CREATE TRIGGER cases_event_only_grows BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_only_grows();
CREATE TRIGGER cases_papermove_only_grows BEFORE UPDATE OR DELETE ON cases_papermove
    FOR EACH ROW EXECUTE FUNCTION cases_only_grows();
"""
_BACK = """
DROP TRIGGER cases_papermove_only_grows ON cases_papermove;
DROP TRIGGER cases_event_only_grows ON cases_caseevent;
DROP FUNCTION cases_only_grows();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_keep_clocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_kind', models.CharField(max_length=14)),
                ('place_id', models.BigIntegerField(default=0)),
                ('day', models.DateField()),
                ('begun_by', models.BigIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('scanned', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('closed_at', models.DateTimeField(null=True)),
                ('expected', models.PositiveIntegerField(null=True)),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('strays', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place_kind', 'place_id', 'day'), name='cases_count_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('barcode', models.CharField(max_length=24)),
                ('kind', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('material_key', models.CharField(blank=True, max_length=40)),
                ('state', models.CharField(default='here', max_length=10)),
                ('place_kind', models.CharField(max_length=14)),
                ('place_id', models.BigIntegerField(default=0)),
                ('holder', models.BigIntegerField(null=True)),
                ('since', models.DateTimeField()),
                ('to_kind', models.CharField(blank=True, max_length=14)),
                ('to_id', models.BigIntegerField(default=0)),
                ('shelf', models.CharField(blank=True, max_length=20)),
                ('alarmed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='PaperMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=10)),
                ('from_kind', models.CharField(blank=True, max_length=14)),
                ('from_id', models.BigIntegerField(default=0)),
                ('to_kind', models.CharField(blank=True, max_length=14)),
                ('to_id', models.BigIntegerField(default=0)),
                ('actor', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='cases.paper')),
            ],
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('state', 'gone'), _negated=True), fields=['place_kind', 'place_id', 'id'], name='cases_paper_place'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('state', 'on_the_way')), fields=['to_kind', 'to_id'], name='cases_paper_coming'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('state__in', ['here', 'on_the_way'])), fields=['since'], name='cases_paper_since'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['case'], name='cases_paper_case'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('barcode',), name='cases_paper_barcode_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['gone', 'here', 'missing', 'on_the_way'])), name='cases_paper_state_known'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['copy', 'original', 'result'])), name='cases_paper_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('place_kind__in', ['citizen', 'courier', 'department', 'issue_window', 'locker', 'material_room', 'window'])), name='cases_paper_place_known'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('to_kind', ''), ('state', 'on_the_way'), _connector='XOR'), name='cases_paper_on_the_way_has_target'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('holder__isnull', False), ('state', 'gone'), _connector='OR'), name='cases_paper_has_holder'),
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
