import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { DEMO_PRIVATE_APP_TOKEN } from '../../sandbox/seed/demo-portal.ts';

/** As long as anybody leaves a demo running. */
const TOKEN_LIVES = '7d';

/**
 * Writes what a program needs to call the integration API of the running demo, for a shell to read: the address, the JWT
 * of an organisation's owner, and the token of a private app in the demo portal.
 *
 * @param secret what the backend checks JWTs with (`API_JWT_SECRET`)
 */
export async function writeApiAccess(
  file: string,
  { secret, backendOrigin }: { readonly secret: string; readonly backendOrigin: string },
): Promise<void> {
  const organizationId = randomUUID();
  const jwt = await new SignJWT({ app_metadata: { organization_id: organizationId, role: 'owner' } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('demo')
    .setExpirationTime(TOKEN_LIVES)
    .sign(new TextEncoder().encode(secret));
  const lines = [
    `API=${backendOrigin}/api/integrations/crm`,
    `ORGANIZATION_ID=${organizationId}`,
    `JWT=${jwt}`,
    `HUBSPOT_TOKEN=${DEMO_PRIVATE_APP_TOKEN}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}
