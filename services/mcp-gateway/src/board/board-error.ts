/** What the board answers, with its HTTP status. */
export class BoardError extends Error {
  readonly statusCode: number;

  constructor(message: string, statusCode = 409, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BoardError';
    this.statusCode = statusCode;
  }
}
