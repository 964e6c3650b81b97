import { splitFullName } from './full-name.ts';

/** Where an issue or pull request is. */
export type IssueAddress = { fullName: string; number: number };

/** The address as Octokit's parameters. */
export function issueParameters({ fullName, number }: IssueAddress): {
  owner: string;
  repo: string;
  issue_number: number;
} {
  return { ...splitFullName(fullName), issue_number: number };
}

/** The address of a pull request as Octokit's parameters. */
export function pullParameters({ fullName, number }: IssueAddress): {
  owner: string;
  repo: string;
  pull_number: number;
} {
  return { ...splitFullName(fullName), pull_number: number };
}
