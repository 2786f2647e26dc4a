"""JSON log lines without personal data, removed by name and by shape."""

import re

import structlog

SECRET_KEYS = re.compile(r"password|number|ssn|birth|name|email|phone|address|payload|code|token|secret", re.IGNORECASE)
SAFE_KEYS = {"event", "logger", "level", "timestamp", "request_id", "user_id", "code", "request", "filename"}
NINE_DIGITS = re.compile(r"\b\d{3}[- .]?\d{2}[- .]?\d{4}\b")
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


CHAIN = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
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
