-- Entries that are allocated beyond their amount, or to their own side; units with open debits beside open credits.
WITH entries AS (
    SELECT entry.id, entry.unit_id, entry.amount,
           coalesce((SELECT sum(amount) FROM billing_allocation WHERE debit_id = entry.id), 0) AS as_debit,
           coalesce((SELECT sum(amount) FROM billing_allocation WHERE credit_id = entry.id), 0) AS as_credit
      FROM billing_ledgerentry entry
     WHERE entry.account = 'receivable' AND entry.purchaser_id = %(purchaser)s
)
SELECT 'entry ' || id AS what, amount, as_debit, as_credit
  FROM entries
 WHERE NOT (as_debit BETWEEN 0 AND greatest(amount, 0) AND as_credit BETWEEN 0 AND greatest(-amount, 0))
UNION ALL
SELECT 'unit ' || unit_id, sum(amount), sum(amount - as_debit) FILTER (WHERE amount > 0),
       sum(-amount - as_credit) FILTER (WHERE amount < 0)
  FROM entries
 GROUP BY unit_id
HAVING sum(amount - as_debit) FILTER (WHERE amount > 0) > 0 AND sum(-amount - as_credit) FILTER (WHERE amount < 0) > 0
 ORDER BY 1
