-- Bills whose lines differ from their entries for premium in a coverage month, or from the new charges or the receivable.
WITH lines AS (
    SELECT bill_id, month, sum(amount) AS of_lines FROM billing_billline
     WHERE purchaser_id = %(purchaser)s GROUP BY bill_id, month
),
posted AS (
    SELECT posting.bill_id, entry.coverage_month AS month, -sum(entry.amount) AS of_entries
      FROM billing_posting posting
      JOIN billing_ledgerentry entry ON entry.posting_id = posting.id
     WHERE posting.bill_id IS NOT NULL AND entry.account = 'premium' AND posting.purchaser_id = %(purchaser)s
     GROUP BY posting.bill_id, entry.coverage_month
),
receivable AS (
    SELECT posting.bill_id, sum(entry.amount) AS sum
      FROM billing_posting posting
      JOIN billing_ledgerentry entry ON entry.posting_id = posting.id
     WHERE posting.bill_id IS NOT NULL AND entry.account = 'receivable' AND posting.purchaser_id = %(purchaser)s
     GROUP BY posting.bill_id
)
SELECT bill.number, both_sides.month::text, coalesce(of_lines, 0) AS lines, coalesce(of_entries, 0) AS posted
  FROM (lines FULL JOIN posted USING (bill_id, month)) both_sides
  JOIN billing_bill bill ON bill.id = both_sides.bill_id
 WHERE coalesce(of_lines, 0) <> coalesce(of_entries, 0)
UNION ALL
SELECT bill.number, 'all months', coalesce(lines.sum, 0), coalesce(receivable.sum, 0)
  FROM billing_bill bill
  LEFT JOIN (SELECT bill_id, sum(of_lines) AS sum FROM lines GROUP BY bill_id) lines ON lines.bill_id = bill.id
  LEFT JOIN receivable ON receivable.bill_id = bill.id
 WHERE bill.purchaser_id = %(purchaser)s
   AND (coalesce(lines.sum, 0) <> bill.new_charges OR coalesce(receivable.sum, 0) <> bill.new_charges)
 ORDER BY 1, 2
