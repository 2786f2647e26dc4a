    -- Every enrollment of the purchaser, with its plan.
    SELECT enrollment.id, enrollment.unit_id, enrollment.subscriber_id, enrollment.kind, offering.plan_id,
           enrollment.group_bill_factor
      FROM enrollment_enrollment enrollment
      JOIN enrollment_offering offering ON offering.id = enrollment.offering_id
