-- Postings whose entries do not add up to zero, or are another purchaser's.
SELECT posting.id, posting.kind, coalesce(sum(entry.amount), 0) AS sum
  FROM billing_posting posting
  LEFT JOIN billing_ledgerentry entry ON entry.posting_id = posting.id
 WHERE posting.purchaser_id = %(purchaser)s
 GROUP BY posting.id
HAVING coalesce(sum(entry.amount), 0) <> 0 OR count(entry.id) = 0
    OR count(*) FILTER (WHERE entry.purchaser_id IS DISTINCT FROM posting.purchaser_id) > 0
 ORDER BY posting.id
