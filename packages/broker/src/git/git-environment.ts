import { authoritiesFile, childEnvironment, type HostEnvironment } from '../host-environment.ts';

/** One entry of git's configuration. */
export type GitSetting = readonly [key: string, value: string];

// Nothing but what is written here configures git: no hook, helper, fsmonitor, file or prompt of anybody's.
const ALWAYS: readonly GitSetting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.quotePath', 'false'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.allow', 'never'],
  // Every repository that git is run in here was made by us, perhaps under another uid of a service image.
  ['safe.directory', '*'],
];

/** The whole environment of a git process; settings reach it by GIT_CONFIG_COUNT and are not seen in argv. */
export function gitEnvironment(
  host: HostEnvironment,
  settings: readonly GitSetting[] = [],
): Record<string, string> {
  const entries = [...ALWAYS, ...settings];
  const authorities = authoritiesFile(host);
  const configuration = entries.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    ...childEnvironment(host),
    ...(authorities ? { GIT_SSL_CAINFO: authorities } : {}),
    // curl reads ~/.netrc, and without HOME it asks the password file where that is.
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(configuration),
  };
}
