// The one composer that may be open over the page. While it is, the page's own box steps aside: there is one place to write.
import type { Status, StatusSource } from '$lib/api';
import { toasts } from '$lib/design';
import { problem } from '$lib/i18n';
import { session } from '$lib/features/session';
import type { Purpose } from './draft.svelte';

class Compose {
  open = $state(false);
  purpose = $state.raw<Purpose>({});

  write(): void {
    // A box on the page is nearer than a dialog over it.
    const inline = document.querySelector<HTMLTextAreaElement>('[data-composer="inline"] textarea');
    if (inline && inline.offsetParent) {
      inline.scrollIntoView({ block: 'center' });
      inline.focus();
      return;
    }
    this.#show({});
  }

  reply(replyTo: Status): void {
    this.#show({ replyTo });
  }

  quote(quoting: Status): void {
    this.#show({ quoting });
  }

  /** What its author had typed is not what readers get: it is asked for first. */
  async edit(status: Status): Promise<void> {
    try {
      const source = await session.api.get<StatusSource>(`/api/v1/statuses/${status.id}/source`);
      this.#show({ editing: { ...status, source } });
    } catch (error) {
      const { title, text } = problem(error);
      toasts.show(`${title}. ${text}`, { tone: 'danger' });
    }
  }

  close(): void {
    this.open = false;
  }

  #show(purpose: Purpose): void {
    this.purpose = purpose;
    this.open = true;
  }
}

export const compose = new Compose();
