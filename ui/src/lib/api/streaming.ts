// One WebSocket for everything live. It comes back by itself, and says so, because what was missed meanwhile must be fetched.
import type { Notification, Status } from './entities';

export type StreamEvent =
  | { type: 'update'; status: Status }
  | { type: 'status.update'; status: Status }
  | { type: 'delete'; id: string }
  | { type: 'notification'; notification: Notification }
  /** The line was down and is up again: fetch what came between. */
  | { type: 'resumed' };
export type StreamState = 'idle' | 'connecting' | 'live' | 'waiting';
type Listener = (event: StreamEvent) => void;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

export function backOff(attempt: number, random: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt) * (0.5 + random / 2);
}

export class Stream {
  onState: (state: StreamState) => void = () => {};
  #channels = new Map<string, Set<Listener>>();
  #socket: WebSocket | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(
    readonly baseUrl: string,
    readonly token: string
  ) {
    globalThis.addEventListener?.('online', this.#now);
    globalThis.document?.addEventListener('visibilitychange', this.#now);
  }

  /** `channel` is a stream's name, with a tag or a list's id after a slash: "user", "public:local", "hashtag/garden". */
  subscribe(channel: string, listener: Listener): () => void {
    const first = !this.#channels.has(channel);
    if (first) this.#channels.set(channel, new Set());
    this.#channels.get(channel)!.add(listener);
    if (first) this.#say('subscribe', channel);
    if (!this.#socket && !this.#timer) this.#connect();
    return () => {
      const listeners = this.#channels.get(channel);
      listeners?.delete(listener);
      if (listeners?.size === 0) {
        this.#channels.delete(channel);
        this.#say('unsubscribe', channel);
      }
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    globalThis.removeEventListener?.('online', this.#now);
    globalThis.document?.removeEventListener('visibilitychange', this.#now);
    this.onState('idle');
  }

  #now = (): void => {
    // Back at the screen, or the network is: no need to wait out the pause.
    if (this.#timer && globalThis.document?.visibilityState !== 'hidden') {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#connect();
    }
  };

  #connect(): void {
    if (this.#closed) return;
    this.onState('connecting');
    const base = new URL(this.baseUrl || location.origin);
    base.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    // The token travels as a sub-protocol: addresses end up in logs, headers do not.
    const socket = new WebSocket(new URL('/api/v1/streaming', base), [this.token]);
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      for (const channel of this.#channels.keys()) this.#say('subscribe', channel);
      this.onState('live');
      // The first time, too: something may have happened between a page's own question and this moment.
      for (const listeners of this.#channels.values()) for (const listener of listeners) listener({ type: 'resumed' });
    };
    socket.onmessage = (message) => this.#hear(String(message.data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (this.#closed) return;
      this.onState('waiting');
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          this.#connect();
        },
        backOff(this.#attempt++, Math.random())
      );
    };
  }

  #say(type: 'subscribe' | 'unsubscribe', channel: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const [stream, which] = channel.split('/');
    const more = !which ? {} : stream === 'list' ? { list: which } : { tag: which };
    this.#socket.send(JSON.stringify({ type, stream, ...more }));
  }

  #hear(text: string): void {
    const event = parseEvent(text);
    if (!event) return;
    for (const listener of this.#channels.get(event.channel) ?? []) listener(event.event);
  }
}

export function parseEvent(text: string): { channel: string; event: StreamEvent } | null {
  try {
    const frame = JSON.parse(text) as { stream?: string[]; event?: string; payload?: string };
    if (!frame.stream || !frame.event) return null;
    const channel = frame.stream.join('/');
    switch (frame.event) {
      case 'update':
      case 'status.update':
        return { channel, event: { type: frame.event, status: JSON.parse(frame.payload ?? '') as Status } };
      case 'delete':
        return { channel, event: { type: 'delete', id: frame.payload ?? '' } };
      case 'notification':
        return { channel, event: { type: 'notification', notification: JSON.parse(frame.payload ?? '') as Notification } };
      default:
        return null;
    }
  } catch {
    // A frame that we do not understand is no reason to lose the line.
    return null;
  }
}
