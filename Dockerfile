# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.image.txt ./
RUN python -m venv /opt/assertiva \
 && /opt/assertiva/bin/pip install --no-cache-dir --require-hashes -r requirements.image.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY content ./content
COPY storage ./storage
RUN /opt/assertiva/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin assertiva \
 && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/assertiva /opt/assertiva
ENV DATA_DIR=/data \
    HEALTH_PORT=8081 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["/opt/assertiva/bin/assertiva", "health"]
ENTRYPOINT ["/opt/assertiva/bin/assertiva"]
CMD ["run"]
