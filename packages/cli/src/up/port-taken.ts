/** The public address cannot be listened on. The message says what to do. */
export class PortTaken extends Error {
  readonly code = 'port_taken';

  constructor(host: string, port: number, cause: Error) {
    super(explain(host, port, cause), { cause });
    this.name = 'PortTaken';
  }
}

function explain(host: string, port: number, cause: Error): string {
  const code = 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use by another program; choose another one with --port`;
    case 'EACCES':
      return `port ${port} needs rights that this user has not; choose one above 1023 with --port`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine; choose another one with --host`;
    default:
      return `cannot listen on ${host}:${port} (${cause.message}); see --host and --port`;
  }
}
