import type { DispatchControl, IssueToDispatch } from './dispatch.ts';
import type { DoctorControl } from './doctor/doctor.ts';
import type { IssueToOpen } from './issue-for-text.ts';
import type { RepositoryControl } from './repositories.ts';

/** As much of a GitHub as reading a repository takes. */
export type RepositorySource = {
  getRepository(fullName: string): ReturnType<RepositoryControl['readRepository']>;
};

/** As much of a GitHub as reading an issue takes; errors are its own. */
export type IssueSource = {
  getRepository(fullName: string): Promise<{ id: number; fullName: string }>;
  getIssue(fullName: string, number: number): Promise<Omit<IssueToDispatch, 'repo' | 'repoId'>>;
};

/** As much of a GitHub as opening an issue takes; errors are its own. */
export type IssueOpener = {
  openIssue(fullName: string, draft: Omit<IssueToOpen, 'repo'>): ReturnType<DispatchControl['openIssue']>;
};

/** As much of a GitHub as operations take. */
export type GitHubSource = Pick<IssueSource, 'getIssue'> &
  RepositorySource &
  IssueOpener & { viewer: DoctorControl['viewer'] };

/** Opens issues for texts, as dispatching wants it. */
export function issueOpener(github: IssueOpener): DispatchControl['openIssue'] {
  return ({ repo, ...draft }) => github.openIssue(repo, draft);
}

/** Reads repositories, as the operations on them want it. */
export function repositoryReader(github: RepositorySource): RepositoryControl['readRepository'] {
  return (name) => github.getRepository(name);
}

/** Reads issues with their repositories, as dispatching wants them. */
export function issueReader(github: IssueSource): DispatchControl['readIssue'] {
  return async ({ repo, number }) => {
    const [repository, issue] = await Promise.all([
      github.getRepository(repo),
      github.getIssue(repo, number),
    ]);
    return { ...issue, repoId: repository.id, repo: repository.fullName };
  };
}
