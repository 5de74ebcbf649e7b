import type { AddressInfo } from 'node:net';
import { composeProduct, type Product } from '../../backend/src/composition.ts';
import type { Config } from '../../backend/src/config.ts';
import { makeSignedFetch } from './signed-fetch.ts';
import type { RunningProduct } from './start-product.ts';

/** Another process of the product over the same database and the same HubSpot: its memory and connections are its own. */
export interface Twin {
  readonly origin: string;
  readonly product: Product;
  readonly send: ReturnType<typeof makeSignedFetch>;
  stop(): Promise<void>;
}

/** Starts one beside a running product. */
export async function startTwin(beside: RunningProduct, changes: Partial<Config> = {}): Promise<Twin> {
  const config = { ...beside.config, ...changes };
  const product = await composeProduct(config);
  const server = (await product.makeApp()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientSecret = config.hubspot.clientSecret ?? '';
  return {
    origin,
    product,
    send: makeSignedFetch({ origin, publicUrl: beside.publicUrl, clientSecret }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await product.finishRunning();
      await product.stop();
    },
  };
}
