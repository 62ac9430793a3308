# One image for every process of Cardmill; docker-compose.yml names the command of each.
# The base image is an argument so that a machine without a registry can put its own in its place
# (docs/compose.md). No `# syntax=` line: it would fetch a frontend from a registry.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# The manifests alone, so that a change of source does not install every package again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
RUN mkdir /manifests \
 && cp package-lock.json .npmrc /manifests/ \
 && find . -name package.json -exec cp --parents {} /manifests/ \;

FROM ${NODE_IMAGE} AS build
WORKDIR /app
ENV TURBO_TELEMETRY_DISABLED=1
COPY --from=manifests /manifests ./
# No package here needs its install script, and none gets to run one.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN npx turbo run build \
      --filter=@cardmill/api --filter=@cardmill/ocr-worker --filter=@cardmill/notifier \
      --filter=@cardmill/cli --filter=@cardmill/db --filter=@cardmill/web
# What runs, and no source: builds, migrations and the packages that they reach.
RUN node deploy/image/collect.mjs /out services/api services/ocr-worker services/notifier packages/cli prisma \
 && cp --parents --recursive package.json web/dist /out/ \
 && cp deploy/image/healthcheck.mjs deploy/image/make-bucket.mjs /out/

# Debian's language models, the fast ones that npm does not have. Without its engine: the packages only recommend it.
FROM ${NODE_IMAGE} AS models
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-nor tesseract-ocr-lat tesseract-ocr-frk

FROM ${NODE_IMAGE} AS runtime
WORKDIR /app
ENV NODE_ENV=production
# A uid that no login of the host has, and files that it cannot write.
RUN groupadd --gid 10001 cardmill \
 && useradd --uid 10001 --gid cardmill --no-create-home --home-dir /tmp --shell /usr/sbin/nologin cardmill
COPY --from=models /usr/share/tesseract-ocr /usr/share/tesseract-ocr
COPY --from=build /out ./
USER 10001:10001
# Asks HEALTH_URL, which compose sets for every process that serves; one-shots have none.
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=4 CMD ["node", "/app/healthcheck.mjs"]
CMD ["node", "services/api/dist/main.js"]
