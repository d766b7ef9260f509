// Everything that can go wrong between here and the server, as a tag with parameters. Sentences are made where they are shown.
export type FieldProblem = { error: string; description: string };

export type ApiErrorKind =
  | 'offline' // no answer at all
  | 'unauthorised' // the token is gone or wrong
  | 'forbidden'
  | 'not_found'
  | 'invalid' // 422, with details by field
  | 'too_large' // 413
  | 'rate_limited'
  | 'server' // 5xx
  | 'odd'; // an answer that is not ours: a proxy's page, a router's sign-in

export class ApiError extends Error {
  constructor(
    readonly kind: ApiErrorKind,
    readonly status = 0,
    /** The server's own words: shown only where no sentence of ours fits. */
    readonly said = '',
    readonly details: Record<string, FieldProblem[]> = {},
    /** When a limit ends. */
    readonly retryAt: Date | null = null
  ) {
    super(`${kind}${status ? ` (${status})` : ''}${said ? `: ${said}` : ''}`);
    this.name = 'ApiError';
  }
}

export function kindOf(status: number): ApiErrorKind {
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 422 || status === 400) return 'invalid';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'server';
  return 'odd';
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('odd', 0, error instanceof Error ? error.message : String(error));
}
