// One small door to the server: base address, bearer token, JSON or multipart, Link cursors, and errors as tags.
import { ApiError, kindOf, type FieldProblem } from './errors';
import { parseLink } from './link';

export type Params = Record<string, string | number | boolean | null | undefined | string[] | Blob>;
export type Page<T> = { items: T[]; next?: string; prev?: string };
type Options = {
  query?: Params;
  json?: unknown;
  form?: FormData;
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** Let the request outlive the page (an undo that ran out while the tab closed). */
  keepalive?: boolean;
  /** Bytes sent, 0 to 1; only for `form`. */
  onProgress?: (part: number) => void;
  token?: string | null;
};

export class Api {
  /** Told once when the server no longer knows our token. */
  onUnauthorised: () => void = () => {};

  constructor(
    readonly baseUrl: string,
    readonly token: string | null
  ) {}

  get<T>(path: string, query?: Params, options: Options = {}): Promise<T> {
    return this.#ask<T>('GET', path, { ...options, query }).then(([body]) => body);
  }
  post<T>(path: string, json?: unknown, options: Options = {}): Promise<T> {
    return this.#ask<T>('POST', path, { ...options, json }).then(([body]) => body);
  }
  patch<T>(path: string, json?: unknown, options: Options = {}): Promise<T> {
    return this.#ask<T>('PATCH', path, { ...options, json }).then(([body]) => body);
  }
  put<T>(path: string, json?: unknown, options: Options = {}): Promise<T> {
    return this.#ask<T>('PUT', path, { ...options, json }).then(([body]) => body);
  }
  delete<T>(path: string, options: Options = {}): Promise<T> {
    return this.#ask<T>('DELETE', path, options).then(([body]) => body);
  }

  /** A page of a list. `cursor` is an address from an earlier answer. */
  async page<T>(path: string, query: Params = {}, cursor?: string, options: Options = {}): Promise<Page<T>> {
    const [items, headers] = cursor
      ? await this.#ask<T[]>('GET', this.#onOurHost(cursor), options)
      : await this.#ask<T[]>('GET', path, { ...options, query });
    return { items, ...parseLink(headers.get('Link')) };
  }

  /** Files go by XMLHttpRequest: fetch cannot say how far an upload is. */
  upload<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, form: FormData, options: Options = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, this.url(path));
      const token = options.token ?? this.token;
      if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.upload.onprogress = (event) => event.lengthComputable && options.onProgress?.(event.loaded / event.total);
      request.onload = () => {
        try {
          resolve(this.#read<T>(request.status, request.responseText, (name) => request.getResponseHeader(name)));
        } catch (error) {
          reject(error as Error);
        }
      };
      request.onerror = () => reject(new ApiError('offline'));
      request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
      options.signal?.addEventListener('abort', () => request.abort());
      request.send(form);
    });
  }

  url(path: string, query: Params = {}): string {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value === undefined || value === null) continue;
      if (Array.isArray(value)) for (const one of value) search.append(`${key}[]`, one);
      else search.append(key, String(value));
    }
    const tail = search.toString();
    return `${this.baseUrl}${path}${tail ? `?${tail}` : ''}`;
  }

  /** A cursor may name the server by another of its addresses; only its path and query count. */
  #onOurHost(cursor: string): string {
    const url = new URL(cursor, this.baseUrl || location.href);
    return url.pathname + url.search;
  }

  async #ask<T>(method: string, path: string, options: Options): Promise<[T, Headers]> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    const token = options.token ?? this.token;
    if (token) headers.Authorization = `Bearer ${token}`;
    if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
    let body: BodyInit | undefined;
    if (options.form) body = options.form;
    else if (options.json !== undefined) {
      headers['Content-Type'] = 'application/json';
      body = JSON.stringify(options.json);
    }
    let response: Response;
    try {
      response = await fetch(this.url(path, options.query), {
        method,
        headers,
        body,
        signal: options.signal,
        keepalive: options.keepalive,
        // The token says who asks; the sign-in page's cookie must not.
        credentials: 'omit'
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError('offline');
    }
    const text = await response.text();
    return [this.#read<T>(response.status, text, (name) => response.headers.get(name)), response.headers];
  }

  #read<T>(status: number, text: string, header: (name: string) => string | null): T {
    let body: unknown;
    try {
      body = text ? JSON.parse(text) : {};
    } catch {
      throw new ApiError(status >= 500 ? 'server' : 'odd', status);
    }
    if (status >= 200 && status < 300) return body as T;
    const said = body as { error?: string; error_description?: string; details?: Record<string, FieldProblem[]> };
    const reset = header('X-RateLimit-Reset');
    const error = new ApiError(
      kindOf(status),
      status,
      said.error_description ?? said.error ?? '',
      said.details ?? {},
      status === 429 && reset ? new Date(reset) : null
    );
    if (error.kind === 'unauthorised' && this.token) this.onUnauthorised();
    throw error;
  }
}
