-- What representatives begin with; they keep the list themselves.
INSERT INTO enrollment_cannedreply (title, text) VALUES
    ('Check the date of birth',
     'Please check the date of birth against an identity document, and correct it here if it is another.'),
    ('Check the number',
     'Please check the Social Security number against the card, and correct it here if it is another.'),
    ('Check the spelling of the name',
     'Please check how the name is spelled on an identity document, and correct it here.'),
    ('Send the number',
     'Please enter the Social Security number under Correct what you sent, or say when it will be known.'),
    ('Sent twice',
     'We have this request already, under another confirmation number. Nothing more is needed from you.');
