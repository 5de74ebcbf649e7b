import path from 'node:path';
import { buildRecordPage } from '../sandbox/record-page/build.ts';
import { requirePort } from './demo/choose-port.ts';
import { makeControlApi } from './demo/control-api.ts';
import { registerApp, sandboxEnvironment } from './demo/sandbox-environment.ts';
import { startProcess } from './demo/start-process.ts';
import { buildEdition } from './hubspot/build-edition.ts';

/** `npm run sandbox`: the local HubSpot alone, for work against a backend that you start yourself. */
const backendPort = Number(process.env.PORT ?? 3000);

try {
  const sandboxPort = await requirePort('SANDBOX_PORT', process.env.SANDBOX_PORT, 4000);
  const [edition] = await Promise.all([buildEdition({ edition: 'marketplace' }), buildRecordPage()]);
  const redirectUrl = process.env.HUBSPOT_REDIRECT_URI ?? `http://localhost:${backendPort}/api/auth/hubspot/callback`;
  const app = registerApp(edition, redirectUrl, process.env);
  const origin = `http://localhost:${sandboxPort}`;
  const sandbox = await startProcess({
    name: 'the local HubSpot',
    entry: 'sandbox/main.ts',
    env: sandboxEnvironment({ sandboxPort, backendPort, app, edition }),
    logFile: path.resolve('.data/sandbox.log'),
    isReady: () => makeControlApi(origin).isUp(),
  });
  // One of the environment is not shown.
  const clientSecret = process.env.HUBSPOT_CLIENT_SECRET ? '$HUBSPOT_CLIENT_SECRET' : app.clientSecret;
  console.log(`Start the backend with:
HUBSPOT_API_URL=${origin} HUBSPOT_APP_URL=${origin} PUBLIC_URL=${edition.variables.BACKEND_ORIGIN} HUBSPOT_REDIRECT_URI=${redirectUrl} \\
HUBSPOT_APP_ID=${app.appId} HUBSPOT_CLIENT_ID=${app.clientId} HUBSPOT_CLIENT_SECRET=${clientSecret} PORT=${backendPort} \\
ENCRYPTION_KEYS=local:$(openssl rand -base64 32) npm start
(the secret is made anew each time, unless HUBSPOT_CLIENT_SECRET is set for both)`);
  console.log(`sandbox ready: ${origin}`);
  const stop = () => void sandbox.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.exitCode = (await sandbox.ended) ?? 1;
} catch (error) {
  console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
