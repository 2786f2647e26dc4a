# Stage 1: the environment and the static files. Stage 2: what runs, as nobody in particular.
FROM python:3.13-slim AS build
# uv installs the packages, as in development, and stays behind in this folder. They are compiled now because the
# user of stage 2 cannot write.
WORKDIR /srv/environment
COPY .ci/environment .ci/python .ci/
COPY requirements.txt requirements-dev.txt ./
RUN UV_COMPILE_BYTECODE=1 PIP_COMPILE=1 sh .ci/environment /srv/venv requirements.txt
WORKDIR /srv/portal
COPY . .
RUN DJANGO_SETTINGS_MODULE=portal.assets /srv/venv/bin/python manage.py build_assets \
 && DJANGO_SETTINGS_MODULE=portal.building /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
# Names are printed in the letters that they are written in; Typst looks for fonts where Debian puts them.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/portal portal && mkdir -p /srv/media && chown portal /srv/media
WORKDIR /srv/portal
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/portal /srv/portal
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/srv/media HEALTH_LISTEN=127.0.0.1:8001
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/healthz', timeout=2)"]
# The lines of access name no query: people are looked for by name.
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--access-logfile", "-", \
     "--access-logformat", "%(h)s %(t)s \"%(m)s %(U)s\" %(s)s %(b)s"]
