import { z } from 'zod';

/** A repository as GitHub knows it. */
export type Repository = {
  /** Survives renames and transfers. */
  id: number;
  /** `owner/name` as it is now. */
  fullName: string;
  defaultBranch: string;
  archived: boolean;
  isPrivate: boolean;
  topics: string[];
  /** Whether we may push to it; null when GitHub did not say (an App's installation is its permission). */
  canPush: boolean | null;
};

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const repositorySchema = z
  .object({
    id: z.number(),
    full_name: z.string(),
    default_branch: z.string(),
    archived: z.boolean().default(false),
    private: z.boolean(),
    topics: z.array(z.string()).default([]),
    permissions: z.object({ push: z.boolean() }).nullish(),
  })
  .transform(
    (answer): Repository => ({
      id: answer.id,
      fullName: answer.full_name,
      defaultBranch: answer.default_branch,
      archived: answer.archived,
      isPrivate: answer.private,
      topics: answer.topics,
      canPush: answer.permissions?.push ?? null,
    }),
  );
