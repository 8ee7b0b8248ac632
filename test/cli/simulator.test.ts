import { describe, expect, it, jest } from '@jest/globals';
import { anyPorts, useProcesses } from '../support/process.ts';

jest.setTimeout(60_000);

const processes = useProcesses();

describe('simulator', () => {
  it('serves only the REST API, and prints a curl command that works', async () => {
    const simulator = processes.startCli(['simulator'], { env: anyPorts });
    const banner = await simulator.find(/Stop with Ctrl-C/);
    const [, url = '', headers = ''] = /curl (\S+) (.+)/.exec(banner) ?? [];

    const response = await fetch(url, {
      headers: [...headers.matchAll(/-H '([\w-]+): ([\w-]+)'/g)].map(([, name = '', value = '']): [string, string] => [
        name,
        value,
      ]),
    });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ accounts: expect.any(Array) });
    expect((await fetch(new URL('/graphql', url))).status).toBe(404);
    expect(await simulator.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('serves its control plane and PCI host at the printed addresses', async () => {
    const simulator = processes.startCli(['simulator'], { env: anyPorts });
    const banner = await simulator.find(/Stop with Ctrl-C/);
    const controlUrl = /http:\S+\/__simulator\//.exec(banner)?.[0] ?? '';
    const pciUrl = /PCI host +(\S+)/.exec(banner)?.[1] ?? '';

    expect((await fetch(`${controlUrl}state`)).status).toBe(200);
    expect((await fetch(`${pciUrl}/access-token`, { method: 'POST' })).status).toBe(401);
  });
});
