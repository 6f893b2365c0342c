"""Know branches (内设机构, of the police 警种): parts of a bureau to which steps are routed.

Why: one window receives for the whole bureau, its branches handle behind it.
Expected: milliseconds; a nullable column of a table of some hundred rows.
Undo: reverse this migration; which bureau a branch belongs to is lost.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_keep_bundles'),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='part_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='catalogue.department', verbose_name='隶属'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('part_of', models.F('id')), _negated=True), name='catalogue_branch_of_another'),
        ),
    ]
