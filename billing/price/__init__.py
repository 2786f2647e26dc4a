"""Price a scenario: events of a file in, bills out, with the statements that cut real bills, on scratch tables."""
