// The one composer that may be open over the page. While it is, the page's own box steps aside: there is one place to write.
import type { Status } from '$lib/api';

class Compose {
  open = $state(false);
  replyTo = $state.raw<Status | null>(null);

  write(): void {
    // A box on the page is nearer than a dialog over it.
    const inline = document.querySelector<HTMLTextAreaElement>('[data-composer="inline"] textarea');
    if (inline && inline.offsetParent) {
      inline.scrollIntoView({ block: 'center' });
      inline.focus();
      return;
    }
    this.replyTo = null;
    this.open = true;
  }

  reply(status: Status): void {
    this.replyTo = status;
    this.open = true;
  }

  close(): void {
    this.open = false;
  }
}

export const compose = new Compose();
