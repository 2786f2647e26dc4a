-- What a new bill comes to, and its fingerprint: the hash of its header and lines as JSON with sorted keys.
UPDATE billing_bill bill
   SET new_charges = sums.new_charges, total = sums.total, ledger_seq = sums.ledger_seq,
       sha256 = {fingerprint}
  FROM (SELECT new_charges, total, ledger_seq,
               jsonb_build_object('new_charges', new_charges, 'total', total, 'ledger_seq', ledger_seq) AS of_bill
          FROM (SELECT %(new_charges)s::numeric(11, 2) AS new_charges, unit.ledger_seq,
                       (SELECT coalesce(sum(amount), 0)::numeric(11, 2) FROM billing_ledgerentry entry
                         WHERE entry.unit_id = unit.id AND entry.account = 'receivable') AS total
                  FROM accounts_enrollmentunit unit
                 WHERE unit.id = (SELECT unit_id FROM billing_bill WHERE id = %(bill)s)) made) sums
 WHERE bill.id = %(bill)s
