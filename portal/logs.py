"""JSON log lines without personal data, removed by name and by shape.

Of a failure a line keeps its kind and its way through the code, never its text: a database quotes the row in it.
"""

import re
import sys
from traceback import walk_tb

import structlog

SECRET_KEYS = re.compile(r"password|number|ssn|birth|name|email|phone|address|payload|code|token|secret", re.IGNORECASE)
SAFE_KEYS = {"event", "logger", "level", "timestamp", "request_id", "user_id", "code", "request", "filename"}
NINE_DIGITS = re.compile(r"\b\d{3}[-\s.\u2010-\u2015\u2212]?\d{2}[-\s.\u2010-\u2015\u2212]?\d{4}\b")
QUERY = re.compile(r"\?\S*")


def redact(_, __, line):
    """Drop personal values; addresses keep their path and lose their query."""
    for key, value in line.items():
        if key not in SAFE_KEYS and SECRET_KEYS.search(key):
            line[key] = "[removed]"
        elif isinstance(value, str):
            value = NINE_DIGITS.sub("[number]", value)
            line[key] = QUERY.sub("", value) if key == "request" else value
    return line


def _chain(failure):
    """The failure and what led to it, the first cause first."""
    found = []
    while failure is not None and failure not in found:
        found.append(failure)
        failure = failure.__cause__ or failure.__context__
    return found[::-1]


def _in_kind(failure):
    """The kind of a failure, with the constraint that it names."""
    constraint = getattr(getattr(failure, "diag", None), "constraint_name", None)
    return f"{type(failure).__module__}.{type(failure).__qualname__}" + (f" ({constraint})" if constraint else "")


def _way(failure):
    frames = ((frame.f_code, line) for frame, line in walk_tb(failure.__traceback__))
    return [f"  {code.co_filename}:{line} {code.co_qualname}" for code, line in frames]


def _failure_of(line):
    given = line.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    return given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None


def without_texts(_, __, line):
    """Put the kinds of a failure and where they were raised in place of its text, also where the message repeats it."""
    failure = _failure_of(line)
    if failure is None:
        return line
    for each in _chain(failure):
        for text in (str(each), repr(each)):
            if len(text) > 1 and isinstance(line.get("event"), str):
                line["event"] = line["event"].replace(text, _in_kind(each))
    line["exception"] = "\n".join(part for each in _chain(failure) for part in [_in_kind(each), *_way(each)])
    return line


CHAIN = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_texts,
]


def formatter():
    """The formatter for logging.config: structlog and the standard library produce the same lines."""
    structlog.configure(
        processors=[*CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=CHAIN,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            structlog.processors.JSONRenderer(),
        ],
    )


def configuration(level):
    """The logging settings: everything to the console, one line each."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "portal.logs.formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
    }
