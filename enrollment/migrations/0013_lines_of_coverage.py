"""The line of coverage is what a person can have once; the product type becomes an attribute of the plan."""

from django.db import migrations, models
from django.db.models import Q

from accounts.platform.bounds import DAY, bound

LINES = ("medical", "dental", "vision")
PLAN = {"null": True, "on_delete": models.PROTECT, "related_name": "+", "db_index": False, "to": "enrollment.plan"}

# The keys that hold the line of a row equal to its plan's wait until all of them are changed.
KEYS = {
    "enrollment_offering": (
        "offering_line_of_plan",
        "FOREIGN KEY (plan_id, plan_line) REFERENCES enrollment_plan (id, line)",
    ),
    "enrollment_enrollment": (
        "enrollment_offering_of_unit",
        "FOREIGN KEY (offering_id, purchaser_id, unit_id, plan_line)"
        " REFERENCES enrollment_offering (id, purchaser_id, unit_id, plan_line)",
    ),
    "enrollment_coverage": (
        "coverage_line_of_enrollment",
        "FOREIGN KEY (enrollment_id, purchaser_id, plan_line)"
        " REFERENCES enrollment_enrollment (id, purchaser_id, plan_line)",
    ),
}
LINE = "CASE {} WHEN 'DEN' THEN 'dental' WHEN 'VIS' THEN 'vision' ELSE 'medical' END"
PRODUCT = "CASE WHEN line IN ('HMO', 'PPO', 'EPO', 'POS') THEN line WHEN line = 'HDH' THEN 'HDHP' ELSE '' END"

# Two products of one line on one day were possible until now. Which of them is right, only a person can say.
REFUSE_TWICE = f"""
DO $$
DECLARE
    twice text;
BEGIN
    SELECT string_agg(format('%s and %s', one.id, other.id), ', ' ORDER BY one.id, other.id) INTO twice
      FROM enrollment_coverage one
      JOIN enrollment_coverage other ON other.purchaser_id = one.purchaser_id AND other.person_id = one.person_id
       AND other.id > one.id AND other.superseded_at IS NULL AND other.voided_at IS NULL
       AND daterange(one.starts_on, one.ends_on, '[]') && daterange(other.starts_on, other.ends_on, '[]')
       AND {LINE.format("one.plan_line")} = {LINE.format("other.plan_line")}
     WHERE one.superseded_at IS NULL AND one.voided_at IS NULL;
    IF twice IS NOT NULL THEN
        RAISE EXCEPTION 'covered twice in one line of coverage: enrollment_coverage %. End one of each pair.', twice;
    END IF;
END $$;
"""

CARRY_OVER = "\n".join(
    [
        REFUSE_TWICE,
        *(f"ALTER TABLE {table} DROP CONSTRAINT {name};" for table, (name, _key) in KEYS.items()),
        f"UPDATE enrollment_plan SET product = {PRODUCT}, line = {LINE.format('line')};",
        *(f"UPDATE {table} SET plan_line = {LINE.format('plan_line')};" for table in KEYS),
        "SET CONSTRAINTS ALL IMMEDIATE;",
        *(f"ALTER TABLE {table} ADD CONSTRAINT {name} {key};" for table, (name, key) in KEYS.items()),
    ]
)

ROSTER = "\n".join(
    f"UPDATE enrollment_rosterline stored SET {line}_plan_id = stored.plan_id, {line}_until = stored.ends_on"
    f" FROM enrollment_plan plan WHERE plan.id = stored.plan_id AND plan.line = '{line}';"
    for line in LINES
)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0012_search_words")]

    operations = [
        migrations.AddField("plan", "product", models.CharField("product type", max_length=4, blank=True, default="")),
        migrations.AlterField("plan", "product", models.CharField("product type", max_length=4, blank=True)),
        migrations.AlterField("plan", "line", models.CharField("line of coverage", max_length=8)),
        *(
            migrations.AlterField(model, "plan_line", models.CharField(max_length=8))
            for model in ("offering", "enrollment", "coverage")
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "plan", models.CheckConstraint(name="plan_line_known", condition=Q(line__in=list(LINES)))
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                name="plan_product_known", condition=Q(product__in=["", "HMO", "PPO", "EPO", "POS", "HDHP"])
            ),
        ),
        *(migrations.AddField("rosterline", f"{line}_plan", models.ForeignKey(**PLAN)) for line in LINES),
        *(migrations.AddField("rosterline", f"{line}_until", models.DateField(null=True)) for line in LINES),
        bound("enrollment_rosterline", **{f"{line}_until": DAY for line in LINES}),
        migrations.RunSQL(ROSTER, migrations.RunSQL.noop),
        migrations.RemoveField("rosterline", "plan"),
    ]
