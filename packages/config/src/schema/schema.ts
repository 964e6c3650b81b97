import { z } from 'zod';
import { agent, budget, containers, health, mcp, publish, redis, timeouts } from './host-sections.ts';
import { type KeyFacts, keyFacts } from './key.ts';
import { github, instance, llm, log, models, repo, top } from './sections.ts';

/** The whole of commander.toml. Its output has defaults filled in, durations in ms and sizes in bytes. */
export const fileSchema = z.strictObject({
  ...top,
  log: z.strictObject(log).prefault({}),
  github: z.strictObject(github).prefault({}),
  redis: z.strictObject(redis).prefault({}),
  containers: z.strictObject(containers).prefault({}),
  agent: z.strictObject(agent).prefault({}),
  publish: z.strictObject(publish).prefault({}),
  timeouts: z.strictObject(timeouts).prefault({}),
  budget: z.strictObject(budget).prefault({}),
  models: z.strictObject(models).prefault({}),
  llm: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), z.strictObject(llm)).prefault({}),
  mcp: z.strictObject(mcp).prefault({}),
  health: z.strictObject(health).prefault({}),
  repo: z.array(z.strictObject(repo)).prefault([]),
  instance: z.array(z.strictObject(instance)).prefault([]),
});
export type FileValues = z.output<typeof fileSchema>;

/** One key, as the errors, the environment and the reference know it. */
export type CatalogueEntry = KeyFacts & {
  /** Its place: `github.token` is `['github', 'token']`; `*` stands for a provider's name or an index. */
  pattern: readonly string[];
};

export type Section = {
  /** Empty for the keys before the first section. */
  name: string;
  /** As it is written in TOML. */
  heading: string;
  description: string;
  entries: readonly CatalogueEntry[];
};

/** Every section in the order of the reference. */
export const SECTIONS: readonly Section[] = [
  section(top, { name: '', heading: '', description: 'These stand at the top of the file.' }),
  section(log, { name: 'log', description: 'What the processes say.' }),
  section(github, { name: 'github', description: 'Where issues come from and pull requests go to.' }),
  section(redis, { name: 'redis', description: 'Where tasks and queues are kept.' }),
  section(containers, { name: 'containers', description: "The agents' sandboxes." }),
  section(agent, { name: 'agent', description: 'What agents may do by themselves.' }),
  section(publish, { name: 'publish', description: "What may leave an agent's hands." }),
  section(timeouts, { name: 'timeouts', description: 'How long things may take.' }),
  section(budget, { name: 'budget', description: 'How much may be spent before people are asked.' }),
  section(models, { name: 'models', description: 'Which models agents work with.' }),
  section(llm, {
    name: 'llm',
    heading: '[llm.<provider>]',
    description: "A model provider, under opencode's name for it.",
    under: ['llm', '*'],
  }),
  section(mcp, {
    name: 'mcp',
    description: 'The gateway: pages, the board, MCP, the API, health and metrics.',
  }),
  section(health, { name: 'health', description: 'Health and metrics of services that run apart.' }),
  section(repo, {
    name: 'repo',
    heading: '[[repo]]',
    description: 'What differs in one repository; as many as there are.',
    under: ['repo', '*'],
  }),
  section(instance, {
    name: 'instance',
    heading: '[[instance]]',
    description:
      'A server of opencode elsewhere, whose sessions commander lists and steers; as many as there are.',
    under: ['instance', '*'],
  }),
];

export const CATALOGUE: readonly CatalogueEntry[] = SECTIONS.flatMap(({ entries }) => entries);

/** The key at or above a place in the document, or null. */
export function entryAt(place: readonly PropertyKey[]): CatalogueEntry | null {
  const fits = ({ pattern }: CatalogueEntry) =>
    pattern.length <= place.length && pattern.every((step, i) => step === '*' || step === place[i]);
  return CATALOGUE.find(fits) ?? null;
}

function section(
  shape: Record<string, z.ZodType>,
  about: { name: string; description: string; heading?: string; under?: readonly string[] },
): Section {
  const { name, description, heading = `[${name}]`, under = name ? [name] : [] } = about;
  const entries = Object.entries(shape).flatMap(([key, schema]) => {
    const facts = keyFacts.get(schema);
    return facts ? [{ ...facts, pattern: [...under, key] }] : [];
  });
  return { name, heading, description, entries };
}
