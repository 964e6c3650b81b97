/** The variables of programs that are to know of no Docker or Podman of the test's own. */
export const HOST = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/' };
