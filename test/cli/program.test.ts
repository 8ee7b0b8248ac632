import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { listVariables } from '../../src/config/environment.ts';
import { anyPorts, projectFolder, useProcesses } from '../support/process.ts';

jest.setTimeout(60_000);

const processes = useProcesses();
const node = process.execPath;

const schemaFolder = join(projectFolder, 'schema');
const declared = buildSchema(
  readdirSync(schemaFolder)
    .map((file) => readFileSync(join(schemaFolder, file), 'utf8'))
    .join('\n'),
);

const entries = [
  { entry: 'src/bin.js', command: [node, `${projectFolder}src/bin.js`] },
  { entry: 'src/main.ts', command: [node, `${projectFolder}src/main.ts`] },
];

describe.each(entries)('$entry', ({ command }) => {
  it('prints the whole schema as SDL', async () => {
    const { code, stdout, stderr } = await processes.start([...command, 'schema']).ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const schema = buildSchema(stdout);
    expect(printSchema(lexicographicSortSchema(schema))).toBe(printSchema(lexicographicSortSchema(declared)));
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['task', 'tasks', 'user', 'viewer']),
    );
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['createAccessToken', 'endMonitoring', 'updateUser']),
    );
  });

  it('lists the commands', async () => {
    const { code, stdout } = await processes.start([...command, '--help']).ended;

    expect(code).toBe(0);
    for (const name of ['start', 'simulator', 'schema']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });
});

describe('the CLI', () => {
  it('prints the same schema from any folder', async () => {
    const [here, elsewhere] = await Promise.all([
      processes.startCli(['schema']).ended,
      processes.startCli(['schema'], { cwd: '/' }).ended,
    ]);

    expect(elsewhere).toEqual(here);
  });

  it('can be run as a file', async () => {
    const { code } = await processes.start([`${projectFolder}src/bin.js`, '--version'], {
      env: { PATH: dirname(node) },
    }).ended;

    expect(code).toBe(0);
  });

  it('is found by npx in the folder of the project, without a request to a registry', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'paylink-graphql-'));
    const env = { npm_config_cache: cache, npm_config_registry: 'http://127.0.0.1:1' };

    const { code, stdout } = await processes.start(['npx', 'paylink-graphql', 'schema'], { env }).ended;

    rmSync(cache, { recursive: true });
    expect(code).toBe(0);
    expect(buildSchema(stdout).getQueryType()?.getFields()).toHaveProperty('user');
  });

  it('explains every variable and its default in the help of start', async () => {
    const { code, stdout } = await processes.startCli(['start', '--help']).ended;

    expect(code).toBe(0);
    for (const { name, preset, title } of listVariables()) {
      const line = stdout.split('\n').find((text) => text.trim().startsWith(`${name} `));
      expect(line).toContain(title);
      expect(line).toContain(preset);
    }
  });

  it('explains only the variables of the simulator in the help of simulator', async () => {
    const { stdout } = await processes.startCli(['simulator', '--help']).ended;

    expect(stdout).toContain('SIMULATOR_PORT');
    expect(stdout).toContain('SIMULATOR_FILE');
    expect(stdout).not.toContain('PAYLINK_UPSTREAM');
  });

  it.each([
    { what: 'the command', args: ['serve'], complaint: /unknown command 'serve'/ },
    { what: 'the option', args: ['start', '--port'], complaint: /unknown option '--port'/ },
    { what: 'the mistyped command', args: ['shema'], complaint: /schema/ },
  ])('points to its help when $what is unknown', async ({ args, complaint }) => {
    const { code, stdout, stderr } = await processes.startCli(args).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(complaint);
    expect(stderr).toContain('--help');
  });

  it.each(['start', 'simulator'])('names every problem of the configuration and exits: %s', async (command) => {
    const env = {
      ...anyPorts,
      PORT: 'high',
      LOG_LEVEL: 'loud',
      PAYLINK_API_KEY: 'key',
      PAYLINK_API_SECRET: 'hunter 2',
    };

    const { code, stdout, stderr } = await processes.startCli([command], { env }).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const name of ['PORT', 'LOG_LEVEL', 'PAYLINK_API_SECRET']) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/hunter|^ +at /m);
  });
});

describe('PAYLINK_UPSTREAM=none, which the image sets', () => {
  const env = { ...anyPorts, PAYLINK_UPSTREAM: 'none' };

  it.each([['start'], ['doctor']])('is refused by %s, with the choices', async (command) => {
    const { code, stdout, stderr } = await processes.startCli([command], { env }).ended;

    expect(code).toBe(1);
    expect(stdout + stderr).toContain('PAYLINK_UPSTREAM must be simulator, sandbox, production or custom');
  });

  it('is enough for the commands that make no REST call', async () => {
    const explain = await processes.startCli(['explain', 'examples/overview.graphql'], { env }).ended;
    const simulator = processes.startCli(['simulator'], { env });
    await simulator.find(/Stop with Ctrl-C/);

    expect(explain).toMatchObject({ code: 0, stderr: '' });
    expect(await simulator.stop()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a port that is in use', () => {
  let taken: Server;

  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });
  afterAll(() => new Promise((resolve) => taken.close(resolve)));

  it.each([
    { command: 'start', variable: 'PORT' },
    { command: 'start', variable: 'SIMULATOR_PORT' },
    { command: 'start', variable: 'SIMULATOR_PCI_PORT' },
    { command: 'simulator', variable: 'SIMULATOR_PORT' },
  ])('is named when $command cannot listen on its $variable', async ({ command, variable }) => {
    const { port } = taken.address() as AddressInfo;
    const env = { ...anyPorts, [variable]: String(port) };

    const { code, stdout, stderr } = await processes.startCli([command], { env }).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Port ${port} is in use`);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
