import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/config.ts';

describe('a variable with an unknown name', () => {
  it.each([
    ['PAYLINK_UPSTREM', 'PAYLINK_UPSTREAM'],
    ['PAYLINK_API_URI', 'PAYLINK_API_URL'],
    ['paylink_upstream', 'PAYLINK_UPSTREAM'],
    ['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT_MS'],
    ['SIMULATOR_PORTS', 'SIMULATOR_PORT'],
    ['AUTH_JWKS_URI', 'AUTH_JWKS_URL'],
    ['PAYLINK_API_SECRETFILE', 'PAYLINK_API_SECRET_FILE'],
    ['AUTH_ISSUER_FILE', 'AUTH_ISSUER'],
    ['PAYLINK_UPSTREAM_SERVICE', 'PAYLINK_UPSTREAM'],
  ])('is refused with the nearest known name: %s', (name, nearest) => {
    expect(() => loadConfig({ [name]: 'hunter2' })).toThrow(
      `The configuration is invalid:\n  - ${name} is not a known variable; did you mean ${nearest}?`,
    );
  });

  it('is ignored when it is empty, or belongs to another program', () => {
    const env = {
      PAYLINK_UPSTREM: '',
      NODE_ENV: 'production',
      UPSTREAM: 'x',
      MY_PAYLINK_URL: 'x',
      npm_lifecycle_event: 'x',
    };

    expect(loadConfig(env)).toEqual(loadConfig({}));
  });

  it.each([
    { service: 'paylink-graphql', prefix: 'PAYLINK_GRAPHQL' },
    { service: 'simulator', prefix: 'SIMULATOR' },
    { service: 'auth-server', prefix: 'AUTH_SERVER' },
    { service: 'upstream-proxy', prefix: 'UPSTREAM_PROXY' },
  ])('is ignored when Kubernetes adds it for a service called $service', ({ prefix }) => {
    const env = {
      [`${prefix}_SERVICE_HOST`]: '10.0.0.1',
      [`${prefix}_SERVICE_PORT`]: '4010',
      [`${prefix}_SERVICE_PORT_HTTP`]: '4010',
      [`${prefix}_PORT`]: 'tcp://10.0.0.1:4010',
      [`${prefix}_PORT_4010_TCP`]: 'tcp://10.0.0.1:4010',
      [`${prefix}_PORT_4010_TCP_PROTO`]: 'tcp',
      [`${prefix}_PORT_4010_TCP_PORT`]: '4010',
      [`${prefix}_PORT_4010_TCP_ADDR`]: '10.0.0.1',
    };

    expect(loadConfig(env)).toEqual(loadConfig({}));
  });
});
