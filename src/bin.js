#!/usr/bin/env node
// Plain JavaScript, so that an old Node reports its version instead of a syntax error in TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(`paylink-graphql needs Node 24.12 or later; this is ${process.version}.`);
  process.exit(1);
}

// Node runs our TypeScript directly, except below node_modules: the npm package contains compiled JavaScript.
const { run } = await import(import.meta.url.includes('/node_modules/') ? '../dist/main.js' : './main.ts');
await run(process.argv.slice(2));
