"""Settings: how much a user reads and asks, how long answers take, and what a received document may cost."""

import environ

env = environ.Env()

# --- a user's reading, and asking who is on file ---
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", 60)
# Different Social Security numbers that one user may type about one person or family.
NUMBERS_ABOUT_ONE_PER_DAY = env.int("NUMBERS_ABOUT_ONE_PER_DAY", 40)
PEOPLE_PER_DAY_WARN = env.int("PEOPLE_PER_DAY_WARN", 500)
PEOPLE_PER_DAY = env.int("PEOPLE_PER_DAY", 2000)
EXPORTS_PER_DAY = env.int("EXPORTS_PER_DAY", 20)
# From the first number the representative is told; at the second, requests that match people stop for the day.
REVIEWS_PER_DAY = env.int("REVIEWS_PER_DAY", 40)
REVIEWS_PER_DAY_AT_MOST = env.int("REVIEWS_PER_DAY_AT_MOST", 80)
# Corrections of name, date of birth or number: of a user in a day, and of a person in some days.
IDENTITY_CORRECTIONS_PER_DAY = env.int("IDENTITY_CORRECTIONS_PER_DAY", 20)
IDENTITY_CORRECTIONS_OF_A_PERSON = env.int("IDENTITY_CORRECTIONS_OF_A_PERSON", 3)
IDENTITY_CORRECTION_DAYS = env.int("IDENTITY_CORRECTION_DAYS", 90)
# Response times are padded to multiples of these, so timing leaks nothing: of requests, and of a hashed password.
ANSWER_STEP_SECONDS = env.float("ANSWER_STEP_SECONDS", 0.25)
SIGN_IN_STEP_SECONDS = env.float("SIGN_IN_STEP_SECONDS", 2)
SMALL_PURCHASER_EMPLOYEES = env.int("SMALL_PURCHASER_EMPLOYEES", 50)

# --- received documents: what opening one may take (access/drawing.py); the lease of its job is five minutes ---
DOCUMENT_LIMITS = {
    "cpu_seconds": env.int("DOCUMENT_CPU_SECONDS", 20),
    "seconds": env.int("DOCUMENT_SECONDS", 60),
    "memory_mb": env.int("DOCUMENT_MEMORY_MB", 512),
    "output_mb": env.int("DOCUMENT_OUTPUT_MB", 60),
    "pages": env.int("DOCUMENT_PAGES", 20),
    "page_megapixels": env.int("DOCUMENT_PAGE_MEGAPIXELS", 60),
    "megapixels": env.int("DOCUMENT_MEGAPIXELS", 400),
}
