import { EXIT_CODES, OperatorError, type Pause, type PauseScope } from '@opencode-commander/task';
import { z } from 'zod';
import { type RepositoryControl, repositoryInputSchema } from './repositories.ts';

/** The same in what pauses and what resumes. */
export const pauseScopeInputSchema = z.object({
  repo: repositoryInputSchema.shape.repo
    .optional()
    .describe('A repository as owner/name; everything unless it or a provider is given'),
  provider: z
    .string()
    .regex(/^[^\s/]{1,100}$/, 'write what is before the slash of provider/model')
    .optional()
    .describe('A model provider, as it stands before the slash of provider/model'),
});
export type PauseScopeInput = z.input<typeof pauseScopeInputSchema>;

/** A repository and a provider are two pauses. */
export class TwoScopesError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor() {
    super('Name a repository or a provider, not both: each is paused and resumed by itself');
  }
}

type Known = { repo: string; pauses: readonly Pause[] };

/** What is to be paused. Throws TwoScopesError, and what reading the repository throws. */
export async function pauseScope(
  { readRepository }: Pick<RepositoryControl, 'readRepository'>,
  { repo, provider }: PauseScopeInput,
): Promise<PauseScope> {
  if (repo !== undefined && provider !== undefined) throw new TwoScopesError();
  if (provider !== undefined) return { of: 'provider', name: provider };
  if (repo === undefined) return { of: 'all' };
  const { id, fullName } = await readRepository(repo);
  return { of: 'repository', repoId: id, name: fullName };
}

/** The repository that is paused under this name: GitHub need not be asked for it; null where that does not tell. */
export function pausedAs({ repo, pauses }: Known): PauseScope | null {
  const named = pauses.filter(
    ({ scope }) => scope.of === 'repository' && scope.name.toLowerCase() === repo.toLowerCase(),
  );
  return named.length === 1 ? (named[0]?.scope ?? null) : null;
}
