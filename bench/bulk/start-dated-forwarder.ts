import http from 'node:http';

/**
 * Passes requests on to the local HubSpot, whose paths are dated, from a client library that knows the older ones. A
 * process of its own does not need it: its time is the bench's, not the peer's.
 */
export async function startDatedForwarder(to: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const target = new URL(to);
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').replace('/crm/v3/objects/', '/crm/objects/2026-09/');
    const options = { host: target.hostname, port: target.port, method: request.method, path, agent };
    const passed = http.request({ ...options, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
