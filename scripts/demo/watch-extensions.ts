import { watch } from 'node:fs';
import path from 'node:path';
import { buildEdition } from '../hubspot/build-edition.ts';

const PROJECT = path.resolve(import.meta.dirname, '../../hubspot-project');
/** An editor saves in several steps. */
const QUIET_MS = 200;

/** Rebuilds the UI extensions whenever their sources change; the record page reloads them by itself. */
export function watchExtensions(): void {
  let timer: NodeJS.Timeout | undefined;
  let building = Promise.resolve();
  watch(PROJECT, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild);
    }, QUIET_MS);
  });
}

async function rebuild(): Promise<void> {
  try {
    const { rebuilt } = await buildEdition({ edition: 'marketplace' });
    if (rebuilt) console.log('extensions rebuilt');
  } catch (error) {
    console.error(`extensions: ${error instanceof Error ? error.message : String(error)}`);
  }
}
