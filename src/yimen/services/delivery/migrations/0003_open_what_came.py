"""Write down when what a citizen sent was opened here.

Why: papers of a parcel are registered once; nobody knew which parcels wait to be opened.
Expected: the column at once; the small partial index in seconds. Parcels that arrived before count
as not opened.
Undo: reverse this migration; when parcels were opened is forgotten, the audit keeps it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_take_orders_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='parcel',
            name='opened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('direction', 'from_citizen'), ('opened_at__isnull', True), ('state', 'signed')), fields=['centre_id', 'signed_at'], name='delivery_parcel_to_open'),
        ),
    ]
