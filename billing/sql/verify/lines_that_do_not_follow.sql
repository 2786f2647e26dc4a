-- Lines that are not owed less billed before, or whose `billed before` is not the sum of the earlier lines of their key.
SELECT number, enrollment_id, month, owed, billed_before, amount, earlier
  FROM (SELECT bill.number, line.id, line.enrollment_id, line.month, line.owed, line.billed_before, line.amount,
               coalesce(sum(line.amount) OVER (
                   PARTITION BY line.unit_id, line.enrollment_id, line.person_id, line.month, line.kind
                   ORDER BY bill.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
          FROM billing_billline line
          JOIN billing_bill bill ON bill.id = line.bill_id
         WHERE line.purchaser_id = %(purchaser)s) lines
 WHERE amount <> owed - billed_before OR billed_before <> earlier
 ORDER BY id
