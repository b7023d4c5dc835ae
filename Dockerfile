# Built where there is a network, run where there is none: see docs/operation.md, "Containers".

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production TZ=Asia/Shanghai LANG=C.UTF-8 FUNDWATCH_HOME=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY models models
COPY pipelines pipelines
COPY reports reports
COPY sql sql
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 8788
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8788/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Signals reach the program itself; start it with --init (compose: init) so that orphans are reaped.
ENTRYPOINT ["node", "/app/bin/fundwatch.mjs"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8788"]
