import {
  configOverrides,
  type ListedRepository,
  repositoryList,
  requestPoll,
} from '@opencode-commander/queue';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import type { ConfigControl } from './config/config-editor.ts';
import { configKeySchema, configKeyView } from './config/config-key-view.ts';
import type { ActingControl } from './control.ts';
import { defineOperation } from './operation.ts';

export const repositoryInputSchema = z.object({
  repo: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, 'write owner/name')
    .describe('The repository as owner/name'),
});

const listedRepositorySchema = z.object({
  id: z.number().int().describe("GitHub's numeric id: it survives renames"),
  name: z.string().describe('owner/name as last seen'),
  mode: z
    .enum(['served', 'blocked'])
    .describe('served without the topic, or blocked whatever its topics say'),
  since: z.string().nullable().describe('Null where the entry cannot be read: it counts as blocked'),
});
export type RepositoryView = z.infer<typeof listedRepositorySchema>;

export const repositoryListOutputSchema = z.object({
  repositories: z.array(listedRepositorySchema),
  settings: z.array(configKeySchema).describe('What differs in single repositories, listed or not'),
});

export const repositoryOutputSchema = z.object({
  changed: z.boolean().describe('False when it was so already'),
  repository: listedRepositorySchema,
});
export type RepositoryChanged = z.infer<typeof repositoryOutputSchema>;

export const removeRepositoryOutputSchema = z.object({
  removed: z.boolean().describe('False when it was not on the list'),
});

export const listRepositoriesOperation = defineOperation({
  title: 'Repositories on the list',
  description:
    'Lists the repositories that people have decided about; of all others their topics decide. Shows the settings of single repositories too.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: z.object({}),
  output: repositoryListOutputSchema,
  run: listRepositories,
});

export const addRepositoryOperation = defineOperation({
  title: 'Serve a repository',
  description: 'Takes issues from a repository without the topic.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: true,
  input: repositoryInputSchema,
  output: repositoryOutputSchema,
  run: addRepository,
});

export const blockRepositoryOperation = defineOperation({
  title: 'Leave a repository alone',
  description:
    'Takes no issues from a repository, whatever its topics and labels say, and cancels its tasks that have not ended.',
  effect: 'destroys',
  repeatable: true,
  asksGitHub: true,
  input: repositoryInputSchema,
  output: repositoryOutputSchema,
  run: blockRepository,
});

export const removeRepositoryOperation = defineOperation({
  title: 'Take a repository off the list',
  description: 'Leaves a repository to its topics again; it need not exist any more.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: repositoryInputSchema,
  output: removeRepositoryOutputSchema,
  run: removeRepository,
});

/** With what people decide about repositories. */
export type RepositoryControl = Pick<ActingControl, 'queues' | 'now'> & {
  /** Reads a repository by its name; its errors are passed on. */
  readRepository: (
    name: string,
  ) => Promise<{ id: number; fullName: string; canPush: boolean | null; archived?: boolean }>;
};

/** Nobody could work on the repository. */
export class CannotPushError extends OperatorError {
  readonly exitCode = EXIT_CODES.github;

  constructor(name: string) {
    super(`The account of commander may not push to ${name}: give it write permission there first`);
  }
}

/** What people have decided about repositories. Throws RedisError. */
export async function listRepositories({
  queues,
  configuration,
}: Pick<ConfigControl, 'queues' | 'configuration'>): Promise<z.infer<typeof repositoryListOutputSchema>> {
  const listed = await repositoryList(queues).list();
  const { keys } = configuration.show(await configOverrides(queues).read());
  const settings = keys.filter(({ key, origin }) => key.startsWith('repo.') && origin.kind !== 'default');
  return {
    repositories: listed.map(view),
    settings: settings.filter(({ key }) => !key.endsWith('.name')).map(configKeyView),
  };
}

/** Serves a repository without the topic. Throws CannotPushError, RedisError, and what reading it throws. */
export async function addRepository(
  control: RepositoryControl,
  input: z.input<typeof repositoryInputSchema>,
): Promise<RepositoryChanged> {
  const { repo } = repositoryInputSchema.parse(input);
  const { id, fullName, canPush } = await control.readRepository(repo);
  if (canPush === false) throw new CannotPushError(fullName);
  return put(control, { repoId: id, name: fullName, mode: 'served' });
}

/** Leaves a repository alone, whatever its topics and labels say. Throws RedisError, and what reading it throws. */
export async function blockRepository(
  control: RepositoryControl,
  input: z.input<typeof repositoryInputSchema>,
): Promise<RepositoryChanged> {
  const { repo } = repositoryInputSchema.parse(input);
  const { id, fullName } = await control.readRepository(repo);
  return put(control, { repoId: id, name: fullName, mode: 'blocked' });
}

/** Leaves a repository to its topics again; it need not exist any more. Throws RedisError. */
export async function removeRepository(
  { queues }: Pick<RepositoryControl, 'queues'>,
  input: z.input<typeof repositoryInputSchema>,
): Promise<z.infer<typeof removeRepositoryOutputSchema>> {
  const { repo } = repositoryInputSchema.parse(input);
  const list = repositoryList(queues);
  const found = (await list.list()).find(({ name }) => name.toLowerCase() === repo.toLowerCase());
  const removed = found !== undefined && (await list.remove(found.repoId));
  if (removed) await requestPoll(queues);
  return { removed };
}

async function put(
  { queues, now }: RepositoryControl,
  wanted: Pick<ListedRepository, 'repoId' | 'name' | 'mode'>,
): Promise<RepositoryChanged> {
  const list = repositoryList(queues);
  const before = (await list.list()).find(({ repoId }) => repoId === wanted.repoId);
  const changed = before?.mode !== wanted.mode;
  const since = changed ? null : before.since;
  const entry = { ...wanted, since: since ?? now().toISOString() };
  await list.put(entry);
  if (changed) await requestPoll(queues);
  return { changed, repository: view(entry) };
}

function view({ repoId, name, mode, since }: ListedRepository): RepositoryView {
  return { id: repoId, name, mode, since };
}
