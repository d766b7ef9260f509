// Who is signed in, where, and what the community is. Everything else asks this.
import {
  Api,
  ApiError,
  Stream,
  PERMISSION,
  type Community,
  type CredentialAccount,
  type Instance,
  type StreamState
} from '$lib/api';
import { theme } from '$lib/design';
import { platform, type Session as StoredSession } from '$lib/platform';

export type SessionState =
  | { kind: 'starting' }
  /** The window has no community yet: the wizard's turn. */
  | { kind: 'no_community' }
  | { kind: 'unreachable'; error: unknown }
  | { kind: 'signed_out' }
  | { kind: 'signed_in' };

class SessionStore {
  state = $state.raw<SessionState>({ kind: 'starting' });
  me = $state.raw<CredentialAccount | null>(null);
  community = $state.raw<Community | null>(null);
  instance = $state.raw<Instance | null>(null);
  line = $state<StreamState>('idle');
  /** The window says itself what is wrong with its server; a page need not guess. */
  explained = $state(false);
  /** Grows with every change of person or place; what is kept in memory belongs to one epoch. */
  epoch = $state(0);
  api = $state.raw<Api>(new Api('', null));
  stream: Stream | null = null;

  get signedIn(): boolean {
    return this.state.kind === 'signed_in';
  }
  get title(): string {
    return this.community?.title ?? this.instance?.title ?? '';
  }

  may(permission: keyof typeof PERMISSION): boolean {
    const bits = BigInt(this.me?.role?.permissions ?? '0');
    return (bits & 1n) === 1n || (bits & BigInt(PERMISSION[permission])) !== 0n;
  }

  async start(): Promise<void> {
    platform().onSession((stored) => void this.#enter(stored));
    await this.recover();
  }

  async retry(): Promise<void> {
    await this.#enter({ baseUrl: this.api.baseUrl, token: this.api.token });
  }

  /** The server came back, perhaps at another port: ask the platform again. */
  async recover(): Promise<void> {
    try {
      await this.#enter(await platform().loadSession());
    } catch (error) {
      this.state = { kind: 'unreachable', error };
    }
  }

  async signIn(token: string): Promise<void> {
    const stored = { baseUrl: this.api.baseUrl, token };
    await platform().saveSession(stored);
    await this.#enter(stored);
  }

  async signOut(): Promise<void> {
    const { baseUrl } = this.api;
    await platform().saveSession({ baseUrl, token: null });
    await this.#enter({ baseUrl, token: null });
  }

  /** Its numbers have changed. Old ones stay when nobody answers. */
  async countAgain(): Promise<void> {
    const { epoch } = this;
    try {
      const community = await this.api.get<Community>('/api/howdah/v1/community', undefined, { token: '' });
      if (epoch === this.epoch) this.community = community;
    } catch {
      // What cannot be reached says so elsewhere.
    }
  }

  setMe(me: CredentialAccount): void {
    this.me = me;
  }

  async #enter(stored: StoredSession | null): Promise<void> {
    this.stream?.close();
    this.stream = null;
    this.epoch += 1;
    const epoch = this.epoch;
    if (!stored) {
      this.state = { kind: 'no_community' };
      return;
    }
    const api = new Api(stored.baseUrl, stored.token);
    this.api = api;
    try {
      const [community, instance, me] = await Promise.all([
        api.get<Community>('/api/howdah/v1/community', undefined, { token: '' }),
        api.get<Instance>('/api/v2/instance', undefined, { token: '' }),
        stored.token ? this.#verify(api) : null
      ]);
      if (epoch !== this.epoch) return;
      this.community = community;
      this.instance = instance;
      this.me = me;
      if (community.accent) theme.set({ accent: community.accent });
      if (!me) {
        if (stored.token) await platform().saveSession({ baseUrl: stored.baseUrl, token: null });
        this.api = new Api(stored.baseUrl, null);
        this.state = { kind: 'signed_out' };
        return;
      }
      api.onUnauthorised = () => void this.signOut();
      this.stream = new Stream(stored.baseUrl, stored.token!);
      this.stream.onState = (state) => (this.line = state);
      this.state = { kind: 'signed_in' };
    } catch (error) {
      if (epoch === this.epoch) this.state = { kind: 'unreachable', error };
    }
  }

  /** Null when the token is no longer good; any other trouble is trouble. */
  async #verify(api: Api): Promise<CredentialAccount | null> {
    try {
      return await api.get<CredentialAccount>('/api/v1/accounts/verify_credentials');
    } catch (error) {
      if (error instanceof ApiError && (error.kind === 'unauthorised' || error.kind === 'forbidden')) return null;
      throw error;
    }
  }
}

export const session = new SessionStore();
