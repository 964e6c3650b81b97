/** The value that somebody gave a key at runtime, as one would write it in TOML; `at` is an ISO instant. */
export type Override = { value: unknown; by: string; at: string };

/** By key as people write it: `timeouts.high`, `repo.acme/web.setup`. */
export type Overrides = Readonly<Record<string, Override>>;
