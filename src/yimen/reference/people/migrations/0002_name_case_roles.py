"""Let staff be handlers, reviewers, approvers and result clerks of cases.

Why: cases are decided behind the windows by four kinds of people.
Expected: milliseconds; a constraint of a small table is checked anew.
Undo: reverse it, once nobody holds one of the new roles.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_freeze_versions'),
        ('centres', '0003_draw_plans_and_ways'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='people_role_known',
        ),
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('guide', 'guide'), ('clerk', 'clerk'), ('hall_manager', 'hall_manager'), ('department_admin', 'department_admin'), ('supervisor', 'supervisor'), ('rating_officer', 'rating_officer'), ('handler', 'handler'), ('reviewer', 'reviewer'), ('approver', 'approver'), ('result_clerk', 'result_clerk'), ('system_admin', 'system_admin'), ('security_admin', 'security_admin'), ('audit_admin', 'audit_admin')], max_length=24, verbose_name='角色'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['guide', 'clerk', 'hall_manager', 'department_admin', 'supervisor', 'rating_officer', 'handler', 'reviewer', 'approver', 'result_clerk', 'system_admin', 'security_admin', 'audit_admin'])), name='people_role_known'),
        ),
    ]
