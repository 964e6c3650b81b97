import { COMMANDS } from './commands.ts';
import { meaning, type Reader } from './reader.ts';

/** What has tests of its own: to start these scripts in here would start this test again, and test/compose runs compose. */
const STARTED_ELSEWHERE = [
  'npm run demo',
  'npm test',
  'sh images/service/prepare.sh images/service/demo > .env',
  'docker compose --profile demo up --detach',
  'docker compose --profile scale up --detach',
  'docker compose --profile demo --profile scale down --volumes',
];

/** Carries out a line of a shell block. Throws for a line it does not know. */
export async function typeLine(reader: Reader, line: string): Promise<void> {
  const typed = line.replace(/\s+# .*$/, '');
  if (STARTED_ELSEWHERE.includes(typed)) return;
  const [, assignments] = /^export (.+)$/.exec(typed) ?? [];
  if (assignments !== undefined) return setVariables(reader, assignments.split(' '));
  const [, name = '', rest = ''] = /^npm run commander -- (\w+)(.*)$/.exec(typed) ?? [];
  const command = COMMANDS[name];
  if (command === undefined) throw new Error(`this test does not know how to run: ${line}`);
  const words = rest.split(' ').filter(Boolean);
  await command(reader, await Promise.all(words.map((word) => meaning(reader, word))));
}

function setVariables({ has, env }: Reader, assignments: readonly string[]): void {
  for (const assignment of assignments) {
    const name = assignment.replace(/=…$/, '');
    if (has[name] === undefined) throw new Error(`this test has nothing for: ${assignment}`);
    env[name] = has[name];
  }
}
