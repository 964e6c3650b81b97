#!/usr/bin/env node
// The program for a link on the PATH: the same as `npm run commander --`.
process.argv.splice(2, 0, 'packages/cli/src/main.ts');
await import('./bootstrap.mjs');
