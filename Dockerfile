# One image for every process: serve, worker, migrate and mock-crm are commands of it.
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv /opt/certobot
ENV PATH="/opt/certobot/bin:$PATH"
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . ./
# What is installed points to /app, where the config file and the migrations lie beside the code.
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/certobot certobot
COPY --from=build /opt/certobot /opt/certobot
COPY --from=build /app /app
WORKDIR /app
ENV PATH="/opt/certobot/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CERTOBOT_HTTP_HOST=0.0.0.0 \
    CERTOBOT_HTTP_PORT=8000 \
    CERTOBOT_DATA_DIR=/var/lib/certobot/data
USER certobot
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=3)"]
ENTRYPOINT ["certobot"]
CMD ["serve"]
