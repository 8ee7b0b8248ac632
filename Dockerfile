# syntax=docker/dockerfile:1

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
WORKDIR /app
# `start` refuses this upstream, so that no deployment serves simulated data by mistake.
ENV HOST=0.0.0.0 \
    PAYLINK_UPSTREAM=none \
    SIMULATOR_FILE=/data/simulator.sqlite
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY schema schema
COPY examples examples
COPY src src
USER node
EXPOSE 4000 4010 4011
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/bin.js"]
CMD ["start"]
