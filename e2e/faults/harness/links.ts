import { createTcpProxy, type TcpProxy, type WireMode } from '@cardmill/testkit';

/** The wires from every process to one server. */
export interface Links {
  /** Makes the wire of one process; gives the port that it is to use. */
  add(process: string): Promise<number>;
  of(process: string): TcpProxy;
  /** Of the processes whose name begins so; all when left out. */
  all(process?: string): TcpProxy[];
  set(mode: WireMode, process?: string): Promise<void>;
  heal(): Promise<void>;
  close(): Promise<void>;
}

export function createLinks(targetPort: number): Links {
  const wires = new Map<string, TcpProxy>();
  const all = (process = ''): TcpProxy[] =>
    [...wires].filter(([name]) => name.startsWith(process)).map(([, wire]) => wire);
  const set = async (mode: WireMode, process?: string): Promise<void> => {
    await Promise.all(all(process).map((wire) => wire.set(mode)));
  };
  return {
    async add(process) {
      const wire = await createTcpProxy(targetPort);
      wires.set(process, wire);
      return wire.port;
    },
    of(process) {
      const wire = wires.get(process);
      if (wire === undefined) throw new Error(`no wire of ${process}`);
      return wire;
    },
    all,
    set,
    async heal() {
      await Promise.all(all().map((wire) => wire.heal()));
    },
    async close() {
      await Promise.all(all().map((wire) => wire.close()));
    },
  };
}
