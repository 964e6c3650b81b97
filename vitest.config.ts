import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/vitest/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{packages,services}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/vitest/redis-server.ts', 'test/vitest/temporary-directories.ts'],
    setupFiles: ['test/vitest/leak-check.ts'],
    pool: 'forks',
    execArgv: ['--max-semi-space-size=64'], // collecting garbage less often saves a tenth of the workers' time
    isolate: false, // a file's modules stay loaded for the next one of the same process: half of the time of small files
    maxWorkers: 3, // on two cores: much of what tests await is other processes
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A socket path has 108 bytes: every file gets a short temporary directory of its own (see leak-check).
    fileParallelism: true,
    sequence: { sequencer: LongestFirst },
  },
});
