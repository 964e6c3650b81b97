import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Whoever read standard output has gone, such as `head`: the program ends as if interrupted. */
class OutputClosedError extends OperatorError {
  readonly exitCode = EXIT_CODES.interrupted;
}

/** Writes lines to standard output. Throws OutputClosedError once nobody reads it any more. */
export function openOutput(stdout: NodeJS.WritableStream): (line: string) => void {
  let failure: Error | null = null;
  stdout.on('error', (error) => {
    failure = error;
  });
  return (line) => {
    if (failure !== null) throw new OutputClosedError('nobody reads the output any more', { cause: failure });
    stdout.write(`${line}\n`);
  };
}
