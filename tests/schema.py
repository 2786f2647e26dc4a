"""Compares the migrated database with schema.txt, one sorted line per fact.

`python -m tests.schema` rewrites schema.txt after an intended change, so that a review sees it.
"""

import os
from pathlib import Path

EXPECTED = Path(__file__).with_name("schema.txt")
# Tables of ours and of what we install; system schemas aside.
FACTS = {
    "column": """
        SELECT format('%s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
                      coalesce(' collate ' || nullif(l.collname, 'default'), ''),
                      coalesce(CASE WHEN a.attgenerated = '' THEN ' default ' ELSE ' generated ' END
                               || pg_get_expr(d.adbin, d.adrelid), ''))
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
          LEFT JOIN pg_collation l ON l.oid = a.attcollation
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    "security": """
        SELECT format('%s owner %s rls %s forced %s', relname, relowner::regrole, relrowsecurity, relforcerowsecurity)
          FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')""",
    "constraint": """
        SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policy": """
        SELECT format('%s %s for %s to %s using (%s) check (%s)', tablename, policyname, cmd, roles, qual, with_check)
          FROM pg_policies WHERE schemaname = 'public'""",
    "grant": """
        SELECT format('%s to %s: %s', c.oid::regclass, g.grantee::regrole,
                      string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type))
          FROM pg_class c, aclexplode(c.relacl) g
         WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner
         GROUP BY c.oid, g.grantee
        UNION ALL
        SELECT format('%s to %s: %s (%s)', c.oid::regclass, g.grantee::regrole, g.privilege_type,
                      string_agg(a.attname, ', ' ORDER BY a.attname))
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) g
         WHERE c.relnamespace = 'public'::regnamespace
         GROUP BY c.oid, g.grantee, g.privilege_type""",
    "function": """
        SELECT format('%s acl %s', pg_get_functiondef(p.oid), p.proacl)
          FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "trigger": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "extension": "SELECT extname FROM pg_extension",
}
SEEDED = ("enrollment_cannedreply",)


def facts(cursor):
    """Every fact about the schema and the rows that migrations add, one per line."""
    lines = []
    for what, statement in FACTS.items():
        cursor.execute(statement)
        lines += [f"{what} {' '.join(fact.split())}" for (fact,) in cursor.fetchall()]
    for table in SEEDED:
        cursor.execute(f"SELECT (to_jsonb(row) - 'id')::text FROM {table} row")
        lines += [f"row {table} {row}" for (row,) in cursor.fetchall()]
    return sorted(lines)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from portal.database import as_owner

    call_command("migrate", verbosity=0)
    with as_owner(), connection.cursor() as cursor:
        EXPECTED.write_text("\n".join(facts(cursor)) + "\n")
    print(f"{EXPECTED} written")  # noqa: T201


if __name__ == "__main__":
    main()
