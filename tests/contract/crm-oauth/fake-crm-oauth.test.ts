import { makeFakeCrmOauth } from '../../fakes/fake-crm-oauth.ts';
import { describeCrmOauth } from './crm-oauth-battery.ts';

describeCrmOauth('the fake', async () => {
  const oauth = makeFakeCrmOauth();
  return {
    oauth,
    consent: async (url) => oauth.consent(url, { portalId: 4711, userId: 1 }),
    uninstall: async () => oauth.uninstall(4711),
    stop: async () => {},
  };
});
