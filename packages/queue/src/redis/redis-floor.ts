/** The oldest Redis or Valkey that is tested. */
export const REDIS_FLOOR = '6.2';
