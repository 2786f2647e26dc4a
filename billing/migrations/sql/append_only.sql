-- Rates, bills and their lines are only ever added, whoever asks: the owner of the tables too.
CREATE FUNCTION billing_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;

-- What belongs to a rate or a bill is accepted in the transaction that made it: later it would change the whole.
-- The arguments of a trigger are the table it belongs to and the column that names its row.
CREATE FUNCTION billing_belongs_to_this_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    EXECUTE format('SELECT transaction_id FROM public.%I WHERE id = $1', TG_ARGV[0])
        INTO made USING (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    IF made IS DISTINCT FROM (pg_current_xact_id()::text)::bigint THEN
        RAISE EXCEPTION '% is added together with its %', TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

-- Checked at commit, by whatever role commits: a version of rates by tiers has an amount for the tiers that everybody has, one by age has none.
CREATE FUNCTION billing_rate_is_whole() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found text[] := (SELECT coalesce(array_agg(tier::text), '{}') FROM public.billing_ratetier WHERE rate_id = NEW.id);
BEGIN
    IF NOT (NEW.method = 'tiers4' AND found @> '{EE,ES,EC,FAM}' AND found <@ '{EE,ES,EC,FAM,SP,CH,SC}'
            OR NEW.method = 'tiers3' AND found @> '{EE,TWO,FAM}' AND found <@ '{EE,TWO,FAM}'
            OR NEW.method = 'age' AND found = '{}') THEN
        RAISE EXCEPTION 'rate % does not have the tiers of its method', NEW.id
            USING ERRCODE = 'restrict_violation', TABLE = 'billing_rate', CONSTRAINT = 'billing_rate_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER billing_rate_whole AFTER INSERT ON billing_rate DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION billing_rate_is_whole();

-- A bill and its lines are of one unit and one purchaser, and so is the enrollment of each line.
ALTER TABLE enrollment_enrollment ADD CONSTRAINT enrollment_with_unit UNIQUE (id, unit_id, purchaser_id);
ALTER TABLE billing_billline
    ADD CONSTRAINT billing_billline_unit_of_bill
    FOREIGN KEY (bill_id, unit_id, purchaser_id) REFERENCES billing_bill (id, unit_id, purchaser_id),
    ADD CONSTRAINT billing_billline_unit_of_enrollment
    FOREIGN KEY (enrollment_id, unit_id, purchaser_id) REFERENCES enrollment_enrollment (id, unit_id, purchaser_id);
