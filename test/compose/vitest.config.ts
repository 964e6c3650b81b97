import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/compose/*.test.ts'],
    globalSetup: ['test/vitest/redis-server.ts', 'test/vitest/temporary-directories.ts'],
    setupFiles: ['test/vitest/leak-check.ts'],
    testTimeout: 240_000,
    hookTimeout: 360_000,
  },
});
