-- Bills whose total is not the last bill, what was booked since, and the new charges.
SELECT bill.number, bill.previous_total, bill.new_charges, bill.total, earlier.total AS last_bill, owed.sum AS booked
  FROM billing_bill bill
 CROSS JOIN LATERAL (SELECT coalesce((SELECT total FROM billing_bill before
                                       WHERE before.unit_id = bill.unit_id AND before.month < bill.month
                                       ORDER BY before.month DESC LIMIT 1), 0) AS total) earlier
 CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM billing_ledgerentry entry
                      WHERE entry.unit_id = bill.unit_id AND entry.account = 'receivable'
                        AND entry.ledger_seq <= bill.ledger_seq) owed
 WHERE bill.purchaser_id = %(purchaser)s
   AND (bill.sha256 IS NULL OR bill.previous_total <> earlier.total OR bill.total <> owed.sum)
 ORDER BY bill.unit_id, bill.month
