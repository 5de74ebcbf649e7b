import { describe, expect, it } from 'vitest';
import { codeRefusedPage, deniedPage } from '../../../backend/src/http/pages/install-pages.ts';

describe('a page that says what HubSpot said', () => {
  it.each(['The code is too old', 'The code is too old.', 'The code is too old. '])(
    'ends %j with one full stop',
    (reason) => {
      for (const page of [codeRefusedPage(reason), deniedPage(reason)]) {
        expect(JSON.stringify(page)).toContain('HubSpot said: The code is too old. Nothing was installed or changed.');
      }
    },
  );
});
