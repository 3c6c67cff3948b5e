import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another program listens on the port. */
export class PortInUseError extends Error {
  constructor(port: number, options: ErrorOptions) {
    super(`port ${port} is in use`, options);
    this.name = 'PortInUseError';
  }
}

/**
 * Listens, and gives the port: with port 0 the system chooses one. `faults` emits the server's errors. Throws
 * PortInUseError.
 */
export function listenAt(server: Server, port: number, host: string, faults: EventEmitter = server): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new PortInUseError(port, { cause }) : cause);
    // An error event without a listener ends the process.
    faults.once('error', failed);
    server.listen(port, host, () => {
      faults.off('error', failed);
      resolve(portOf(server.address()));
    });
  });
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
