# Rapport in one container: broker, worker, beat and web door, as `rapport up` runs them. Data in the volume /data.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY templates ./templates
COPY tasks ./tasks
COPY worker ./worker
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN groupadd --gid 10001 rapport \
    && useradd --uid 10001 --gid rapport --no-create-home --home-dir /data --shell /usr/sbin/nologin rapport \
    && install --directory --mode=700 --owner=rapport --group=rapport /data
COPY --from=build /opt/rapport /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH PYTHONUNBUFFERED=1 RAPPORT_DATA=/data
USER rapport
WORKDIR /data
VOLUME /data
EXPOSE 8725
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8725/healthz', timeout=4)"]
CMD ["rapport", "up", "--host", "0.0.0.0", "--port", "8725"]
