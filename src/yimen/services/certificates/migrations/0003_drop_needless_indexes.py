"""Drop indexes of patterns nobody asks for, and one that another covers.

Why: each certificate was entered in eleven indexes, three of them for nothing.
Expected: seconds at a million certificates; two indexes are built under their new names.
Undo: reverse this migration.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0002_keep_files_by_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='certificate',
            name='identifier',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='number',
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='replaces',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('number',), name='certificates_number_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('identifier',), name='certificates_identifier_once'),
        ),
    ]
