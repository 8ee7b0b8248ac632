export default {
  testEnvironment: 'node',
  // Modules of ended test files stay in memory: a worker that has grown is replaced before it slows down.
  workerIdleMemoryLimit: '900MB',
  // Much of the time a test waits: with one worker less than there are cores, one of two would stand idle.
  maxWorkers: '100%',
  // Two busy cores are slow at times; nothing is asserted of how long it takes.
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'esnext' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};
