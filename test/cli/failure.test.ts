import { describe, expect, it } from '@jest/globals';
import { anyPorts, useProcesses } from '../support/process.ts';

const processes = useProcesses();

const secret = '4539578763621486';

describe('an uncaught error', () => {
  it.each([
    { what: 'thrown', act: `throw new TypeError('${secret}')` },
    { what: 'rejected', act: `Promise.reject(new TypeError('${secret}'))` },
    { what: 'thrown, not an Error', act: `throw '${secret}'` },
  ])('ends the process, and is logged with its stack and without its message: $what', async ({ act }) => {
    const onSignal = `process.on('SIGUSR2', () => { ${act} })`;
    const env = {
      ...anyPorts,
      PAYLINK_API_URL: 'http://127.0.0.1:1',
      PAYLINK_PCI_URL: 'http://127.0.0.1:1',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(onSignal)}`,
    };
    const gateway = processes.startCli(['start'], { env });
    await gateway.find(/gateway listening/);

    const { code, stdout, stderr } = await gateway.stop('SIGUSR2');

    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ level: 60, msg: 'the process failed' });
    expect(stdout).not.toContain(secret);
  });
});
