// The container's health check: 0 when HEALTH_URL answers with success in time. A one-shot container
// has no HEALTH_URL and counts as healthy while it runs.
const url = process.env['HEALTH_URL'];
if (url) {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    if (!reply.ok) throw new Error(`${reply.status} ${(await reply.text()).slice(0, 500)}`);
  } catch (error) {
    // Docker keeps this line: `docker inspect --format '{{json .State.Health}}' <container>`.
    console.error(`${url}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
