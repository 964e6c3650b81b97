import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const SHIFT_CLOCK = fileURLToPath(new URL('./shift-clock.ts', import.meta.url));
const SERVICES = ['poller', 'dispatcher', 'mcp-gateway'];

/** The programs that a run starts over and over, each as one file: that boots in a seventh of the time. */
export async function buildServices(
  outdir: string,
): Promise<{ mainOf(service: string): string; shiftClock: string }> {
  const mains = SERVICES.map((name) => ({ in: join(ROOT, 'services', name, 'src/main.ts'), out: name }));
  await build({
    entryPoints: [...mains, { in: SHIFT_CLOCK, out: 'shift-clock' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: { js: FOR_COMMONJS },
    plugins: [ownUrls],
  });
  return {
    mainOf: (service) => join(outdir, `${service}.mjs`),
    shiftClock: pathToFileURL(join(outdir, 'shift-clock.mjs')).href,
  };
}

/** What stays outside is looked for where the gateway is: Bull Board's pages are the one such thing. */
const FOR_COMMONJS = [
  "import { createRequire as requireFrom } from 'node:module';",
  `const require = requireFrom(${JSON.stringify(pathToFileURL(join(ROOT, 'services/mcp-gateway/package.json')).href)});`,
  "const [__filename, __dirname] = ['', ''];",
].join('\n');

/** Scripts and images are found from where a source file is. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
    }));
  },
};
