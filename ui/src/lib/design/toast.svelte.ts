// What just happened, said quietly at the edge, with a way back where there is one.
export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  action?: { label: string; run: () => void };
  /** Called when the toast leaves without its action having been pressed. */
  done?: () => void;
  until: number;
};

const SHORT = 5_000;

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(
    text: string,
    options: { tone?: Toast['tone']; action?: Toast['action']; done?: () => void; lasts?: number } = {}
  ): number {
    const id = this.#next++;
    const lasts = options.lasts ?? (options.action ? 10_000 : SHORT);
    this.list.push({
      id,
      text,
      tone: options.tone ?? 'plain',
      action: options.action,
      done: options.done,
      until: Date.now() + lasts
    });
    // An error stays until it is closed: it may be read late.
    if (options.tone !== 'danger')
      this.#timers.set(
        id,
        setTimeout(() => this.close(id), lasts)
      );
    return id;
  }

  act(id: number): void {
    const toast = this.#take(id);
    toast?.action?.run();
  }

  close(id: number): void {
    this.#take(id)?.done?.();
  }

  /** The page is going away: what waited for an undo happens now. */
  flush(): void {
    for (const toast of [...this.list]) if (toast.done) this.close(toast.id);
  }

  #take(id: number): Toast | undefined {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const toast = this.list.find((entry) => entry.id === id);
    this.list = this.list.filter((entry) => entry.id !== id);
    return toast;
  }
}

export const toasts = new Toasts();
