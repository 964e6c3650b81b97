import type { World } from '../state/world.ts';
import { type BranchSeeding, createBranchSeeding } from './seed-branches.ts';
import { type CheckSeeding, createCheckSeeding } from './seed-checks.ts';
import { createIssueSeeding, type IssueSeeding } from './seed-issues.ts';
import { createPullSeeding, type PullSeeding } from './seed-pulls.ts';
import { createRepositorySeeding, type RepositorySeeding } from './seed-repositories.ts';
import { createReviewSeeding, type ReviewSeeding } from './seed-reviews.ts';
import { createTalkSeeding, type TalkSeeding } from './seed-talk.ts';

export type Seeding = IssueSeeding &
  TalkSeeding &
  PullSeeding &
  ReviewSeeding &
  BranchSeeding &
  CheckSeeding &
  RepositorySeeding;

/** What a test or a demo does to the world without HTTP. An unknown repository or issue throws. */
export function createSeeding(world: World): Seeding {
  return {
    ...createIssueSeeding(world),
    ...createTalkSeeding(world),
    ...createPullSeeding(world),
    ...createReviewSeeding(world),
    ...createBranchSeeding(world),
    ...createCheckSeeding(world),
    ...createRepositorySeeding(world),
  };
}
