# Two images from one file:
#   docker build -t smartsync .                        the product: web, worker or both
#   docker build -t smartsync-tools --target tools .   the commands that need sources: migrations, import, key rotation
# node:20-slim is Debian: the packages with binaries are built for glibc.

FROM node:20-slim AS dependencies
WORKDIR /app
# The workspace's package.json is part of what the lock file describes.
COPY package.json package-lock.json ./
COPY hubspot-project/app/cards/package.json hubspot-project/app/cards/package.json
# No install script is needed, so none can download or run anything.
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM dependencies AS tools
COPY tsconfig.json tsconfig.build.json prisma.config.ts ./
COPY prisma prisma
COPY scripts scripts
COPY hubspot-project/contract hubspot-project/contract
COPY backend backend
COPY dashboard dashboard
# Generates the Prisma client with the engine from npm, then compiles. No network.
RUN npm run build && mkdir -p .data && chown node:node .data
USER node
CMD ["npm", "run", "db:migrate"]

FROM tools AS pruned
USER root
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20-slim AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=pruned /app/node_modules node_modules
COPY --from=pruned /app/dist dist
COPY package.json ./
# Readiness compares the applied migrations with these.
COPY prisma/migrations prisma/migrations
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: node itself gets the signal to stop.
CMD ["node", "--enable-source-maps", "dist/backend/src/main.js"]
