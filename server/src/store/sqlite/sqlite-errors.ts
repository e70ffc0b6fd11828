/** What comes out of the worker of the database, as the errors that stores throw. */
import { PlanNotFound, StoreFailed } from '../plan-store.ts';

export function translate(error: unknown): Error {
  if (error instanceof PlanNotFound) return error;
  return new StoreFailed(error instanceof Error ? error.message : String(error));
}

export function rethrow(error: unknown): never {
  throw translate(error);
}
