"""Row-level security as migration operations: who may do what to which rows of a table.

Every table that holds a purchaser's rows is protected with FORCE, so that even the owner of the
table sees them only through a policy of its own. The roles are explained in docs/security-and-tenancy.md.
"""

from pathlib import Path

from django.db.migrations import RunSQL

OF_PURCHASER = "purchaser_id = (SELECT nullif(current_setting('app.purchaser', true), '')::bigint)"
OF_USER = "user_id = (SELECT nullif(current_setting('app.user', true), '')::bigint)"
EVERY_ROW = "true"

OWNER = "portal_owner"
APP = "portal_app"
MATCH = "portal_match"
STAFF = "portal_staff"
SERVICE = "portal_service"
MONEY = "portal_money"

READ = ("SELECT",)
ADD = ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE")
WRITE = ("SELECT", "INSERT", "UPDATE", "DELETE")


def sql_files(migration, *names):
    """Run files of the folder `sql` beside a migration: what Django's operations cannot say."""
    folder = Path(migration).parent / "sql"
    return [RunSQL((folder / f"{name}.sql").read_text(), RunSQL.noop) for name in names]


def _policy(table, role, verb, rows):
    using = "" if verb == "INSERT" else f" USING ({rows})"
    check = f" WITH CHECK ({rows})" if verb in ("INSERT", "UPDATE") else ""
    return f"CREATE POLICY {role}_{verb.lower()} ON {table} FOR {verb} TO {role}{using}{check};"


def protect(table, **rules):
    """Protect `table`. Each rule is role=(verbs, rows), or a list of such pairs: `rows` the SQL condition to meet.

    `app` is short for portal_app, and so on. A verb that no rule names is refused: the privilege itself
    is taken away, so that a forgotten policy cannot open what a forgotten privilege leaves open.
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
        f"REVOKE ALL ON {table} FROM {APP}, {MATCH}, {STAFF}, {SERVICE};",
        f"CREATE POLICY owner ON {table} TO {OWNER} USING (true) WITH CHECK (true);",
    ]
    for name, rule in rules.items():
        role = f"portal_{name}"
        for verbs, rows in rule if isinstance(rule, list) else [rule]:
            statements.append(f"GRANT {', '.join(verbs)} ON {table} TO {role};")
            statements += [_policy(table, role, verb, rows) for verb in verbs]
    return RunSQL("\n".join(statements), f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")


def let_read(table, role, rows):
    """Let one more role read these rows of a protected table."""
    return RunSQL(
        f"GRANT SELECT ON {table} TO portal_{role}; {_policy(table, f'portal_{role}', 'SELECT', rows)}",
        f"DROP POLICY portal_{role}_select ON {table}; REVOKE SELECT ON {table} FROM portal_{role};",
    )


def replace_policy(table, role, verb, rows):
    """Replace the policy of one role and verb on a protected table."""
    return RunSQL(f"DROP POLICY {role}_{verb.lower()} ON {table}; {_policy(table, role, verb, rows)}", RunSQL.noop)


def only_columns(table, role, *columns):
    """Let `role` UPDATE these columns of `table` and no others: the rest of a row is history."""
    return RunSQL(
        f"REVOKE UPDATE ON {table} FROM portal_{role}; GRANT UPDATE ({', '.join(columns)}) ON {table} TO portal_{role};",
        RunSQL.noop,
    )


def once_set_stays(table, *columns, also=""):
    """Refuse to change these columns of a row once they have a value; `also` is one more condition to refuse by."""
    changes = [f"OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns]
    refused = " OR ".join(f"({each})" for each in [*changes, *([also] if also else [])])
    return RunSQL(
        f"CREATE TRIGGER {table}_facts_stay BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({refused})"
        " EXECUTE FUNCTION accounts_once_set_stays();",
        RunSQL.noop,
    )


def open_to(table, **rules):
    """Plain privileges for a table that belongs to no purchaser: role=verbs."""
    statements = [f"REVOKE ALL ON {table} FROM {APP}, {MATCH}, {STAFF}, {SERVICE};"]
    statements += [f"GRANT {', '.join(verbs)} ON {table} TO portal_{role};" for role, verbs in rules.items()]
    return RunSQL("\n".join(statements), RunSQL.noop)


def only_added(table):
    """Refuse to change, delete or empty the rows of `table`, whoever asks (billing/migrations/sql/append_only.sql)."""
    return RunSQL(
        f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION billing_is_append_only();"
        f"CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION billing_is_append_only();",
        RunSQL.noop,
    )


def takes_number(table, column="known_seq", *, event="INSERT"):
    """Refuse a fact of a unit without the number that the unit took for it (accounts/services/units.py)."""
    name = f"{table}_{column}_taken"
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION accounts_unit_fact_takes_number('{column}');",
        f"DROP TRIGGER {name} ON {table};",
    )


def unit_of_purchaser(table):
    """Hold the unit of a row to that row's purchaser."""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_unit_of_purchaser"
        " FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_unit_of_purchaser;",
    )
