import { WELL_KNOWN_PROVIDERS } from '../providers.ts';
import { type CatalogueEntry, SECTIONS, type Section } from '../schema/schema.ts';
import { variableOf } from '../schema/variable.ts';
import { written } from '../schema/written.ts';
import { EXAMPLE } from './example.ts';

const INTRODUCTION = `# Configuration

Generated from the table the program itself reads by: \`npx tsx packages/config/src/reference/main.ts\` writes it anew.

Nothing needs to be configured but a way to act on GitHub and a model. The file is the first of

1. the one given by \`--config\`,
2. the one named by \`$COMMANDER_CONFIG\`,
3. \`./commander.toml\`,
4. \`$XDG_CONFIG_HOME/opencode-commander/commander.toml\` (\`~/.config/…\`).

Every key outside \`[[repo]]\` and \`[[instance]]\` is also a variable, \`COMMANDER_<SECTION>_<KEY>\`, and the variable goes before the file; lists
are separated by commas there, and an empty variable counts as not set. \`<PROVIDER>\` is the provider's name in capitals, with
\`_\` for every other character. A mistake is answered with every key that is wrong,
its value, where it stands and what is allowed; unknown keys are mistakes, and so are unknown variables that begin with
\`COMMANDER_\`.

**Durations** are written \`"30s"\`, \`"5m"\`, \`"1h30m"\` (units d, h, m, s, ms). **Sizes** are written \`"512m"\`, \`"4g"\` (powers
of 1024) or as a number of bytes. **Paths** may start with \`~\`; relative ones start at the file they stand in, in a variable at
the working directory. **Secrets** are given as \`"env:NAME"\`, as \`"file:/path"\`, as 1Password's \`"op://vault/item/field"\`, or as the
value itself; they are never shown. A reference of 1Password, which may also stand in the variable, is read with its command \`op\`
on this host when a process starts.

Keys marked ↻ need a **restart** of the processes; all others can be changed while they run, [at runtime](#at-runtime).

Variables of other programs count where the configuration says nothing: \`GITHUB_TOKEN\` or \`GH_TOKEN\` for the token of
github.com (not where \`host\`, \`api_url\` or \`git_url\` name another server), and each provider's own for its standard address:
${WELL_KNOWN_PROVIDERS.map(({ variable }) => `\`${variable}\``).join(', ')}.
`;

const AT_RUNTIME = `## At runtime

\`\`\`sh
commander config                                   # every key, its value, and where that comes from
commander config set containers.max_concurrent 6
commander config set models.allowed anthropic/claude-sonnet-4-5 models.default anthropic/claude-sonnet-4-5
commander config unset containers.max_concurrent   # back to what the variable, the file or the default says
commander repos set acme/web --max-concurrent 1 --setup "npm test"
\`\`\`

The MCP tools \`commander_config\` and \`commander_repos\` and the routes under \`/api\` do the same ([control.md](control.md)). What is set at
runtime is kept in Redis and goes before variables, which go before the file. It is judged as the file is: a change that breaks one
rule changes nothing, and is answered with everything that is wrong. Every process on every host follows within two seconds; no run is
interrupted. A sandbox that is there keeps its limits, its hosts, its default model and what it asks for until its task's next run.

A setting that no longer fits, because the file or the version has changed since, is left out with a warning, and nothing else is. A
repository is served because the file names it, by its topic or by \`commander repos add\`, not for having settings of its own.
`;

/** The reference of all keys in Markdown, with an example: the content of docs/configuration.md. */
export function configReference(): string {
  const example = `## Example\n\n\`\`\`toml\n${EXAMPLE}\`\`\`\n`;
  return [INTRODUCTION, example, AT_RUNTIME, ...SECTIONS.map(renderSection)].join('\n');
}

function renderSection({ heading, description, entries }: Section): string {
  const title = heading ? `## \`${heading}\`` : '## Before the first section';
  const rows = entries.map(row).join('\n');
  return `${title}\n\n${description}\n\n| key | default | |\n|---|---|---|\n${rows}\n`;
}

function row(entry: CatalogueEntry): string {
  const { pattern, description, allowed, example, live } = entry;
  const variable = variableOf(entry);
  const name = `\`${pattern.at(-1)}\`${live ? '' : ' ↻'}${variable ? `<br>\`${variable}\`` : ''}`;
  const meaning = `${description} Must be ${allowed}. Example: ${code(example)}`;
  return `| ${[name, defaultOf(entry), meaning].map(cell).join(' | ')} |`;
}

function defaultOf({ default: fallback }: CatalogueEntry): string {
  if (fallback === null) return 'must be given';
  return 'words' in fallback ? fallback.words : code(fallback.value);
}

function code(value: unknown): string {
  return `\`${written(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
