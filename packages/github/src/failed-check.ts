/** A check run that ended badly. */
export type FailedCheck = {
  id: number;
  name: string;
  /** `failure`, `timed_out` or `startup_failure`. */
  conclusion: string;
  /** Title and summary as the check gave them, cut. */
  summary: string;
  /** At most 50, cut. */
  annotations: { path: string; line: number; message: string }[];
  /** It is a job of GitHub Actions: it has a log under its id, and is started again as a job. */
  actionsJob: boolean;
};
