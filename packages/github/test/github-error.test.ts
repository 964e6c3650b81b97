import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { GitHubError } from '../src/github-error.ts';

describe('GitHubError', () => {
  it('holds no credential, whatever it was told', () => {
    const message = 'no: s3cret ghp_abcDEF123 github_pat_11A_b ghs_x1y2 https://bot:pa55@github.test/a b\nc';
    const error = new GitHubError(message, { kind: 'invalid', secrets: ['s3cret', ''] });
    expect(error.message).toBe('no: [secret] [secret] [secret] [secret] https://[secret]@github.test/a b c');
  });

  it('says whether and when to try again', () => {
    const limited = new GitHubError('later', { kind: 'rate_limited', retryAfterMs: 5 });
    expect(limited).toMatchObject({ retryable: true, retryAfterMs: 5, exitCode: EXIT_CODES.github });
    expect(limited).toBeInstanceOf(OperatorError);
    expect(new GitHubError('no', { kind: 'unavailable' }).retryable).toBe(true);
    expect(new GitHubError('no', { kind: 'not_found' }).retryable).toBe(false);
  });
});
