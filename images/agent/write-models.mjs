// Writes what an opencode knows of each provider's models into a file of its own, for entry.sh to choose from:
//
//   node write-models.mjs <opencode's binary> <directory>
//
// opencode has no command for it: its binary holds models.dev's api.json as an object literal, in the code that reads
// OPENCODE_MODELS_PATH in its stead. Where there is no such literal, nothing is written and one line says so.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';

const MARK = 'OPENCODE_MODELS_PATH';
/** How far behind the mark the literal begins, and how long it may be; in 1.18.33 it is 0.2 kB and 4.4 MB. */
const BEGINS_WITHIN = 4_000;
const LONGEST = 64_000_000;

const [, , binary = '', directory = ''] = argv;
await writeModels();

async function writeModels() {
  const catalogue = findCatalogue(await readFile(binary));
  if (catalogue === null) {
    stdout.write(`${binary} shows no catalogue of models: agents start with all of it, seconds later\n`);
    return;
  }
  await mkdir(directory, { recursive: true });
  for (const [name, provider] of Object.entries(catalogue)) {
    await writeFile(join(directory, `${name}.json`), JSON.stringify(provider));
  }
  stdout.write(`the models of ${Object.keys(catalogue).length} providers are in ${directory}\n`);
}

function findCatalogue(bytes) {
  for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, at + 1)) {
    const code = bytes.toString('latin1', at, at + LONGEST);
    for (const { index } of code.slice(0, BEGINS_WITHIN).matchAll(/(?<==>\()\{/g)) {
      const value = evaluate(literalAt(code, index));
      if (isCatalogue(value)) return value;
    }
  }
  return null;
}

/** From its opening brace to the one that closes it. */
function literalAt(code, start) {
  const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]/gs;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(code); token; token = tokens.exec(code)) {
    if (token[0] === '{') depth += 1;
    if (token[0] === '}') depth -= 1;
    if (depth === 0) return code.slice(start, tokens.lastIndex);
  }
  return '';
}

/** The literal's value; null for what is more than data, or would not be the same as JSON. */
function evaluate(literal) {
  // opencode's minifier escapes every other character; unescaped, they would be in an encoding we do not know.
  if (/[\x80-\xff]/.test(literal)) return null;
  try {
    const value = structuredClone(runInNewContext(`(${literal})`, {}, { timeout: 10_000 }));
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value) ? value : null;
  } catch {
    return null; // Not a literal: the next one may be.
  }
}

function isCatalogue(value) {
  const providers = Object.entries(value ?? {});
  return providers.length > 0 && providers.every(([name, provider]) => isProvider(name, provider));
}

function isProvider(name, provider) {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) || provider?.id !== name) return false;
  const models = Object.values(provider.models ?? {});
  return (
    Array.isArray(provider.env) && models.length > 0 && models.every((model) => model?.limit !== undefined)
  );
}
