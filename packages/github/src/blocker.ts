/** An issue that another one waits for, or is made of. */
export type Blocker = {
  /** `owner/name`. */
  repo: string;
  number: number;
  state: 'open' | 'closed';
};
