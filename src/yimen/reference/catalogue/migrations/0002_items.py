"""Add items, their versions, logs and the search table."""


import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('file_name', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('created', models.PositiveIntegerField()),
                ('changed', models.PositiveIntegerField()),
                ('unchanged', models.PositiveIntegerField()),
                ('rejected', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('key', models.IntegerField(primary_key=True, serialize=False)),
                ('items', models.PositiveIntegerField()),
            ],
        ),
        migrations.AlterField(
            model_name='department',
            name='code',
            field=models.CharField(max_length=40, unique=True, verbose_name='代码'),
        ),
        migrations.AlterField(
            model_name='department',
            name='name',
            field=models.CharField(max_length=200, verbose_name='名称'),
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=100, unique=True, verbose_name='事项编码')),
                ('queue_code', models.CharField(blank=True, max_length=20, verbose_name='叫号队列')),
                ('used', models.PositiveIntegerField(default=0, verbose_name='使用次数')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.department', verbose_name='部门')),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
            },
        ),
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本号')),
                ('state', models.CharField(default='draft', max_length=12, verbose_name='状态')),
                ('fields', models.JSONField()),
                ('content', models.JSONField(default=dict)),
                ('based_on', models.PositiveIntegerField(default=0)),
                ('maker', models.CharField(max_length=80)),
                ('reviewer', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('name', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('TASK_NAME', 'fields'), output_field=models.TextField())),
                ('task_type', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('TASK_TYPE', 'fields'), output_field=models.TextField())),
                ('area_code', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('AREA_CODE', 'fields'), output_field=models.TextField())),
                ('project_type', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('PROJECT_TYPE', 'fields'), output_field=models.TextField())),
                ('promise_day', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('PROMISE_DAY', 'fields'), models.IntegerField()), output_field=models.IntegerField(null=True))),
                ('is_online', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('IS_ONLINE', 'fields'), models.BooleanField()), output_field=models.BooleanField(null=True))),
                ('is_terminal', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('IS_SERVICE_TERMINALS', 'fields'), models.BooleanField()), output_field=models.BooleanField(null=True))),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.item')),
            ],
            options={
                'verbose_name': '事项版本',
                'verbose_name_plural': '事项版本',
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, verbose_name='说法')),
                ('stands_for', models.CharField(max_length=80, verbose_name='规范用语')),
            ],
            options={
                'verbose_name': '同义词',
                'verbose_name_plural': '同义词',
                'constraints': [models.UniqueConstraint(fields=('word', 'stands_for'), name='catalogue_synonym_once')],
            },
        ),
        migrations.CreateModel(
            name='VersionLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=12)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='catalogue.itemversion')),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('item', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.item')),
                ('name', models.TextField()),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('used', models.PositiveIntegerField(default=0)),
                ('paused', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['keys'], name='catalogue_search_keys'), models.Index(models.OrderBy(models.F('used'), descending=True), models.F('item_id'), name='catalogue_search_used')],
            },
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(fields=('item', 'number'), name='catalogue_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'paused', 'superseded', 'withdrawn'])), name='catalogue_version_state_known'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('maker', models.F('reviewer')), _negated=True), name='catalogue_maker_is_not_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review']), models.Q(('published_at__isnull', False), models.Q(('reviewer', ''), _negated=True)), _connector='OR'), name='catalogue_published_was_reviewed'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('fields__has_keys', ['TASK_NAME'])), name='catalogue_version_has_name'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['published', 'paused', 'withdrawn'])), fields=('item',), name='catalogue_one_version_in_force'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'in_review'])), fields=('item',), name='catalogue_one_open_version'),
        ),
    ]
