/** Errors on the wire: `application/problem+json` (RFC 9457) with a plain sentence in `detail`. Status codes are chosen here. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { BadRange, NoPlaceFor, NotThere, UnknownCursor, UnknownSeq } from '../history/history-errors.ts';
import { ImportRefused } from '../import/import-refused.ts';
import { PlanNotFound, StoreFailed } from '../store/plan-store.ts';

/** What pages say in the language of whoever reads them; all else is said as it stands in `detail`. */
export type ProblemCode =
  | 'unknown-plan'
  | 'unknown-element'
  | 'no-access'
  | 'no-name'
  | 'unknown-source'
  | 'no-access-source'
  | 'files-too-large'
  | 'files-broken'
  | 'too-often'
  | 'not-saved'
  | 'unforeseen';

/** Thrown by an endpoint. `detail` is a plain sentence, for programs and for pages that do not know the code. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: ContentfulStatusCode;
  readonly code: ProblemCode | undefined;

  constructor(status: ContentfulStatusCode, detail: string, code?: ProblemCode) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export const unknownPlan = () =>
  new Problem(404, 'There is no plan here. Check the link for missing characters.', 'unknown-plan');

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'No session',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not now',
  413: 'Too large',
  422: 'Refused',
  429: 'Too often',
  500: 'Something went wrong',
  503: 'Not available',
};

/** Turns whatever an endpoint threw into an answer; what nobody foresaw is logged and not shown. */
export function answerProblem(error: Error, c: Context): Response {
  const [status, detail, code] = explain(error);
  if (status === 500) console.error(error);
  return problemResponse(c, status, detail, code);
}

export function problemResponse(
  c: Context,
  status: ContentfulStatusCode,
  detail: string,
  code?: ProblemCode,
): Response {
  const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(code && { code }) };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function explain(error: Error): [ContentfulStatusCode, string, ProblemCode?] {
  if (error instanceof Problem) return [error.status, error.message, error.code];
  if (error instanceof ImportRefused) return [422, error.message];
  if ([UnknownSeq, BadRange, UnknownCursor].some((Refused) => error instanceof Refused)) return [400, error.message];
  if (error instanceof NotThere) return [404, error.message];
  if (error instanceof NoPlaceFor) return [409, error.message];
  if (error instanceof PlanNotFound) return [404, unknownPlan().message, 'unknown-plan'];
  if (error instanceof StoreFailed)
    return [503, 'This could not be saved. Nothing was changed; try again in a while.', 'not-saved'];
  if (error instanceof HTTPException) return [error.status as ContentfulStatusCode, error.message];
  return [500, 'Something went wrong on the server. Nothing was changed; try again.', 'unforeseen'];
}
