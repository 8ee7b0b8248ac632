import { startSimulator } from '../src/simulator/server.ts';

/** With a clock that stands still, so that an answer is the same at any time. */
export async function start(): Promise<string> {
  const { apiUrl } = await startSimulator({ port: 0, pciPort: 0, startTime: '2030-01-15T12:00:00.000Z' });
  return apiUrl;
}
