"""Plans of floors and the walkways through them.

Why: the way to a window is drawn and told. Duration: instant, new tables only. Undo: drop them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0002_keep_legal_calendar'),
    ]

    operations = [
        migrations.CreateModel(
            name='WalkNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, verbose_name='代码')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
                ('facing', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='朝向')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('name_hant', models.CharField(blank=True, max_length=40, verbose_name='繁体名称')),
                ('sign_x', models.FloatField(blank=True, null=True)),
                ('sign_y', models.FloatField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='centres.area')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='centres.centre')),
                ('floor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='centres.floor')),
                ('window', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='centres.window')),
            ],
            options={
                'verbose_name': '路点',
                'verbose_name_plural': '路点',
                'ordering': ['floor', 'code'],
            },
        ),
        migrations.CreateModel(
            name='WalkEdge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(default='walk', max_length=12, verbose_name='方式')),
                ('metres', models.FloatField(verbose_name='米')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.walknode')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.walknode')),
            ],
            options={
                'verbose_name': '通路',
                'verbose_name_plural': '通路',
            },
        ),
        migrations.CreateModel(
            name='PlanShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('corners', models.JSONField(verbose_name='轮廓')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('floor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='centres.floor')),
            ],
            options={
                'verbose_name': '平面图形',
                'verbose_name_plural': '平面图形',
                'ordering': ['floor', 'position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['outline', 'void', 'room', 'ride', 'seats', 'desk'])), name='centres_plan_shape_kind_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='walknode',
            constraint=models.UniqueConstraint(fields=('centre', 'code'), name='centres_walk_node_once'),
        ),
        migrations.AddConstraint(
            model_name='walknode',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['crossing', 'entrance', 'desk', 'machine', 'self_service', 'toilet', 'nursing', 'lift', 'escalator', 'stairs', 'area', 'window'])), name='centres_walk_node_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='walknode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'window'), ('window__isnull', False)), models.Q(models.Q(('kind', 'window'), _negated=True), ('window__isnull', True)), _connector='OR'), name='centres_walk_node_window_named'),
        ),
        migrations.AddConstraint(
            model_name='walknode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'area'), _negated=True), ('area__isnull', False), _connector='OR'), name='centres_walk_node_area_named'),
        ),
        migrations.AddConstraint(
            model_name='walkedge',
            constraint=models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='centres_walk_edge_order'),
        ),
        migrations.AddConstraint(
            model_name='walkedge',
            constraint=models.CheckConstraint(condition=models.Q(('metres__gt', 0)), name='centres_walk_edge_length'),
        ),
        migrations.AddConstraint(
            model_name='walkedge',
            constraint=models.CheckConstraint(condition=models.Q(('passage__in', ['walk', 'lift', 'escalator', 'stairs'])), name='centres_walk_edge_passage_known'),
        ),
        migrations.AddConstraint(
            model_name='walkedge',
            constraint=models.UniqueConstraint(fields=('a', 'b', 'passage'), name='centres_walk_edge_once'),
        ),
    ]
