encode(sha256(convert_to(jsonb_build_object(
           'bill', to_jsonb(bill) - '{sha256,transaction_id}'::text[]
                   || jsonb_build_object('cut_at', bill.cut_at AT TIME ZONE 'UTC') || sums.of_bill,
           'lines', (SELECT coalesce(jsonb_agg(to_jsonb(line) ORDER BY line.id), '[]')
                       FROM billing_billline line WHERE line.bill_id = bill.id))::text, 'UTF8')), 'hex')
