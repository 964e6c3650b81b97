/** One entry of a 422's `errors`. */
export type FieldError = { resource: string; field?: string; code: string; message?: string; value?: string };

/** A refusal that becomes GitHub's answer: `{ message, errors?, documentation_url, status }`. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly (FieldError | string)[] | null;

  constructor(status: number, message: string, errors: readonly (FieldError | string)[] | null = null) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.errors = errors;
  }
}

/** What was asked for is elsewhere now: 301, or 307 for what would write. */
export class Moved extends Problem {
  readonly location: string;

  constructor(location: string, status: 301 | 307 = 301) {
    super(status, status === 301 ? 'Moved Permanently' : 'Temporary Redirect');
    this.name = 'Moved';
    this.location = location;
  }
}

export function notFound(): Problem {
  return new Problem(404, 'Not Found');
}

export function forbidden(message = 'Must have admin rights to Repository.'): Problem {
  return new Problem(403, message);
}

/** GitHub's "Validation Failed" with its list of fields. */
export function invalid(...errors: FieldError[]): Problem {
  return new Problem(422, 'Validation Failed', errors);
}
