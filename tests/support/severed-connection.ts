import net from 'node:net';

/** A way to a server that can be cut and mended: what a crash or a broken network looks like from this side. */
export interface Connection {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Lets nothing through any more, in either direction, though connections stay open and new ones are taken. */
  hang(): void;
  /** Lets everything through again, what was held up first. */
  goOn(): void;
  /** New connections lead to the server at this port, as after a failover behind one address; those that are open end. */
  leadTo(targetPort: number): void;
  close(): Promise<void>;
}

/** Opens a port of its own that leads to the server at this port of 127.0.0.1. */
export async function openConnection(firstTargetPort: number): Promise<Connection> {
  let targetPort = firstTargetPort;
  const sockets = new Set<net.Socket>();
  let isHanging = false;
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const lead = (incoming: net.Socket) => {
    const outgoing = keep(net.connect(targetPort, '127.0.0.1'));
    keep(incoming).pipe(outgoing).pipe(incoming);
    if (isHanging) for (const socket of [incoming, outgoing]) socket.pause();
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
  };
  let server = await listen(lead, 0);
  const { port } = addressOf(server);
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    mend: async () => {
      server = await listen(lead, port);
    },
    hang: () => {
      isHanging = true;
      for (const socket of sockets) socket.pause();
    },
    goOn: () => {
      isHanging = false;
      for (const socket of sockets) socket.resume();
    },
    leadTo: (nextPort) => {
      targetPort = nextPort;
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      if (server.listening) await cut();
    },
  };
}

function listen(lead: (socket: net.Socket) => void, port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer(lead);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function addressOf(server: net.Server): net.AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address;
}
