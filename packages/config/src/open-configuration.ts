import { randomBytes } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { checkRules } from './check-rules.ts';
import { ConfigError, type Problem } from './config-error.ts';
import { Configuration } from './configuration.ts';
import { type Document, documentOf, type Entry } from './document/document.ts';
import { type FoundFile, findFile } from './document/find-file.ts';
import { type Environment, readEnvironment } from './document/read-environment.ts';
import { readFallbacks } from './document/read-fallbacks.ts';
import { readToml } from './document/read-toml.ts';
import { type Directories, defaultDirectories, prepareDirectories } from './host-directories.ts';
import { keptSecret } from './kept-secret.ts';
import { parseDocument } from './lay-over.ts';
import { readSecrets, type Secrets } from './read-secrets.ts';
import { resolvePath } from './resolve-path.ts';
import type { FileValues } from './schema/schema.ts';

/** Where the configuration is looked for, and for whom. */
export type LoadOptions = {
  env: Environment;
  cwd: string;
  /** The file that must be read, from `--config`. */
  file?: string | undefined;
  home: string;
  uid: number;
  hostname: string;
  /** False when directories and keys are not to be made; where they are not there, that is a problem. True unless given. */
  make?: boolean;
  /** Hears what is waited for, where that takes long. */
  say?: (line: string) => void;
};

/**
 * Reads commander.toml and the environment, which goes before the file. Makes `dataDir`, `runDir` and, once, the keys
 * kept in `dataDir`. Throws ConfigError with everything that is wrong in the first stage where something is.
 */
export async function openConfiguration(options: LoadOptions): Promise<Configuration> {
  const { make = true, say = () => undefined } = options;
  const file = await findFile(options);
  const { entries, document, problems: unknown } = readEntries(file, options);
  const values = parse(document, unknown);
  const pathAt = (place: readonly PropertyKey[], path: string) => {
    const isInFile = document.originOf(place).kind === 'file' && file !== null;
    return resolvePath(path, { base: isInFile ? dirname(file.path) : options.cwd, home: options.home });
  };
  const { secrets, problems } = await readSecrets(values, { env: options.env, document, pathAt, say });
  throwAll(problems);
  const directories = directoriesOf(values, options, pathAt);
  throwAll(checkRules({ values, secrets, runDir: directories.runDir, document }));
  throwAll(await prepareDirectories(directories, { uid: options.uid, document, make }));
  const socket = values.containers.socket;
  const host = {
    ...directories,
    hostName: values.host_name ?? options.hostname,
    socket: socket === null ? null : pathAt(['containers', 'socket'], socket.replace(/^unix:\/\//, '')),
  };
  const kept = await keptSecrets(directories.dataDir, { secrets, make });
  return new Configuration({ entries, secrets, host, kept });
}

type Written = { entries: Entry[]; document: Document; problems: Problem[] };

function readEntries(file: FoundFile | null, { env, cwd }: LoadOptions): Written {
  const inFile = file ? readToml(file.text, displayName(file.path, cwd)) : [];
  const environment = readEnvironment(env, inFile);
  const given = [...inFile, ...environment.entries];
  const entries = [...readFallbacks(env, given), ...given];
  return { entries, document: documentOf(entries), problems: environment.problems };
}

function parse(document: Document, unknown: readonly Problem[]): FileValues {
  const parsed = parseDocument(document);
  throwAll([...('problems' in parsed ? parsed.problems : []), ...unknown]);
  if ('problems' in parsed) throw new ConfigError([]);
  return parsed.values;
}

function directoriesOf(
  values: FileValues,
  options: LoadOptions,
  pathAt: (place: readonly PropertyKey[], path: string) => string,
): Directories {
  const { dataDir, runDir } = defaultDirectories(options);
  return {
    dataDir: values.data_dir === null ? dataDir : pathAt(['data_dir'], values.data_dir),
    runDir: values.run_dir === null ? runDir : pathAt(['run_dir'], values.run_dir),
  };
}

async function keptSecrets(
  dataDir: string,
  { secrets: { markerKey, mcpToken }, make }: { secrets: Secrets; make: boolean },
) {
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const kept = async (name: string) => {
    const file = join(dataDir, name);
    try {
      return await keptSecret(file, make ? randomHex : null);
    } catch (cause) {
      const allowed = `cannot be kept: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new ConfigError([{ key: file, value: null, allowed, origin: { kind: 'default' } }], { cause });
    }
  };
  return {
    markerKey: markerKey ?? (await kept('marker-key')),
    mcpToken: mcpToken ?? (await kept('mcp-token')),
  };
}

function throwAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

function displayName(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
