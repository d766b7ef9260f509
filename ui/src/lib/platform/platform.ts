// What the client asks of the thing that it runs in. Three answers: the desktop window (tauri.ts), a browser (web.ts) and tests
// (fake.ts). A screen asks for a capability, never for a name: `platform.capabilities.processes`, not "is this Tauri".

/** Where the community answers and who is signed in there. An empty base URL means: the address of this page. */
export type Session = { baseUrl: string; token: string | null };

export type Capabilities = {
  /** Starts and stops servers, opens folders, shows a tray: everything behind `platform.desktop`. */
  processes: boolean;
  /** The session comes from the app (the founder is already signed in), so there is no sign-out to the sign-in page. */
  ownsSession: boolean;
  /** The clipboard can be written without the old selection trick. */
  clipboard: boolean;
  /** The operating system's own "share" sheet. */
  share: boolean;
  /** System notifications may be asked for. */
  notifications: boolean;
};

/**
 * The desktop's own commands (processes, folders, network interfaces, tray). Empty here on purpose: the desktop files extend it by
 * declaration merging, so that a browser build knows nothing of them.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface DesktopApi {}

export interface Platform {
  readonly kind: 'desktop' | 'web' | 'fake';
  readonly capabilities: Capabilities;
  readonly desktop?: DesktopApi;
  /** The session to start with. Null: this window has no community yet. */
  loadSession(): Promise<Session | null>;
  saveSession(session: Session): Promise<void>;
  /** Calls back when the app changes the session by itself: another port after a restart, a community just founded. */
  onSession(changed: (session: Session | null) => void): () => void;
  /** Copies, and says whether it worked, so that the screen can show the text to copy by hand instead. */
  copy(text: string): Promise<boolean>;
  share(data: { title: string; url: string }): Promise<boolean>;
  openExternal(url: string): Promise<void>;
}
