// OAuth's code flow from a browser: an app registered once per address, PKCE, and a state that must come back unchanged.
import { sha256 } from '@noble/hashes/sha2.js';
import { ApiError, type Api, type OAuthApp, type Token } from '$lib/api';

const SCOPES = 'read write follow push admin:read admin:write';
const APP_KEY = 'howdah.app';
const FLOW_KEY = 'howdah.sign-in';

type Flow = { state: string; verifier: string; back: string };
type StoredApp = { client_id: string; client_secret: string; redirect: string };
export type Outcome = { kind: 'signed_in'; token: string; back: string } | { kind: 'denied' } | { kind: 'foreign' };

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/** crypto.subtle does not exist on http://192.168.x.x, so the digest is computed here. getRandomValues does exist there. */
export function challenge(verifier: string): string {
  return base64url(sha256(new TextEncoder().encode(verifier)));
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function redirectUri(): string {
  return `${location.origin}/sign-in`;
}

async function app(api: Api, clientName: string): Promise<StoredApp> {
  const redirect = redirectUri();
  try {
    const stored = JSON.parse(localStorage.getItem(APP_KEY) ?? 'null') as StoredApp | null;
    if (stored?.redirect === redirect) {
      // The community may have been founded anew at this address: then it does not know us any more.
      await clientToken(api, stored);
      return stored;
    }
  } catch (error) {
    if (error instanceof ApiError && error.kind !== 'unauthorised' && error.kind !== 'invalid') throw error;
  }
  const made = await api.post<OAuthApp>('/api/v1/apps', {
    client_name: clientName,
    redirect_uris: redirect,
    scopes: SCOPES,
    website: location.origin
  });
  const kept = { client_id: made.client_id, client_secret: made.client_secret, redirect };
  localStorage.setItem(APP_KEY, JSON.stringify(kept));
  return kept;
}

function clientToken(api: Api, known: StoredApp): Promise<Token> {
  return api.post<Token>('/oauth/token', {
    grant_type: 'client_credentials',
    client_id: known.client_id,
    client_secret: known.client_secret,
    scope: 'read write'
  });
}

/** A token for the app itself: what signing up needs. */
export async function appToken(api: Api, clientName: string): Promise<string> {
  return (await clientToken(api, await app(api, clientName))).access_token;
}

/** Leaves for the community's sign-in page. `back` is a path of this client. */
export async function beginSignIn(api: Api, clientName: string, back: string, language: string): Promise<void> {
  const known = await app(api, clientName);
  const flow: Flow = { state: random(), verifier: random(), back };
  sessionStorage.setItem(FLOW_KEY, JSON.stringify(flow));
  location.assign(
    api.url('/oauth/authorize', {
      response_type: 'code',
      client_id: known.client_id,
      redirect_uri: known.redirect,
      scope: SCOPES,
      state: flow.state,
      code_challenge: challenge(flow.verifier),
      code_challenge_method: 'S256',
      lang: language
    })
  );
}

/** What the address says after the way back. Null: nobody is coming back. */
export async function finishSignIn(api: Api, clientName: string, query: URLSearchParams): Promise<Outcome | null> {
  const code = query.get('code');
  const refused = query.get('error');
  if (!code && !refused) return null;
  const flow = JSON.parse(sessionStorage.getItem(FLOW_KEY) ?? 'null') as Flow | null;
  sessionStorage.removeItem(FLOW_KEY);
  // Without our own state anybody could sign a visitor in as somebody else.
  if (!flow || query.get('state') !== flow.state) return { kind: 'foreign' };
  if (!code) return { kind: 'denied' };
  const known = JSON.parse(localStorage.getItem(APP_KEY) ?? 'null') as StoredApp | null;
  if (!known) return { kind: 'foreign' };
  const token = await api.post<Token>('/oauth/token', {
    grant_type: 'authorization_code',
    client_id: known.client_id,
    client_secret: known.client_secret,
    redirect_uri: known.redirect,
    code,
    code_verifier: flow.verifier
  });
  return { kind: 'signed_in', token: token.access_token, back: safePath(flow.back) };
}

/** Only a path of this client: never another site, never the sign-in page again. */
export function safePath(path: string | null): string {
  return path && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-') ? path : '/home';
}

/** Signing out ends the token on the server too; offline it is at least forgotten here. */
export async function revoke(api: Api): Promise<void> {
  const known = JSON.parse(localStorage.getItem(APP_KEY) ?? 'null') as StoredApp | null;
  if (!known || !api.token) return;
  try {
    await api.post('/oauth/revoke', { client_id: known.client_id, client_secret: known.client_secret, token: api.token });
  } catch {
    // The person wants out; the server's trouble is not theirs.
  }
}
