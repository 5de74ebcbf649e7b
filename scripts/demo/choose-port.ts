import { createServer } from 'node:net';

/** A port that nobody listens on at this moment. */
export function findFreePort(): Promise<number> {
  return listenOnce(0).then((port) => port ?? 0);
}

/** The wanted port; rejects with the variable to set when it is taken or no port. */
export async function requirePort(variable: string, wanted: string | undefined, fallback: number): Promise<number> {
  const port = Number(wanted ?? fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable} must be a port number from 1 to 65535.`);
  if ((await listenOnce(port)) === undefined) {
    throw new Error(`Port ${port} is busy. Set ${variable} to another one, e.g. ${variable}=${port + 10}`);
  }
  return port;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
