import type { Config } from '@opencode-commander/config';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

class NoCredentialsError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** Throws NoCredentialsError when nothing is configured to act on GitHub with. */
export function requireCredentials({ github }: Pick<Config, 'github'>): void {
  if (github.auth !== null) return;
  throw new NoCredentialsError(
    'No GitHub credentials are configured: set github.token (or GITHUB_TOKEN), or github.app_id and github.private_key; commander doctor says what else is missing',
  );
}
