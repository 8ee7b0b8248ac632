import { describe, expect, it } from '@jest/globals';
import { chooseProxy } from '../../src/config/proxy-choice.ts';

const both = { HTTPS_PROXY: 'http://secure.test:3128', HTTP_PROXY: 'http://plain.test:3128' };

describe('the proxy of a URL', () => {
  it.each([
    ['https://api.test', {}, null],
    ['https://api.test', both, both.HTTPS_PROXY],
    ['http://api.test', both, both.HTTP_PROXY],
    ['http://api.test', { HTTPS_PROXY: both.HTTPS_PROXY }, null],
    ['https://api.test', { HTTP_PROXY: both.HTTP_PROXY }, both.HTTP_PROXY],
    ['https://api.test', { HTTPS_PROXY: 'proxy.test:3128' }, 'http://proxy.test:3128'],
    ['https://localhost:1', both, null],
    ['https://api.localhost', both, null],
    ['https://127.0.0.1', both, null],
    ['https://127.8.8.8', both, null],
    ['https://[::1]', both, null],
    ['https://localhost.test', both, both.HTTPS_PROXY],
    ['https://127.0.0.1.test', both, both.HTTPS_PROXY],
  ])('of %s with %j is %s', (url, variables, proxy) => {
    expect(chooseProxy(url, variables)).toBe(proxy);
  });

  it.each([
    ['api.test', 'https://api.test', true],
    ['API.test', 'https://api.TEST.', true],
    ['api.test', 'https://eu.api.test', true],
    ['.api.test', 'https://api.test', true],
    ['*.api.test', 'https://eu.api.test', true],
    ['*.api.test', 'https://api.test', false],
    ['api.test', 'https://myapi.test', false],
    ['api.test:443', 'https://api.test', true],
    ['api.test:8443', 'https://api.test', false],
    ['api.test:8443', 'https://api.test:8443', true],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['[fd00::1]:443', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['other.test  api.test', 'https://api.test', true],
    ['other.test,api.test', 'https://api.test', true],
    ['*', 'https://api.test', true],
    ['*:80', 'https://api.test', false],
    [',', 'https://api.test', false],
  ])('with NO_PROXY=%s leaves out %s: %s', (NO_PROXY, url, isExcepted) => {
    expect(chooseProxy(url, { ...both, NO_PROXY })).toBe(isExcepted ? null : both.HTTPS_PROXY);
  });
});
