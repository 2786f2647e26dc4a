-- The first saved replies; representatives edit the list themselves.
INSERT INTO enrollment_cannedreply (title, text) VALUES
    ('Check the date of birth',
     'Check the date of birth against an ID. If it is wrong, correct it here.'),
    ('Check the number',
     'Check the Social Security number against the card. If it is wrong, correct it here.'),
    ('Check the spelling of the name',
     'Check how the name is spelled on an ID, and correct it here.'),
    ('Send the number',
     'Please enter the Social Security number under Correct this request, or tell us when you will have it.'),
    ('Duplicate request',
     'We already have this request under another confirmation number. You don''t need to do anything.');
