export { Api, type Page, type Params } from './client';
export { ApiError, asApiError, type ApiErrorKind, type FieldProblem } from './errors';
export { Stream, type StreamEvent, type StreamState } from './streaming';
export * from './entities';
