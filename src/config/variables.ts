import Type, { type Static, type TSchema } from 'typebox';
import { Default, Errors } from 'typebox/value';

export const urlClaim = 'must be an http or https URL without a query';
export const jwksClaim = 'must be an http or https URL without a user name';

const integer = (minimum: number, maximum: number, preset: number, title: string) =>
  Type.Integer({
    minimum,
    maximum,
    default: preset,
    title,
    claim: `must be a whole number from ${minimum} to ${maximum}`,
  });
const port = (preset: number, title: string) => integer(0, 65_535, preset, title);
const url = (title: string) =>
  Type.Optional(Type.String({ pattern: '^https?://[^/?#]+[^?#]*$', title, claim: urlClaim }));
const credential = (title: string) =>
  Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]+$', title, claim: 'must be printable ASCII without spaces' }));
const name = (title: string) => Type.Optional(Type.String({ pattern: '\\S', title, claim: 'must not be blank' }));
const flag = (title: string) => Type.Optional(Type.Enum(['on', 'off'], { title }));

/** Every variable: what it is for, what it may be, and what it is when it is not set. */
const environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', title: 'Address to listen on' }),
  PORT: port(4000, 'Port of the gateway; 0 is any free one'),
  PAYLINK_UPSTREAM: Type.Enum(['simulator', 'sandbox', 'production', 'custom'], {
    default: 'simulator',
    title: "Where the REST API is: the simulator, Atomic's sandbox or production, or custom URLs",
  }),
  PAYLINK_API_URL: url('URL of the API host, for custom; with simulator: of one that runs already'),
  PAYLINK_PCI_URL: url('URL of the PCI host, which alone gets card data; goes with PAYLINK_API_URL'),
  PAYLINK_API_KEY: credential(
    "The gateway's own API key, which acts for bearer tokens; with simulator also for callers who bring nothing, and demo-key if not set",
  ),
  PAYLINK_API_SECRET: credential('The secret that goes with it; with simulator demo-secret if not set'),
  AUTH_JWKS_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#\\s]+[^#\\s]*$',
      title: 'Where the keys are that bearer tokens are verified by, as a JWKS; without it no bearer token is accepted',
      claim: jwksClaim,
    }),
  ),
  AUTH_ISSUER: name('Who must have issued a bearer token: its `iss`'),
  AUTH_AUDIENCE: name('Whom a bearer token must be for: its `aud`, or one of them'),
  AUTH_IDENTIFIER_CLAIM: Type.String({
    default: 'sub',
    title: 'The claim of a bearer token that holds the identifier of its end user',
  }),
  PAYLINK_CURRENCY: Type.String({ default: 'USD', title: 'ISO 4217 code of all amounts: the API states none' }),
  UPSTREAM_TIMEOUT_MS: integer(1, 600_000, 10_000, 'How long one REST call may take, in milliseconds'),
  UPSTREAM_CONNECT_TIMEOUT_MS: integer(
    1,
    600_000,
    3000,
    'How long a connection to a host may take to make, in milliseconds',
  ),
  OPERATION_TIMEOUT_MS: integer(
    1,
    600_000,
    30_000,
    'How long a GraphQL operation may wait for its REST calls, in milliseconds',
  ),
  UPSTREAM_RETRIES: integer(
    0,
    10,
    2,
    'How often a REST call that failed is made again, where that is safe; 0 for never',
  ),
  UPSTREAM_BREAKER_CALLS: integer(
    0,
    10_000,
    100,
    'Of how many last REST calls more than half must fail for a host not to be asked for a while; 0 for never',
  ),
  UPSTREAM_BREAKER_OPEN_MS: integer(1, 600_000, 5000, 'How long that while is, in milliseconds'),
  UPSTREAM_MAX_CONCURRENCY: integer(1, 10_000, 256, 'How many REST calls may be under way at once, for each host'),
  UPSTREAM_MAX_QUEUE: integer(
    0,
    1_000_000,
    1000,
    'How many more may wait for that, for each host, callers taking turns',
  ),
  UPSTREAM_CALL_BUDGET: integer(
    0,
    100_000,
    200,
    'How many REST calls an operation may need at most; one that may need more is refused before it runs',
  ),
  RATE_LIMIT: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d{0,8}/(s|min|h)$',
      title: 'How many REST calls each caller may make, such as 600/min; without it any number',
      claim: 'must be a number of calls for a second, minute or hour, such as 600/min',
    }),
  ),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://[^/?#\\s]+[^\\s]*$',
      title: 'Redis or Valkey, for what the replicas of the gateway share; without it each keeps that to itself',
      claim: 'must be a redis or rediss URL',
    }),
  ),
  INTROSPECTION: flag('Whether clients may read the schema; on, but off with sandbox and production'),
  EXPLORER: flag('Whether Apollo Sandbox and /graphiql are served; on, but off with sandbox and production'),
  TRUSTED_DOCUMENTS: Type.Optional(
    Type.String({ title: "A manifest of the operations that clients may run, as Apollo's or Relay's tools write it" }),
  ),
  TRUSTED_DOCUMENTS_MODE: Type.Enum(['enforce', 'log'], {
    default: 'enforce',
    title: 'What happens to an operation that is not asked for by its id in that manifest: refused, or only logged',
  }),
  // Beyond 10,000 a document can be nested deeply enough for the parser, or a rule of graphql-js, to run out of stack.
  MAX_TOKENS: integer(1, 10_000, 5000, 'Tokens of a document'),
  MAX_DEPTH: integer(1, 100, 20, 'How deep the fields of an operation may be nested'),
  MAX_ALIASES: integer(0, 10_000, 200, 'Aliases in an operation, those of a fragment wherever it is spread'),
  MAX_DIRECTIVES: integer(0, 10_000, 100, 'Directives in an operation, counted likewise'),
  MAX_ROOT_FIELDS: integer(1, 10_000, 100, 'Root fields of an operation, counted likewise'),
  MAX_BODY_BYTES: integer(1, 100_000_000, 1_048_576, 'Bytes of a request body'),
  MAX_ANSWER_FIELDS: integer(1, 1_000_000_000, 1_000_000, 'Fields that the answer to an operation may have'),
  CORS_ORIGINS: Type.Optional(
    Type.String({
      pattern: '^https?://[^/,\\s]+(\\s*,\\s*https?://[^/,\\s]+)*$',
      title: 'Origins of web pages that may call the gateway, separated by commas',
      claim: 'must be origins such as https://app.example.com, separated by commas',
    }),
  ),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    title: 'The least level that is logged',
  }),
  SIMULATOR_PORT: port(4010, "Port of the simulator's API host"),
  SIMULATOR_PCI_PORT: port(4011, "Port of the simulator's PCI host"),
  SIMULATOR_SEED: integer(0, 1_000_000, 1, 'What the simulated world is generated from'),
  SIMULATOR_DATA: Type.Enum(['memory', 'file'], {
    default: 'memory',
    title: 'Where the simulator keeps its state; file survives a restart',
  }),
  SIMULATOR_FILE: Type.String({ default: '.data/simulator.sqlite', title: 'The file for SIMULATOR_DATA=file' }),
});

