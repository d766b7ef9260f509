// What only the desktop can do, as the screens see it. The types come from Rust (bindings/desktop.ts).
import type {
  Close,
  Closing,
  Network,
  Plan,
  Reach,
  Restored,
  ServerState,
  Session,
  Status,
  Step,
  Trouble
} from '$lib/bindings/desktop';

declare module './platform' {
  interface DesktopApi {
    status(): Promise<Status>;
    onServer(changed: (state: ServerState) => void): () => void;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    logs(): Promise<string[]>;
    openFolder(): Promise<void>;
    network(): Promise<Network | null>;
    setReach(reach: Reach): Promise<void>;
    /** Founds a community; rejects with a Trouble. */
    found(plan: Plan, onStep: (step: Step) => void): Promise<Session>;
    /** Leaves the wizard for the community just founded. */
    enter(): Promise<void>;
    /** Hands a backup over and tries it out beside what is there. */
    tryBackup(file: Blob, onProgress: (part: number) => void): Promise<Restored>;
    takeBackup(): Promise<Session>;
    discardBackup(): Promise<void>;
    /** The window's frame was told to close; the answer goes to closeWindow. */
    onClosing(ask: (question: Closing) => void): () => void;
    closeWindow(how: Close): Promise<void>;
    quit(): Promise<void>;
    /** Starts the app anew, after a start that came to nothing. */
    restart(): Promise<void>;
    /** The tray asks the window to copy. */
    onCopy(copy: (text: string) => void): () => void;
  }
}

/** Whether a command said why it cannot do it. */
export function isTrouble(error: unknown): error is Trouble {
  return !!error && typeof error === 'object' && 'kind' in error && !(error instanceof Error);
}

/** Whatever a command rejected with, as a cause. */
export function asTrouble(error: unknown): Trouble {
  if (isTrouble(error)) return error;
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
}
