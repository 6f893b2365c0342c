"""Keep the legal calendar in tables of its own, every version of it.

Why: deadlines must be explainable by the calendar that held. Expected duration: none, new tables.
Undo: migrate back; the built-in calendar holds again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年')),
                ('since', models.PositiveIntegerField(verbose_name='自版本')),
            ],
            options={
                'verbose_name': '已公布放假安排的年份',
                'verbose_name_plural': '已公布放假安排的年份',
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(max_length=8, verbose_name='类型')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='节日')),
                ('notice', models.CharField(max_length=200, verbose_name='依据')),
                ('since', models.PositiveIntegerField(verbose_name='自版本')),
                ('until', models.PositiveIntegerField(null=True, verbose_name='至版本')),
            ],
            options={
                'verbose_name': '法定日历',
                'verbose_name_plural': '法定日历',
                'ordering': ['day', 'since'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('day',), name='centres_calendar_day_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'make_up', 'rest'])), name='centres_calendar_day_kind_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lt', models.F('until')), _connector='OR'), name='centres_calendar_day_order')],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='版本')),
                ('notice', models.CharField(max_length=200, verbose_name='依据')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '法定日历版本',
                'verbose_name_plural': '法定日历版本',
                'ordering': ['-number'],
            },
        ),
    ]
