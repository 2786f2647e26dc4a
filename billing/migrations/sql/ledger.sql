-- A bill is sealed once, in the transaction that makes it; before and after that it is append-only, as all the rest.
CREATE FUNCTION billing_bill_is_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.sha256 IS NULL AND NEW.sha256 IS NOT NULL
       AND OLD.transaction_id = (pg_current_xact_id()::text)::bigint THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;
DROP TRIGGER billing_bill_rows_stay ON billing_bill;
CREATE TRIGGER billing_bill_rows_stay BEFORE UPDATE OR DELETE ON billing_bill
    FOR EACH ROW EXECUTE FUNCTION billing_bill_is_sealed_once();

-- An entry of what a unit owes has the number that the unit took for it, so that entries commit in the order of theirs.
CREATE FUNCTION billing_entry_takes_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ledger_seq IS DISTINCT FROM (SELECT ledger_seq FROM accounts_enrollmentunit WHERE id = NEW.unit_id) THEN
        RAISE EXCEPTION '% needs the number that its unit took for it', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER billing_ledgerentry_takes_order BEFORE INSERT ON billing_ledgerentry
    FOR EACH ROW WHEN (NEW.account = 'receivable') EXECUTE FUNCTION billing_entry_takes_order();

-- Checked once at commit, by whatever role commits: a posting has entries of its own purchaser, which add up to zero.
CREATE FUNCTION billing_posting_is_balanced() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    entries bigint;
    total numeric;
    foreign_entries bigint;
BEGIN
    SELECT count(*), sum(amount), count(*) FILTER (WHERE coalesce(purchaser_id, 0) <> coalesce(NEW.purchaser_id, 0))
      INTO entries, total, foreign_entries
      FROM public.billing_ledgerentry WHERE posting_id = NEW.id;
    IF entries = 0 OR total <> 0 OR foreign_entries > 0 THEN
        RAISE EXCEPTION 'posting % is not balanced', NEW.id
            USING ERRCODE = 'restrict_violation', TABLE = 'billing_posting', CONSTRAINT = 'billing_posting_balanced';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER billing_posting_balanced AFTER INSERT ON billing_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION billing_posting_is_balanced();

-- Checked once at commit: a bill is sealed, its lines and its posting are its new charges, and it foots: the last bill,
-- everything booked since, and the new charges are its total.
CREATE FUNCTION billing_bill_foots() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bill public.billing_bill;
    lines numeric;
    posted numeric;
    before numeric;
    owed numeric;
BEGIN
    SELECT * INTO bill FROM public.billing_bill WHERE id = NEW.id;
    SELECT coalesce(sum(amount), 0) INTO lines FROM public.billing_billline WHERE bill_id = bill.id;
    SELECT coalesce(sum(entry.amount), 0) INTO posted
      FROM public.billing_ledgerentry entry JOIN public.billing_posting posting ON posting.id = entry.posting_id
     WHERE posting.bill_id = bill.id AND entry.account = 'receivable' AND entry.unit_id = bill.unit_id;
    SELECT coalesce((SELECT total FROM public.billing_bill earlier
                      WHERE earlier.unit_id = bill.unit_id AND earlier.month < bill.month
                      ORDER BY earlier.month DESC LIMIT 1), 0) INTO before;
    SELECT coalesce(sum(amount), 0) INTO owed
      FROM public.billing_ledgerentry
     WHERE unit_id = bill.unit_id AND account = 'receivable' AND ledger_seq <= bill.ledger_seq;
    IF bill.sha256 IS NULL OR lines <> bill.new_charges OR posted <> bill.new_charges
       OR before <> bill.previous_total OR owed <> bill.total THEN
        RAISE EXCEPTION 'bill % does not foot', bill.number
            USING ERRCODE = 'restrict_violation', TABLE = 'billing_bill', CONSTRAINT = 'billing_bill_foots';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER billing_bill_foots AFTER INSERT ON billing_bill DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION billing_bill_foots();

-- Checked once at commit: what is allocated of an entry is between nothing and all of it.
CREATE FUNCTION billing_allocation_is_covered() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    credit numeric := (SELECT -amount FROM public.billing_ledgerentry WHERE id = NEW.credit_id AND account = 'receivable');
    debit numeric := (SELECT amount FROM public.billing_ledgerentry WHERE id = NEW.debit_id AND account = 'receivable');
    given numeric := (SELECT sum(amount) FROM public.billing_allocation WHERE credit_id = NEW.credit_id);
    taken numeric := (SELECT sum(amount) FROM public.billing_allocation WHERE debit_id = NEW.debit_id);
BEGIN
    IF given BETWEEN 0 AND credit AND taken BETWEEN 0 AND debit THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'allocation % is more than its entries', NEW.id
        USING ERRCODE = 'restrict_violation', TABLE = 'billing_allocation', CONSTRAINT = 'billing_allocation_covered';
END $$;
CREATE CONSTRAINT TRIGGER billing_allocation_covered AFTER INSERT ON billing_allocation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION billing_allocation_is_covered();

ALTER TABLE billing_allocation
    ADD CONSTRAINT billing_allocation_credit_of_unit
    FOREIGN KEY (credit_id, unit_id) REFERENCES billing_ledgerentry (id, unit_id),
    ADD CONSTRAINT billing_allocation_debit_of_unit
    FOREIGN KEY (debit_id, unit_id) REFERENCES billing_ledgerentry (id, unit_id);

-- Bills are made and money is booked under the lock of the unit.
GRANT UPDATE (ledger_seq) ON accounts_enrollmentunit TO portal_money;
GRANT UPDATE (ledger_seq, new_charges, total, sha256) ON billing_bill TO portal_money;
-- The names that a line keeps.
GRANT SELECT (person_id, purchaser_id, first_name, middle_name, last_name, suffix, superseded_at)
    ON enrollment_persondetail TO portal_money;
GRANT SELECT (person_id, purchaser_id, name, sort_key) ON enrollment_rosterline TO portal_money;
GRANT SELECT (id, purchaser_id, employee_number) ON enrollment_employment TO portal_money;
