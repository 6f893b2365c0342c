"""Keep orders that a carrier took in vain, and expire doors that were never heard of again.

Why: an order cancelled while it was placed was fetched all the same; a deposit whose door was told
to open, and whose answer was lost, was never marked as overdue.
Expected: the column at once; the two small partial indexes in seconds.
Undo: reverse this migration; orders not yet taken back are forgotten.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0001_carry_and_store'),
    ]

    operations = [
        migrations.AddField(
            model_name='parcel',
            name='unwanted_order',
            field=models.CharField(blank=True, max_length=64, default=''),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('unwanted_order', ''), _negated=True), fields=['carrier', 'id'], name='delivery_parcel_unwanted'),
        ),
        migrations.RemoveIndex(
            model_name='deposit',
            name='delivery_deposit_to_expire',
        ),
        migrations.AddIndex(
            model_name='deposit',
            index=models.Index(condition=models.Q(('state__in', ['opening', 'stored'])), fields=['valid_until'], name='delivery_deposit_to_expire'),
        ),
    ]
