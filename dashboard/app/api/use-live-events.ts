import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { showSignedOut } from './queries.ts';

/** Keeps what is on the screen true while the page is open; tells whether the server is heard. */
export function useLiveEvents(): boolean {
  const client = useQueryClient();
  const [isLive, setIsLive] = useState(false);
  useEffect(() => {
    const events = new EventSource('/api/dashboard/events');
    events.addEventListener('open', () => setIsLive(true));
    events.addEventListener('error', () => setIsLive(false)); // the browser tries again by itself
    for (const part of ['connections', 'history', 'bulk']) {
      events.addEventListener(part, () => {
        void client.invalidateQueries({ queryKey: [part] });
        if (part !== 'history') return;
        void client.invalidateQueries({ queryKey: ['usage'] });
        void client.invalidateQueries({ queryKey: ['overview'] });
      });
    }
    events.addEventListener('signed_out', () => {
      events.close();
      showSignedOut(client);
    });
    return () => events.close();
  }, [client]);
  return isLive;
}
