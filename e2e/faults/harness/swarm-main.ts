import { createWatcher, SOCKET_PATH } from '@cardmill/contracts';
import { io } from 'socket.io-client';

// Many browsers in one process: watches a batch over so many sockets, and says once a second how they are.
//   swarm-main.ts <url> <url> <batch> <sockets>
const [first = '', second = '', batch = '', sockets = '0'] = process.argv.slice(2);

const watchers = Array.from({ length: Number(sockets) }, (_, i) => {
  const socket = io(i % 2 === 0 ? first : second, { path: SOCKET_PATH, transports: ['websocket'] });
  const watcher = createWatcher({
    batch,
    since: 0,
    subscribe: (request) => socket.timeout(10_000).emitWithAck('subscribe', request),
    onChange: () => undefined,
  });
  socket.on('connect', watcher.connected);
  socket.on('disconnect', watcher.disconnected);
  socket.on('card', watcher.card);
  socket.on('progress', watcher.progress);
  socket.on('batch', watcher.batch);
  return { socket, watcher };
});

setInterval(() => {
  const states = watchers.map(({ watcher }) => watcher.state());
  const seqs = states.map((state) => (state.behind || state.progress === null ? 0 : state.seq));
  const connected = watchers.filter(({ socket }) => socket.connected).length;
  const outcomes = Math.min(...states.map((state) => state.outcomes.size));
  process.stdout.write(`${JSON.stringify({ connected, seq: Math.min(...seqs), outcomes })}\n`);
}, 1_000);
process.once('SIGTERM', () => process.exit(0));
