-- Bills that are not what they were when they were made.
SELECT number
  FROM (SELECT bill.number, bill.sha256, {fingerprint} AS now
          FROM billing_bill bill
         CROSS JOIN (SELECT '{}'::jsonb AS of_bill) sums
         WHERE bill.purchaser_id = %(purchaser)s) bills
 WHERE sha256 IS DISTINCT FROM now
 ORDER BY number
