import { z } from 'zod';

/** The bad ends that a change can be at fault for: `cancelled`, `stale` and `action_required` are not among them. */
export const failedConclusionSchema = z.enum(['failure', 'timed_out', 'startup_failure']);
export type FailedConclusion = z.infer<typeof failedConclusionSchema>;

/** A check run that ended badly. */
export type FailedCheck = {
  id: number;
  name: string;
  conclusion: FailedConclusion;
  /** Title and summary as the check gave them, cut. */
  summary: string;
  /** At most 50, cut. */
  annotations: { path: string; line: number; message: string }[];
  /** It is a job of GitHub Actions: it has a log under its id, and is started again as a job. */
  actionsJob: boolean;
};
