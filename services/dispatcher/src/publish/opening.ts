/** The operation in the marker of the pull request that a task opens. */
export const OPENING = 'pull_request';