export type Environment = Static<typeof environment>;

/** What is set of the variables that are ours, and the preset of each that is not. It may still be invalid. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.entries(environment.properties).flatMap(([name, variable]) => {
    const raw = env[name];
    // Nothing but digits is a number: a library's own conversion would take `true` or `8.5` for one as well.
    const isNumber = readNote(variable, 'type') === 'integer' && raw !== undefined && /^\d+$/.test(raw);
    return raw ? [[name, isNumber ? Number(raw) : raw]] : [];
  });
  return Default(environment, Object.fromEntries(given)) as Environment;
}

/** Every variable with what it is for, to be read by people. */
export function listVariables(): { name: string; preset: string; title: string }[] {
  return Object.entries(environment.properties).map(([name, variable]) => ({
    name,
    preset: readNote(variable, 'default') ?? '',
    title: [readNote(variable, 'title'), choicesOf(variable).join(' · ')].filter(Boolean).join(': '),
  }));
}

function readNote(variable: object, note: 'default' | 'title' | 'claim' | 'type'): string | null {
  const value: unknown = Reflect.get(variable, note);
  return value === undefined ? null : String(value);
}

/** One sentence for each variable that is not what it may be. None repeats a value: some are secrets. */
export function findInvalid(values: Environment): string[] {
  // Each by itself: of an object as a whole, typebox lists a few errors only.
  return Object.entries<TSchema>(environment.properties).flatMap(([name, variable]) => {
    const value: unknown = Reflect.get(values, name);
    const [error] = value === undefined ? [] : Errors(variable, value);
    return error ? [`${name} ${claimOf(variable) ?? error.message}`] : [];
  });
}

function claimOf(variable: TSchema): string | null {
  const choices = choicesOf(variable);
  return choices.length > 0 ? `must be one of ${choices.join(', ')}` : readNote(variable, 'claim');
}

function choicesOf(variable: TSchema): readonly unknown[] {
  const choices: unknown = Reflect.get(variable, 'enum');
  return Array.isArray(choices) ? choices : [];
}
